"""The text of a document is never taken for a page, whatever it looks like."""

import pytest

from tests.api.client import Client

PAGES = [
    "<!doctype html><script>alert(1)</script>",
    "<html><body onload=alert(1)>",
    "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "<?xml version='1.0'?><x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
]


@pytest.mark.parametrize("text", PAGES)
@pytest.mark.parametrize("accept", ["text/html,*/*;q=0.8", "*/*"])
async def test_a_text_like_a_page_is_plain_text(client: Client, text: str, accept: str) -> None:
    """The text is sent as plain text that must not be sniffed, to a browser as well."""
    uploaded = await client.upload(text, filename="page.html.txt")
    address = f"/api/document/{uploaded.json()['document_id']}/content/"
    for path in (address, f"{address}?start=0&end=12"):
        response = await client.http.get(path, headers={"accept": accept})
        assert response.status_code == 200
        assert text.startswith(response.text)
        assert response.headers["content-type"] == "text/plain; charset=utf-8"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert "content-disposition" not in response.headers
