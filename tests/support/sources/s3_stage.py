"""A bucket of a local S3 service."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from adapters.document_sources.s3_bucket import S3Source
from tests.support.sources.stage import Stage

BUCKET = "birds"


class S3Stage(Stage):
    """A bucket, and the client that changes it."""

    def __init__(self, prefix: str = "") -> None:
        self.client: Any = boto3.client("s3")
        self.client.create_bucket(Bucket=BUCKET)
        self.source = S3Source(BUCKET, prefix)

    def write(self, path: str, content: bytes) -> None:
        self.client.put_object(Bucket=BUCKET, Key=path, Body=content)

    def delete(self, path: str) -> None:
        self.client.delete_object(Bucket=BUCKET, Key=path)

    def vanish(self) -> None:
        if not any(each["Name"] == BUCKET for each in self.client.list_buckets()["Buckets"]):
            return
        for each in self.client.list_objects_v2(Bucket=BUCKET).get("Contents", ()):
            self.delete(each["Key"])
        self.client.delete_bucket(Bucket=BUCKET)


@contextmanager
def s3_service() -> Iterator[None]:
    """Start an S3 service on this machine, and name it in the environment."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # it logs every request
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "heron",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "us-east-1",
        }.items():
            patch.setenv(name, value)
        try:
            yield
        finally:
            server.stop()
