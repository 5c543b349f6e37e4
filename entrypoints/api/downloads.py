"""The headers of files that are downloaded. Whatever they contain, nothing of it runs here."""

import re
from pathlib import PurePosixPath
from urllib.parse import quote

DOWNLOAD_HEADERS = {
    "Accept-Ranges": "bytes",
    # a page that is opened although it is an attachment has an origin of its own, and no scripts
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    # a deleted document is not served from a cache
    "Cache-Control": "private, no-cache",
}

_NOT_PLAIN = re.compile(r"[^ !#$&+.0-9A-Z^_`a-z{}~()\[\],;=@-]")
_ATTR_CHAR = "!#$&+-.^_`|~"


def attachment(name: str) -> str:
    """Return `Content-Disposition` for a file with this name, without its folders (RFC 6266)."""
    last = PurePosixPath(name).name
    plain = _NOT_PLAIN.sub("_", last)
    if plain == last:
        return f'attachment; filename="{plain}"'
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(last, safe=_ATTR_CHAR)}"
