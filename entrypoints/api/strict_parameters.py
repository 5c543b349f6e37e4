"""Refuses query parameters and headers that the framework would read in a way nobody meant."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.params import HeaderParameter, QueryParameter
from litestar.typing import FieldDefinition

from domain.errors import InvalidInput


async def refuse_ambiguous_parameters(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """Refuse a parameter that is given twice, and the word null for a parameter that is no text.

    Raises:
        InvalidInput: Naming the parameter.
    """
    for field in handler.parsed_fn_signature.parameters.values():
        kind = field.kwarg_definition
        if not isinstance(kind, QueryParameter | HeaderParameter):
            continue
        name = kind.name or field.name
        in_query = isinstance(kind, QueryParameter)
        source = connection.query_params if in_query else connection.headers
        values = source.getall(name, [])
        if len(values) > 1 and not _is_list(field):
            raise InvalidInput(f"The request is not valid: {name} is given more than once.")
        if values and values[0].lower() == "null" and not _is_text(field):
            raise InvalidInput(
                f"The request is not valid: {name} is null: leave it out, or give it a value."
            )


def _is_list(field: FieldDefinition) -> bool:
    return field.is_non_string_collection or any(
        each.is_non_string_collection for each in field.inner_types
    )


def _is_text(field: FieldDefinition) -> bool:
    return field.annotation is str or any(each.annotation is str for each in field.inner_types)
