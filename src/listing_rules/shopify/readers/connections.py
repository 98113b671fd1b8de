"""GraphQL connections: the nodes of `edges`, `nodes` or a plain list, each with its place."""

from __future__ import annotations

from msgspec import UnsetType

from listing_rules.shopify.product import Known
from listing_rules.shopify.readers.graphql_bodies import Connection, Many, T

__all__ = ["nodes"]


def nodes(many: Many[T], pointer: str) -> tuple[Known[list[tuple[str, T]]], bool]:
    """The nodes with their pointers, and whether they are all there."""
    if many is None or isinstance(many, UnsetType):
        return many, many is None
    if isinstance(many, list):
        return [(f"{pointer}/{place}", item) for place, item in enumerate(many) if item is not None], True
    if many.nodes is not None:
        found = [(f"{pointer}/nodes/{place}", item) for place, item in enumerate(many.nodes) if item is not None]
        return found, _is_last_page(many)
    edges = [(f"{pointer}/edges/{place}/node", edge) for place, edge in enumerate(many.edges or [])]
    return [(place, edge.node) for place, edge in edges if edge is not None and edge.node is not None], _is_last_page(
        many
    )


def _is_last_page(connection: Connection[T]) -> bool:
    if connection.nodes is None and connection.edges is None:
        return False
    return connection.page_info is None or not connection.page_info.has_next_page
