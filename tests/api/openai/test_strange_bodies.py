"""Whatever is sent below /v1 is answered, or refused with the reason: nothing fails inside."""

from typing import Any
from urllib.parse import quote

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.api.openai.conftest import FakeServer

ID = "0" * 32
FIELDS = [
    "messages", "model", "stream", "stream_options", "include_usage", "role", "content", "type",
    "text", "input", "tools", "include", "store", "background", "filters", "key", "value",
    "query", "name", "file_ids", "file_id", "attributes", "metadata", "within",
    "max_num_results", "encoding_format", "dimensions", "previous_response_id", "collections",
    "format",
]  # fmt: skip
NAMES = st.sampled_from(FIELDS)
WORDS = st.sampled_from(["user", "quoth", "text", "eq", "file_search", f"vs_{ID}", f"file-{ID}"])
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
LEAVES = st.none() | st.booleans() | NUMBERS | WORDS
JSON = st.recursive(
    LEAVES | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(NAMES | st.text(max_size=3), inner, max_size=5)
    ),
    max_leaves=12,
)
ASKED: dict[str, object] = {
    "messages": [{"role": "user", "content": "Who?"}],
    "input": "Who?",
    "query": "Who?",
    "file_id": f"file-{ID}",
}
LIKELY = st.dictionaries(NAMES, JSON).map(lambda more: {**more, **ASKED})
PATHS = st.sampled_from(
    [
        "chat/completions",
        "responses",
        f"responses/resp_{ID}/cancel",
        "embeddings",
        "files",
        "vector_stores",
        f"vector_stores/vs_{ID}",
        f"vector_stores/vs_{ID}/search",
        f"vector_stores/vs_{ID}/files",
        f"vector_stores/vs_{ID}/files/file-{ID}",
    ]
)


def checked(response: httpx.Response) -> None:
    """Check that a response is no failure, and that an error is in the envelope."""
    assert response.status_code < 500, response.text
    if response.status_code >= 400:
        assert set(response.json()["error"]) == {"message", "type", "param", "code"}


def test_no_body_breaks_a_route(fake_server: FakeServer) -> None:
    """A body of any shape gets an answer, or an error of its own in the envelope."""
    with httpx.Client(base_url=f"{fake_server.address}/v1/", timeout=20) as http:

        @settings(max_examples=60)
        @given(PATHS, JSON | LIKELY)
        def check(path: str, body: Any) -> None:
            checked(http.post(path, json=body))

        check()


def test_no_id_breaks_a_route(fake_server: FakeServer) -> None:
    """An id of any form is not found."""
    kinds = st.sampled_from(["responses", "files", "vector_stores", "models"])
    ids = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
    with httpx.Client(base_url=f"{fake_server.address}/v1/", timeout=20) as http:

        @settings(max_examples=40)
        @given(kinds, ids | st.just(f"vs_{ID}"), st.sampled_from(["GET", "DELETE"]))
        def check(kind: str, id_: str, method: str) -> None:
            checked(http.request(method, f"{kind}/{quote(id_, safe='')}"))

        check()
