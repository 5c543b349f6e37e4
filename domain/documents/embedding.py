"""What of a chunk is embedded, and how many vectors a document may have."""

import re

from domain.documents.chunking import ChunkingPolicy
from domain.documents.chunks import Chunk

_HEAD = 32  # characters of such data that stay: its type is often in them

# Prose has a window for about 370 bytes, the same with every alphabet for 140 or more. A text of
# nothing but symbols has one for 90.
_BYTES_PER_WINDOW = 125
_LONGEST_PATH = 200  # characters of the headings; the inner ones stay
_LEAST_WINDOWS = 1000  # that a document may always have: seconds of work

# The alphabets of base64 and hex. Words and paths of 200 characters without any other character
# do not occur in texts. Pictures in Markdown are one run, keys and mail attachments are lines.
_DATA = re.compile(
    r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/=_-]{200,}"
    r"|(?<![^\n])(?:[A-Za-z0-9+/]{60,}\n){3,}[A-Za-z0-9+/]*={0,2}"
)


def embedded_text(chunk: Chunk) -> str:
    """Return the text of a chunk for embedding: its headings, then its content.

    Runs of encoded data are cut to their beginning: a picture of 300 kB would otherwise have more
    vectors than a book, all without a meaning.
    """
    titles = " › ".join(chunk.context.titles)[-_LONGEST_PATH:]
    content = _DATA.sub(lambda data: data.group()[:_HEAD], chunk.content)
    return f"{titles}\n{content}" if titles else content


def most_windows(max_bytes: int, policy: ChunkingPolicy) -> int:
    """Return the number of windows that a document may have: three times that of prose.

    Args:
        max_bytes: The largest size of a file.
        policy: The length of chunks. Each has a window or more, so small chunks have more.
    """
    new_tokens = policy.max_tokens - policy.overlap_tokens
    return _LEAST_WINDOWS + max_bytes * 100 // (_BYTES_PER_WINDOW * min(100, new_tokens))
