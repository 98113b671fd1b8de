"""YAML as untrusted text: plain values only, and the line and column of each of them.

PyYAML's safe loader composes the tree; we build the values ourselves so that every place is known, a key that
stands twice is refused and an alias bomb stays small.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from listing_rules.errors import RuleFileError

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_VALUES", "Document", "Pointer", "parse_yaml", "read_bytes", "read_yaml"]

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 40
MAX_VALUES = 200_000

Pointer: TypeAlias = tuple[str | int, ...]
_TOO_DEEP = f"is nested deeper than {MAX_DEPTH} levels"
_MAP = "tag:yaml.org,2002:map"
_SEQ = "tag:yaml.org,2002:seq"
_TIMESTAMP = "tag:yaml.org,2002:timestamp"
_Base: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Document:
    """A parsed file: its value, and where each part of it stands (line and column, from 1).

    `known`: a file of the same content was found right before. It is not looked at again, and has no `marks`.
    """

    file: str
    value: Any
    marks: Mapping[Pointer, tuple[int, int]]
    known: bool = False

    def error(self, message: str, at: Pointer = ()) -> RuleFileError:
        """An error at this place, or at the nearest place above it that the file holds."""
        marks = read_yaml(Path(self.file)).marks if self.known else self.marks
        while at and at not in marks:
            at = at[:-1]
        line, column = marks.get(at, (1, 1))
        return RuleFileError(message, file=self.file, line=line, column=column)


def read_bytes(path: Path) -> bytes:
    """A file's content; RuleFileError where it cannot be read or is too large."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MAX_BYTES else b""
    except OSError as error:
        raise RuleFileError(f"cannot be read: {error.strerror or error}", file=str(path)) from None
    if size > MAX_BYTES:
        raise RuleFileError(f"is {size:,} bytes; at most {MAX_BYTES:,} are read", file=str(path))
    return data


def read_yaml(path: Path) -> Document:
    """Read a file; RuleFileError says where and why it cannot be."""
    data = read_bytes(path)
    try:
        return parse_yaml(data.decode("utf-8-sig"), str(path))
    except UnicodeDecodeError as error:
        raise RuleFileError(f"is not UTF-8 (byte {error.start})", file=str(path)) from None


def parse_yaml(text: str, file: str) -> Document:
    """Parse one YAML document into dicts, lists, text, numbers, booleans and None; dates are text."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        builder = _Builder(loader, file)
        return Document(file, None if node is None else builder.build(node, ()), builder.marks)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (None, None)
        problem = error.problem if error.problem == _TOO_DEEP else f"is not YAML: {error.problem or 'it ends here'}"
        raise RuleFileError(problem, file=file, line=place[0], column=place[1]) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        if isinstance(error, RuleFileError):
            raise
        raise RuleFileError(f"is not YAML: {str(error).splitlines()[0]}", file=file) from None
    finally:
        loader.dispose()


class _Loader(_Base):  # type: ignore[misc, valid-type]  # whichever of the two is there
    """Stops at what is nested too deeply: libyaml takes time that grows with the square of the depth, and would run out
    of stack. It asks for a resolver on its way into each node and back."""

    _depth = 0

    def descend_resolver(self, parent: yaml.Node | None, index: object) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH + 1 and parent is not None:
            raise yaml.MarkedYAMLError(problem=_TOO_DEEP, problem_mark=parent.start_mark)

    def ascend_resolver(self) -> None:
        self._depth -= 1


class _Builder:
    """Turns composed nodes into values and remembers where each stood."""

    def __init__(self, loader: yaml.SafeLoader, file: str) -> None:
        self.loader = loader
        self.file = file
        self.marks: dict[Pointer, tuple[int, int]] = {}

    def build(self, node: yaml.Node, at: Pointer) -> Any:
        self._remember(node, at)
        if isinstance(node, yaml.MappingNode) and node.tag == _MAP:
            return self._mapping(node, at)
        if isinstance(node, yaml.SequenceNode) and node.tag == _SEQ:
            return [self.build(child, (*at, index)) for index, child in enumerate(node.value)]
        return self._scalar(node)

    def _remember(self, node: yaml.Node, at: Pointer) -> None:
        if len(at) > MAX_DEPTH:
            raise self._error(node, _TOO_DEEP)
        if len(self.marks) >= MAX_VALUES:
            raise self._error(node, f"holds more than {MAX_VALUES:,} values once its aliases are expanded")
        self.marks[at] = (node.start_mark.line + 1, node.start_mark.column + 1)

    def _mapping(self, node: yaml.MappingNode, at: Pointer) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = self._scalar(key_node) if isinstance(key_node, yaml.ScalarNode) else None
            if not isinstance(key, str):
                raise self._error(key_node, "a key must be text; put it in quotes")
            if key in values:
                raise self._error(key_node, f"the key {key!r} stands twice")
            values[key] = self.build(value_node, (*at, key))
        return values

    def _scalar(self, node: yaml.Node) -> Any:
        if node.tag == _TIMESTAMP:
            return node.value  # dates stay text, as in JSON
        constructor = _Loader.yaml_constructors.get(node.tag)
        if constructor is None or not isinstance(node, yaml.ScalarNode):
            raise self._error(node, f"the tag {node.tag!r} is not known; plain values only")
        return constructor(self.loader, node)

    def _error(self, node: yaml.Node, message: str) -> RuleFileError:
        mark = node.start_mark
        return RuleFileError(message, file=self.file, line=mark.line + 1, column=mark.column + 1)
