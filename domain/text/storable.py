"""Text that can be stored and sent."""


def storable(text: str) -> str:
    """Return a text that every store and every stream takes: without NUL and half characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def storable_json(value: object) -> object:
    """Return a value of JSON whose texts and names are all storable."""
    match value:
        case str():
            return storable(value)
        case dict():
            return {storable(name): storable_json(each) for name, each in value.items()}
        case list():
            return [storable_json(each) for each in value]
    return value
