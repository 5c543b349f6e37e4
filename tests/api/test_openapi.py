"""The description of the API: what it says of requests is what the server accepts."""

import re
from pathlib import Path
from typing import Any

import pytest

from entrypoints.api.openapi import SOME_TEXT
from tests.api.client import Client


@pytest.fixture
async def schema(client: Client) -> Any:
    return (await client.http.get("/schema/openapi.json")).json()


def operations_of(schema: Any) -> list[Any]:
    return [each for path in schema["paths"].values() for each in path.values()]


def test_everything_is_described(schema: Any) -> None:
    """Every operation, parameter and type has a description."""
    for operation in operations_of(schema):
        assert operation["description"]
        for parameter in operation.get("parameters", []):
            assert parameter["in"] == "path" or parameter["description"]
    for name, component in schema["components"]["schemas"].items():
        assert component["description"], name


def test_every_operation_names_its_errors(schema: Any) -> None:
    """Every operation names the codes that any request can lead to."""
    for operation in operations_of(schema):
        responses = {status: each["description"] for status, each in operation["responses"].items()}
        assert "`invalid_request`" in responses["400"]
        assert responses["421"] == "`host_not_served`"
        assert "`internal_error`" in responses["500"]


def test_the_guide_lists_every_error(schema: Any) -> None:
    """The codes and statuses in the guide are those of the schema."""
    # these come from the router and from below the application
    described = {
        (404, "not_found"),
        (405, "method_not_allowed"),
        (408, "request_timed_out"),
    }
    for operation in operations_of(schema):
        for status, response in operation["responses"].items():
            if "application/problem+json" in response.get("content", {}):
                codes = re.findall(r"`(\w+)`", response["description"])
                described |= {(int(status), code) for code in codes}
    guide = (Path(__file__).parents[2] / "docs" / "guide.md").read_text()
    listed = re.findall(r"^\| (\d{3}) \| `(\w+)` \|", guide, re.MULTILINE)
    assert {(int(status), code) for status, code in listed} == described


def test_optional_parameters_are_never_null(schema: Any) -> None:
    """A parameter can be left out, but there is no way to send null."""
    for operation in operations_of(schema):
        for parameter in operation.get("parameters", []):
            assert "oneOf" not in parameter["schema"], parameter


def test_limits_are_stated(schema: Any) -> None:
    """Least and largest values, lengths and formats stand in the schema."""
    components = schema["components"]["schemas"]
    stated = {
        parameter["name"]: parameter["schema"]
        for operation in operations_of(schema)
        for parameter in operation.get("parameters", [])
    }
    for name in ("after", "start", "end", "Last-Event-ID"):
        assert stated[name]["minimum"] == 0
    assert (stated["limit"]["minimum"], stated["limit"]["maximum"]) == (1, 200)
    assert stated["cursor"]["format"] == "uuid"
    assert stated["Idempotency-Key"]["pattern"] == "^[!-~]{1,255}$"
    texts = {"ChatRequest": "message", "SearchBody": "query", "SessionChange": "title"}
    for name, field in texts.items():
        assert components[name]["additionalProperties"] is False
        assert components[name]["properties"][field]["pattern"] == SOME_TEXT
    form = schema["paths"]["/api/document"]["post"]["requestBody"]["content"]["multipart/form-data"]
    assert form["schema"]["additionalProperties"] is False


def test_a_text_is_described_as_the_server_reads_it() -> None:
    """The pattern of a text finds something exactly where removing blanks leaves something."""
    for code in range(0x11000):
        character = chr(code)
        left = character.replace("\0", "").strip()
        assert bool(re.search(SOME_TEXT, character)) == bool(left), hex(code)
    assert re.search(SOME_TEXT, " \0x ")
    assert not re.search(SOME_TEXT, "")
