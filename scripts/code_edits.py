"""The small mistakes that can be made in Python code: each is one edit of its syntax tree."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

__all__ = ["Edit", "edits_of"]

_COMPARED: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_RECKONED: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}


class Edit(Struct, frozen=True):
    """One mistake: `place` counts the nodes of the tree, `way` the edits that are possible there."""

    place: int
    way: int
    line: int
    what: str

    def applied_to(self, tree: ast.Module) -> ast.Module:
        """The same tree, with the mistake in it."""
        node = _nodes(tree)[self.place]
        _WAYS[self.way](node)
        return ast.fix_missing_locations(tree)


def edits_of(tree: ast.Module) -> Iterator[Edit]:
    """Every mistake that can be made in the functions of a module."""
    inside = {id(node) for function in _functions(tree) for part in function.body for node in _walk(part)}
    for place, node in enumerate(_nodes(tree)):
        if id(node) in inside:
            for way, change in enumerate(_WAYS):
                said = _said(node, change)
                if said:
                    yield Edit(place, way, getattr(node, "lineno", 0), said)


def _functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """What is run: no docstrings, no annotations, no defaults, not what `zip` is told to insist on, and not `cast`."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.keyword) and node.arg == "strict":
        return
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "cast":
        return
    yield node
    for name, value in ast.iter_fields(node):
        if name not in ("annotation", "returns", "args" if isinstance(node, ast.FunctionDef) else ""):
            for part in value if isinstance(value, list) else [value]:
                if isinstance(part, ast.AST):
                    yield from _walk(part)


def _nodes(tree: ast.Module) -> list[ast.AST]:
    return list(ast.walk(tree))


def _said(node: ast.AST, change: Callable[[ast.AST], bool]) -> str | None:
    """The edit in words; None where this way of going wrong is not open here."""
    if not isinstance(node, ast.stmt | ast.expr):
        return None
    again = copy.deepcopy(node)
    if not change(again):
        return None
    before = ast.unparse(node)
    after = ast.unparse(ast.fix_missing_locations(again))
    return f"{before.splitlines()[0][:100]} -> {after.splitlines()[0][:100]}" if after != before else None


def _compares(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARED):
        return False
    node.ops[0] = _COMPARED[type(node.ops[0])]()
    return True


def _reckons(node: ast.AST) -> bool:
    if not (isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _RECKONED):
        return False
    node.op = _RECKONED[type(node.op)]()
    return True


def _joins(node: ast.AST) -> bool:
    if not isinstance(node, ast.BoolOp):
        return False
    node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    return True


def _asks(node: ast.AST) -> bool:
    """The other branch; a comparison has mistakes of its own."""
    if not isinstance(node, ast.If | ast.IfExp | ast.While) or isinstance(node.test, ast.Compare | ast.BoolOp):
        return False
    node.test = ast.UnaryOp(ast.Not(), node.test)
    return True


def _states(node: ast.AST) -> bool:
    """Another number, no text, the opposite."""
    if not isinstance(node, ast.Constant) or node.value is None or node.value is Ellipsis:
        return False
    if isinstance(node.value, bool):
        node.value = not node.value
    elif isinstance(node.value, int):
        node.value += 1
    elif isinstance(node.value, str):
        node.value = "" if node.value else "XX"
    else:
        return False
    return True


def _returns(node: ast.AST) -> bool:
    """Nothing instead of a result; to who asks for True or False, nothing is False."""
    if not isinstance(node, ast.Return) or node.value is None or ast.unparse(node.value) == "False":
        return False
    node.value = ast.Constant(None)
    return True


def _leaves(node: ast.AST) -> bool:
    """A statement that is forgotten."""
    if not isinstance(node, ast.Expr) or isinstance(node.value, ast.Yield | ast.YieldFrom):
        return False
    node.value = ast.Constant(None)
    return True


_WAYS: tuple[Callable[[ast.AST], bool], ...] = (_compares, _reckons, _joins, _asks, _states, _returns, _leaves)
