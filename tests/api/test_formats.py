"""The list of formats over HTTP."""

from entrypoints.container import formats_read
from tests.api.client import Client


async def test_the_formats_that_are_read_are_listed(client: Client) -> None:
    """Each format has a name, a media type and the endings of its names."""
    response = await client.http.get("/api/format/")
    assert response.status_code == 200
    assert response.json()["items"] == [
        {"name": each.name, "media_type": each.media_type, "suffixes": list(each.suffixes)}
        for each in formats_read()
    ]


async def test_a_refusal_names_what_was_found_and_what_is_read(client: Client) -> None:
    """A file of another format gets a 415 that names its format and those that are read."""
    files = {"file": ("report.md", b"\x89PNG\r\n\x1a\n")}
    response = await client.http.post("/api/document/", files=files)
    assert response.status_code == 415
    detail = response.json()["detail"]
    assert detail.startswith("The file is a PNG image. Quoth reads ")
    assert all(each.name in detail for each in formats_read())
