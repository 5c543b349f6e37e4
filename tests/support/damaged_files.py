"""Damaged copies of files, and reading many of them in one parser process."""

import random
from collections.abc import Iterator
from pathlib import Path

from adapters.file_formats.read_file import read_file
from domain.errors import InvalidInput


def damaged(content: bytes, seed: int = 1) -> Iterator[bytes]:
    """Yield copies of a content: cut short, with wrong bytes, without a piece, with one twice."""
    chance = random.Random(seed)  # noqa: S311 - damage, not secrets
    size = len(content)
    yield from (content[:length] for length in (1, 2, 4, 8, 20, 100, size // 2, size - 1))
    for _ in range(20):
        yield content[: chance.randrange(1, size)]
    for count in (1, 1, 1, 1, 3, 3, 10, 30) * 4:
        copy = bytearray(content)
        for _ in range(count):
            copy[chance.randrange(size)] = chance.choice(
                (0, 0x20, 0x7F, 0xFF, chance.randrange(256))
            )
        yield bytes(copy)
    for _ in range(10):
        start = chance.randrange(size)
        stop = min(size, start + chance.randrange(1, 200))
        yield content[:start] + content[stop:]
        yield content[:stop] + content[start:]
    yield content + content
    yield bytes(size)
    yield b"\xff" * size


def read_each(folder: str, filename: str) -> list[str]:
    """Read every file of a folder under a name, and return what went wrong in an unknown way."""
    wrong: list[str] = []
    for path in sorted(Path(folder).iterdir()):
        try:
            text = read_file(str(path), filename).text
            if not text.strip() or not {"\0", "\r"}.isdisjoint(text):
                wrong.append(f"{path.name}: a text that cannot be stored")
            text.encode()
        except InvalidInput as exc:
            if not exc.message:
                wrong.append(f"{path.name}: no reason")
        except Exception as exc:  # noqa: BLE001 - each is reported
            wrong.append(f"{path.name}: {exc!r:.300}")
    return wrong
