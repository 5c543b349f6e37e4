"""Whether pictures of text can be read."""

from importlib.util import find_spec

IS_INSTALLED = find_spec("rapidocr") is not None
"""Whether the extra `ocr` is installed."""
