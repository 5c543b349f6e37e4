"""JSON on standard output, with the names of the API."""

import msgspec
from rich.console import Console


def print_json(console: Console, value: object) -> None:
    """Print one value over several lines."""
    text = msgspec.json.format(msgspec.json.encode(value)).decode()
    console.file.write(text + "\n")


def print_json_line(console: Console, value: object) -> None:
    """Print one value of several on a line of its own, and let a reader have it at once."""
    console.file.write(msgspec.json.encode(value).decode() + "\n")
    console.file.flush()
