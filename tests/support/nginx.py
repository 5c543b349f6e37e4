"""nginx with the files of docs/deployment, in front of whatever listens on the ports of a test."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pytest

from tests.support.certificates import write_certificate

FILES = Path(__file__).parents[2] / "docs" / "deployment" / "nginx"
INSTALLED = "/etc/nginx/quoth"
SECONDS = 30.0
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin")

needs_nginx = pytest.mark.skipif(NGINX is None, reason="needs nginx: `apt-get install nginx`")

MAIN = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{}}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    gzip on;
    gzip_types text/event-stream;
    include {folder}/site.conf;
}}
"""


class Nginx:
    """Starts on entry, once it listens; stops on exit.

    Attributes:
        base_url: Where it listens.
        plain: The socket that stands for port 80, beside TLS.
    """

    def __init__(self, folder: Path, port: int, upstreams: Sequence[int], site: str) -> None:
        """Write the configuration: the installed one with other ports and paths.

        Args:
            folder: A folder for it, which is made.
            port: The port of 127.0.0.1 to listen on, in place of 80 or 443.
            upstreams: The ports of the servers.
            site: The file of docs/deployment/nginx that has the `server`.
        """
        self.port = port
        self.base_url = f"{'https' if site == 'https.conf' else 'http'}://127.0.0.1:{port}"
        self.plain = folder / "plain.sock"
        self.folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        folder.mkdir(parents=True)
        folder.chmod(0o755)
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user))
        _, key = write_certificate(folder, "certificate")
        key.rename(folder / "key.pem")
        self._copy("proxy.conf", "proxy.conf")
        self._copy(site, "site.conf")
        text = (FILES / "upstream.conf").read_text()
        [line, *_] = re.findall(r" *server 127\.0\.0\.1:8001.*\n", text)
        servers = "".join(line.replace(":8001", f":{each}") for each in upstreams)
        (folder / "upstream.conf").write_text(re.sub(r"( *server .*\n)+", servers, text))

    def _copy(self, name: str, to: str) -> None:
        text = (FILES / name).read_text().replace(INSTALLED, str(self.folder))
        text = re.sub(r" *listen \[::\].*\n", "", text)
        if "listen 443 " in text:
            text = text.replace("listen 80;", f"listen unix:{self.plain};")
            text = text.replace("listen 443 ", f"listen 127.0.0.1:{self.port} ")
        text = text.replace("listen 80;", f"listen 127.0.0.1:{self.port};")
        (self.folder / to).write_text(text)

    def __enter__(self) -> Self:
        assert NGINX is not None
        command = [NGINX, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        command += ["-e", str(self.folder / "error.log")]
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)  # noqa: S603 - our own command
        assert checked.returncode == 0, checked.stderr
        self._process = subprocess.Popen(command)  # noqa: S603 - our own command
        deadline = time.monotonic() + SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
            except OSError:
                assert time.monotonic() < deadline, (self.folder / "error.log").read_text()
                time.sleep(0.05)
            else:
                return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait(SECONDS)
