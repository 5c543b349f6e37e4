"""Text that can be stored and sent."""


def storable(text: str) -> str:
    """Return a text that every store and every stream takes: without NUL and half characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
