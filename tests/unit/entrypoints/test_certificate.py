"""The certificate of a server that speaks TLS itself."""

from pathlib import Path

import pytest

from domain.errors import Misconfigured
from entrypoints.asgi import check_certificate
from entrypoints.settings import Settings
from tests.support.certificates import write_certificate


def test_a_certificate_is_checked_before_the_start(tmp_path: Path) -> None:
    """A pair that belongs together is used; any other says what is wrong, and what it must be."""
    certificate, key = write_certificate(tmp_path, "one")
    check_certificate(Settings())
    check_certificate(Settings(tls_certificate=certificate, tls_key=key))
    _, other = write_certificate(tmp_path, "two")
    _, locked = write_certificate(tmp_path, "three", b"password")
    for wrong in (other, locked, certificate, tmp_path / "missing.key"):
        with pytest.raises(Misconfigured, match="QUOTH_TLS_KEY"):
            check_certificate(Settings(tls_certificate=certificate, tls_key=wrong))
