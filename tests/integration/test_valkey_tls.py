"""Valkey behind TLS."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from domain.errors import Unavailable
from tests.support.serving import serving
from tests.support.valkey_server import ValkeyProcess, connected


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A file with the certificate of 127.0.0.1, which only it itself has signed, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "valkey")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "valkey.pem"
    file.write_bytes(
        signed.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return file


@asynccontextmanager
async def behind_tls(port: int, certificate: Path) -> AsyncIterator[int]:
    """Pass on what comes over TLS to a port, and yield the port of that."""

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while piece := await reader.read(65536):
                writer.write(piece)
        except OSError:
            pass  # one end is gone, and the other one with it
        finally:
            writer.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            await asyncio.gather(pass_on(reader, inner_writer), pass_on(inner_reader, writer))
        finally:
            inner_writer.close()

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    async with serving(serve, tls=context) as outside:
        yield outside


async def test_valkey_is_reached_over_tls(valkey_process: ValkeyProcess, certificate: Path) -> None:
    """A server whose certificate a named authority has signed is used, and no other one."""
    async with behind_tls(valkey_process.port, certificate) as port:
        address = f"valkeys://127.0.0.1:{port}/0"
        async with connected(f"{address}?ssl_ca_certs={certificate}") as valkey:
            assert (await valkey.describe()).startswith("Valkey ")
        async with connected(address) as stranger:
            with pytest.raises(Unavailable, match="certificate"):
                await stranger.check()
