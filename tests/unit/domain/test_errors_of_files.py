"""Errors of files, before and after their bytes are stored."""

import pytest

from domain.errors import InvalidInput, files, of_stored_file

KINDS = [each for each in vars(files).values() if isinstance(each, type)]


@pytest.mark.parametrize("kind", [each for each in KINDS if each is not InvalidInput])
def test_of_a_stored_file_no_error_says_that_nothing_was_stored(kind: type[InvalidInput]) -> None:
    """The kind and the reason stay, and what is said of the bytes is true."""
    error = kind()
    assert "othing was stored" in error.message
    stored = of_stored_file(error)
    assert (type(stored), stored.code) == (kind, error.code)
    assert "othing was stored" not in stored.message
    assert "nothing of it can be found" in stored.message
    assert stored.message.partition("nothing")[0] == error.message.partition("nothing")[0]
