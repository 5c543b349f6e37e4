"""The certificate of a server that speaks TLS itself."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from domain.errors import Misconfigured
from entrypoints.asgi import check_certificate
from entrypoints.settings import Settings


def written(folder: Path, name: str, password: bytes | None = None) -> tuple[Path, Path]:
    """Write a certificate and its key, and return their paths."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "docs.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    encryption = (
        serialization.BestAvailableEncryption(password)
        if password
        else serialization.NoEncryption()
    )
    pem, private = folder / f"{name}.pem", folder / f"{name}.key"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)
    )
    return pem, private


def test_a_certificate_is_checked_before_the_start(tmp_path: Path) -> None:
    """A pair that belongs together is used; any other says what is wrong, and what it must be."""
    certificate, key = written(tmp_path, "one")
    check_certificate(Settings())
    check_certificate(Settings(tls_certificate=certificate, tls_key=key))
    _, other = written(tmp_path, "two")
    _, locked = written(tmp_path, "three", b"password")
    for wrong in (other, locked, certificate, tmp_path / "missing.key"):
        with pytest.raises(Misconfigured, match="QUOTH_TLS_KEY"):
            check_certificate(Settings(tls_certificate=certificate, tls_key=wrong))
