"""A bucket of an S3-compatible service as a source of documents."""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from adapters.document_sources.ignore_rules import IGNORE_FILE, IgnoreRules
from application.ports.document_source import DocumentSource, Fetched
from application.ports.upload_files import UploadFile
from domain.documents.filenames import nfc
from domain.errors import ItemUnreadable, Misconfigured, QuothError, SourceUnavailable
from domain.syncing.items import Listing, PassedOver, SourceItem

PIECE_BYTES = 1024 * 1024
_LASTING = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.GONE)


class S3Source(DocumentSource):
    """Lists the objects of a bucket, or those under a prefix. Their tokens are their ETags.

    The address of the service, the region and the credentials come from where every client of S3
    takes them: AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID and others, the files in ~/.aws, or the role of
    the machine. Without credentials, requests are anonymous.
    """

    def __init__(self, bucket: str, prefix: str = "", page_size: int = 1_000) -> None:
        """Read a bucket.

        Args:
            bucket: The name of the bucket.
            prefix: The folder in it; empty for all of it.
            page_size: How many objects are asked for at a time.
        """
        self._bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self._page_size = page_size
        self._client: Any = None

    async def list(self) -> Listing:
        """Return the objects of the bucket."""
        return await asyncio.to_thread(self._list)

    async def fetch(self, item: SourceItem, known_token: str | None, file: UploadFile) -> Fetched:
        """Write an object."""
        if item.token == known_token:
            return Fetched(item.token, modified=False)
        with _errors(ItemUnreadable, "The service does not give this object"):
            client = await asyncio.to_thread(self._connected)
            found = await asyncio.to_thread(client.get_object, Bucket=self._bucket, Key=item.key)
            with closing(found["Body"]) as body:
                while piece := await asyncio.to_thread(body.read, PIECE_BYTES):
                    await file.write(piece)
        return Fetched(found["ETag"])

    def _list(self) -> Listing:
        found: list[dict[str, Any]] = []
        rules = IgnoreRules()
        with _errors(SourceUnavailable, f"The bucket {self._bucket} cannot be listed"):
            pages = (
                self._connected()
                .get_paginator("list_objects_v2")
                .paginate(
                    Bucket=self._bucket,
                    Prefix=self._prefix,
                    PaginationConfig={"PageSize": self._page_size},
                )
            )
            for each in (each for page in pages for each in page.get("Contents", ())):
                found.append(each)
                folder, _, name = self._path(each).rpartition("/")
                if name == IGNORE_FILE:
                    rules.add(folder, self._lines(each["Key"]))
        return self._listing(found, rules)

    def _listing(self, found: Iterable[dict[str, Any]], rules: IgnoreRules) -> Listing:
        items: dict[str, SourceItem] = {}
        passed_over = []
        for each in found:
            path = self._path(each)
            if path.endswith("/") or not path or rules.leave_out_within(path):
                continue  # what ends with a slash stands for a folder
            if path in items:
                reason = "another object has the same name in Unicode"
                passed_over.append(PassedOver(path, reason))
            else:
                items[path] = SourceItem(path, each["Key"], each["ETag"], each["Size"])
        return Listing(tuple(items.values()), tuple(passed_over))

    def _path(self, found: dict[str, Any]) -> str:
        return nfc(found["Key"].removeprefix(self._prefix))

    def _lines(self, key: str) -> Iterable[str]:
        """Return the lines of an object that says what is left out."""
        content: bytes = self._connected().get_object(Bucket=self._bucket, Key=key)["Body"].read()
        return content.decode("utf-8-sig", errors="replace").splitlines()

    def _connected(self) -> Any:
        try:
            import boto3
            from botocore import UNSIGNED
            from botocore.config import Config
        except ImportError as exc:
            raise Misconfigured(
                "Reading buckets needs the extra `s3`: install quoth[s3]. Nothing was changed."
            ) from exc
        if self._client is None:
            session = boto3.session.Session()
            options: dict[str, Any] = {"connect_timeout": 10, "read_timeout": 60}
            if session.get_credentials() is None:
                options["signature_version"] = UNSIGNED
            config = Config(retries={"total_max_attempts": 3, "mode": "standard"}, **options)
            self._client = session.client("s3", config=config)
        return self._client


def bucket_at(address: str) -> tuple[str, str, str]:
    """Return the bucket, the prefix and a name, from `s3://bucket/prefix`."""
    parts = urlsplit(address)
    prefix = parts.path.strip("/")
    return parts.netloc, prefix, prefix.rpartition("/")[2] or parts.netloc


@contextmanager
def _errors(kind: type[QuothError], what: str) -> Iterator[None]:
    """Convert the errors of the client, naming their codes and not their requests."""
    try:
        yield
    except QuothError:
        raise
    except Exception as exc:
        response = getattr(exc, "response", {})
        code = response.get("Error", {}).get("Code") or type(exc).__name__
        status = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        if status not in _LASTING:  # it may be gone in a moment
            kind = SourceUnavailable
        raise kind(f"{what} ({code}). Nothing was changed.") from exc
