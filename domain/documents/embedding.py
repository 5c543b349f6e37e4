"""What of a chunk is embedded, and how many vectors a text may have."""

from collections.abc import Sequence

from domain.documents.chunking import ChunkingPolicy
from domain.documents.chunks import Chunk
from domain.text.encoded_data import ENCODED_DATA

_HEAD = 32  # characters of such a run that stay

# Prose has a window for about 370 bytes, the same with every alphabet for 140 or more. A text of
# nothing but symbols has one for 90.
_BYTES_PER_WINDOW = 125
# half of that, to be sure
_LEAST_BYTES_PER_WINDOW = 45
_LONGEST_PATH = 200  # characters of the headings; the inner ones stay
_SMALL_TEXT = 1024 * 1024  # bytes; up to this size all have the same limit: seconds of work


def embedded_text(chunk: Chunk) -> str:
    """Return the text of a chunk for embedding: its headings, then its content.

    Of long runs without a blank, the beginning is left: a sequence of 300,000 bases would otherwise
    have more vectors than a book, all without a meaning.
    """
    titles = " › ".join(chunk.context.titles)[-_LONGEST_PATH:]
    content = ENCODED_DATA.sub(lambda data: data.group()[:_HEAD], chunk.content)
    return f"{titles}\n{content}" if titles else content


def size_of(chunks: Sequence[Chunk]) -> int:
    """Return the size in UTF-8 of the text that was cut into these chunks, without overlaps."""
    size = end = 0
    for chunk in chunks:
        size += _bytes(chunk.content[end - chunk.char_start :])
        end = chunk.char_end
    return size


def most_windows(size: int, policy: ChunkingPolicy) -> int:
    """Return the number of windows that a text may have: three times that of prose of its size.

    Args:
        size: The size of the text in UTF-8. A small text may have as many as one of 1 MiB.
        policy: The length of chunks. Each has a window or more, so small chunks have more.
    """
    new_tokens = policy.max_tokens - policy.overlap_tokens
    return max(size, _SMALL_TEXT) * 100 // (_BYTES_PER_WINDOW * min(100, new_tokens))


def may_exceed(texts: Sequence[str], most: int) -> bool:
    """Return whether texts may have more than `most` windows, which only the embedder can count."""
    return len(texts) + sum(map(_bytes, texts)) // _LEAST_BYTES_PER_WINDOW > most


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
