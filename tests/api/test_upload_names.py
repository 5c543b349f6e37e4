"""The names of uploaded files, in every form in which clients send them."""

import unicodedata
from urllib.parse import quote

import pytest

from tests.api.client import Client, problem_of

CAFE = "caf\u00e9.md"


async def send(client: Client, *parameters: bytes, content: bytes = b"text") -> tuple[int, str]:
    """Upload a file whose part has these parameters; return the status and the stored name."""
    response = await client.http.post(
        "/api/document/",
        content=b"--xxx\r\nContent-Disposition: "
        + b"; ".join([b"form-data", b'name="file"', *parameters])
        + b"\r\n\r\n"
        + content
        + b"\r\n--xxx--\r\n",
        headers={"content-type": "multipart/form-data; boundary=xxx"},
    )
    body = response.json()
    return response.status_code, body.get("filename", body.get("code"))


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ([b'filename="a.md"'], "a.md"),
        ([b"filename=a.md"], "a.md"),
        ([b'filename="alpha/settings.md"'], "alpha/settings.md"),
        ([rb'filename="alpha\settings.md"'], "alpha/settings.md"),
        ([b'filename="/etc/../notes/a.md"'], "notes/a.md"),
        ([f'filename="{CAFE}"'.encode()], CAFE),
        ([f'filename="{CAFE}"'.encode("latin-1")], CAFE),
        ([b'filename="5 \x80 \x96 cheap.md"'], "5 \u20ac \u2013 cheap.md"),
        ([unicodedata.normalize("NFD", f'filename="{CAFE}"').encode()], CAFE),
        ([b"filename*=UTF-8''caf%C3%A9.md"], CAFE),
        ([b"filename*=utf-8'en'alpha%2Fcaf%c3%a9.md"], f"alpha/{CAFE}"),
        ([b"filename*=ISO-8859-1''caf%E9.md"], CAFE),
        ([b"filename*=\"UTF-8''caf%C3%A9.md\""], CAFE),
        ([b'filename="cafe.md"', b"filename*=UTF-8''caf%C3%A9.md"], CAFE),
        ([b"filename*=UTF-8''caf%C3%A9.md", b'filename="cafe.md"'], CAFE),
        ([b'filename="cafe.md"', b"filename*=UTF-8''caf%E9.md"], "cafe.md"),
        ([b'filename="cafe.md"', b"filename*=rubbish"], "cafe.md"),
        ([b'filename="cafe.md"', b"filename*=utf-7''%2B2AA-.md"], "cafe.md"),
        ([b"filename*=''caf%C3%A9.md"], CAFE),
        ([b'filename="5%22 pump.md"'], '5" pump.md'),
        ([rb'filename="5\" pump.md"'], '5" pump.md'),
        ([b"filename*=UTF-8''5%22%20pump%0D%0A.md"], '5" pump.md'),
        ([b'filename="100%25.md"'], "100%25.md"),
        ([b"filename=\"a; filename*=UTF-8''b.md\""], "a; filename*=UTF-8''b.md"),
    ],
)
async def test_a_name_is_read_in_every_form(
    client: Client, parameters: list[bytes], name: str
) -> None:
    """Names in UTF-8, Latin-1 and RFC 5987 are read, with folders and without controls."""
    assert await send(client, *parameters) == (201, name)


@pytest.mark.parametrize(
    ("parameter", "code"),
    [
        (b"filename*=UTF-8''caf%E9.md", "invalid_request"),
        (b"filename*=klingon''caf%E9.md", "invalid_request"),
        (b"filename*=utf-7''%2B2AA-.md", "invalid_request"),
        (b"filename*=raw-unicode-escape''%5Cud800.md", "invalid_request"),
        (b"filename*=utf-16-le''%00%D8.md", "invalid_request"),
        (b"filename*=utf-8\0''a.md", "invalid_request"),
        (b"filename*=UTF-8''%ED%A0%80.md", "invalid_request"),
        (b"filename*=a.md", "file_missing"),
        (b'filename=""', "file_missing"),
        (b"filename*=UTF-8''", "file_missing"),
        (b"filename*=UTF-8''a.exe", "unsupported_file_type"),
    ],
)
async def test_a_name_that_cannot_be_read_is_refused(
    client: Client, parameter: bytes, code: str
) -> None:
    """A missing name, or one that cannot be decoded, is refused and nothing is stored."""
    assert (await send(client, parameter))[1] == code
    assert (await client.http.get("/api/document/")).json()["items"] == []


async def test_a_latin_1_name_does_not_change_the_content(client: Client) -> None:
    """The charset of the name has no effect on the text of the file."""
    text = "Grüße \u2013 5 \u20ac"
    parameter = 'filename="grüße.md"'.encode("latin-1")
    assert await send(client, parameter, content=text.encode()) == (201, "grüße.md")
    [document] = (await client.http.get("/api/document/")).json()["items"]
    content = await client.http.get(f"/api/document/{document['document_id']}/content/")
    assert content.text == text


async def test_equal_bytes_under_another_name_are_shown_with_all_names(client: Client) -> None:
    """A further name answers 200 with the same id, and is listed, found and searched."""
    first = await client.upload(filename="alpha/settings.md")
    second = await client.upload(filename="beta/settings.md")
    assert (first.status_code, second.status_code) == (201, 200)
    names = ["alpha/settings.md", "beta/settings.md"]
    assert first.json()["names"] == names[:1]
    assert second.json() == {**first.json(), "names": names}
    assert (await client.http.get(first.headers["location"])).json() == second.json()
    listed = await client.http.get("/api/document/", params={"filename": "*beta*"})
    assert listed.json()["items"] == [second.json()]
    body = {"query": "lighthouse", "filename": "beta/*"}
    [passage] = (await client.http.post("/api/search/", json=body)).json()["passages"]
    assert passage["filename"] == "beta/settings.md"


async def test_deleting_a_name_leaves_the_document_under_the_others(client: Client) -> None:
    """A deleted name is in no answer any more, cached or new; the last one ends the document."""
    created = await client.upload(filename="alpha.md")
    await client.upload(filename="beta.md")
    url = created.headers["location"]
    session = await client.create_session()
    assert "alpha.md" in (await client.ask(session, "Who built it?")).text
    receipt = await client.http.delete(url, params={"filename": "alpha.md"})
    assert receipt.json() == {
        "document_id": created.json()["document_id"],
        "deleted_documents": 0,
        "deleted_chunks": 0,
        "deleted_vectors": 0,
        "deleted_terms": 0,
        "deleted_cached_answers": 1,
        "deleted_bytes": 0,
    }
    assert (await client.http.get(url)).json()["names"] == ["beta.md"]
    again = await client.ask(await client.create_session(), "Who built it?")
    assert '"filename":"beta.md"' in again.text
    assert "alpha.md" not in again.text
    assert '"cached":false' in again.text
    last = await client.http.delete(url, params={"filename": "beta.md"})
    assert last.json()["deleted_chunks"] == 1
    assert problem_of(await client.http.get(url))["code"] == "document_not_found"


async def test_a_name_to_delete_is_read_like_an_uploaded_one(client: Client) -> None:
    """A name in NFD or with backslashes deletes the stored name."""
    for name in ("a.md", f"docs/{CAFE}"):
        created = await client.upload(filename=name)
    sent = unicodedata.normalize("NFD", f".\\docs\\{CAFE}")
    await client.http.delete(created.headers["location"], params={"filename": sent})
    assert (await client.http.get(created.headers["location"])).json()["names"] == ["a.md"]


@pytest.mark.parametrize(("name", "status"), [("nope.md", 404), ("*", 404), ("", 400)])
async def test_an_unknown_name_deletes_nothing(client: Client, name: str, status: int) -> None:
    """A name that the document does not have is refused, also a pattern and an empty one."""
    created = await client.upload()
    url = created.headers["location"]
    response = await client.http.delete(f"{url}?filename={quote(name)}")
    assert response.status_code == status
    assert problem_of(response)["code"] == (
        "name_not_found" if status == 404 else "invalid_request"
    )
    assert (await client.http.get(url)).json() == created.json()


async def test_deleting_the_document_deletes_all_its_names(client: Client) -> None:
    """Without a name, the document is deleted with every name."""
    created = await client.upload(filename="alpha.md")
    await client.upload(filename="beta.md")
    receipt = await client.http.delete(created.headers["location"])
    assert receipt.json()["deleted_chunks"] == 1
    assert (await client.http.get("/api/document/")).json()["items"] == []
