"""Completes the framework's description of the API, so that it says what the server accepts."""

from dataclasses import dataclass, fields
from inspect import cleandoc
from typing import TYPE_CHECKING, Any

from litestar.openapi import OpenAPIConfig
from litestar.openapi.spec import (
    OpenAPI,
    OpenAPIResponse,
    OpenAPIType,
    Operation,
    Parameter,
    Reference,
    Schema,
    SecurityScheme,
)
from litestar.plugins import OpenAPISchemaPlugin
from litestar.typing import FieldDefinition
from msgspec import Meta, Struct

if TYPE_CHECKING:
    from litestar._openapi.schema_generation import SchemaCreator  # named by the plugin's protocol

# what `str.strip` removes: the `\s` of JavaScript and of JSON Schema differs from it
BLANK = r"\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

SOME_TEXT = rf"[^\x00{BLANK}]"
"""The pattern of a text that is not empty once blanks and NUL characters are removed."""


BY_KEY = SecurityScheme(
    type="http", scheme="bearer", description="A key, unless none was made and the server is local."
)
"""How requests say who sent them."""


def says(**schema: object) -> Meta:
    """Return what the schema of a field says without checking it: the domain does, with a code."""
    return Meta(extra_json_schema={"extra": schema})


class WireTypes(OpenAPISchemaPlugin):
    """Describes wire types with their docstrings, and says which of them refuse unknown fields."""

    def is_plugin_supported_field(self, field_definition: FieldDefinition) -> bool:
        """Return whether a field is a wire type."""
        return not field_definition.is_union and field_definition.is_subclass_of(Struct)

    def to_openapi_schema(
        self, field_definition: FieldDefinition, schema_creator: "SchemaCreator"
    ) -> Schema:
        """Return the framework's description, completed."""
        framework = next(
            each
            for each in schema_creator.plugins
            if isinstance(each, OpenAPISchemaPlugin)
            and each is not self
            and each.is_plugin_supported_field(field_definition)
        )
        schema = framework.to_openapi_schema(field_definition, schema_creator)
        wire_type = field_definition.origin or field_definition.annotation
        schema.description = cleandoc(wire_type.__doc__)
        if wire_type.__struct_config__.forbid_unknown_fields:
            schema.additional_properties = False
        return schema


@dataclass
class Described(OpenAPIConfig):
    """Describes the API when that is first asked for: few who start a server ask."""

    def to_openapi_schema(self) -> OpenAPI:
        """Return the description without its paths, which the framework adds."""
        begun = super().to_openapi_schema()
        return _Description(**{each.name: getattr(begun, each.name) for each in fields(begun)})


@dataclass
class _Description(OpenAPI):
    def to_schema(self) -> dict[str, Any]:
        complete(self)
        return super().to_schema()


def complete(description: OpenAPI) -> None:
    """Say that optional parameters can be left out and are never null, and what a stream sends."""
    for path in (description.paths or {}).values():
        for each in fields(path):
            operation = getattr(path, each.name)
            if isinstance(operation, Operation):
                _complete(operation)


def _complete(operation: Operation) -> None:
    for parameter in operation.parameters or []:
        if isinstance(parameter, Parameter):
            parameter.schema = _never_null(parameter.schema)
    for status, response in (operation.responses or {}).items():
        if isinstance(response, OpenAPIResponse) and status == "204":
            response.content = None
        content = response.content if isinstance(response, OpenAPIResponse) else None
        stream = (content or {}).get("text/event-stream")
        if stream is not None:
            stream.schema = _server_sent(stream.schema)


def _server_sent(data: Schema | Reference | None) -> Schema:
    """Return the schema of a server-sent event with this JSON as its data."""
    text = Schema(
        type=OpenAPIType.STRING, content_media_type="application/json", content_schema=data
    )
    number = Schema(type=OpenAPIType.STRING, pattern="^[1-9][0-9]*$")
    return Schema(
        type=OpenAPIType.OBJECT, properties={"id": number, "data": text}, required=["data", "id"]
    )


def _never_null(schema: Schema | Reference | None) -> Schema | Reference | None:
    if not isinstance(schema, Schema) or schema.one_of is None:
        return schema
    [value] = [
        each
        for each in schema.one_of
        if isinstance(each, Reference) or each.type is not OpenAPIType.NULL
    ]
    if isinstance(value, Schema):
        for each in fields(schema):
            stated = getattr(schema, each.name)
            if stated is not None and each.name != "one_of":
                setattr(value, each.name, stated)
    return value
