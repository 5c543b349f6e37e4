"""The error tree: drawn as it is, with a stable name and a sentence for everything."""

import re
from collections.abc import Iterator

import pytest

from domain import errors
from domain.errors import QuothError, RateLimited
from entrypoints.api import request_errors


def tree(error: type[QuothError], depth: int = 0) -> Iterator[tuple[int, str]]:
    """Yield each class of the tree with its depth, as it stands in the module."""
    yield depth, error.__name__
    for subclass in error.__subclasses__():
        if subclass.__module__ == errors.__name__:
            yield from tree(subclass, depth + 1)


def drawn() -> Iterator[tuple[int, str]]:
    """Yield each class of the drawing with its depth."""
    for line in (errors.__doc__ or "").splitlines():
        if match := re.match(r"    ([│├└─ ]*)([A-Z]\w+)(\s{2,}|$)", line):
            yield len(match[1]) // 4, match[2]


CLASSES = [
    *(getattr(errors, name) for _, name in tree(QuothError)),
    *(request_errors.RequestTooLarge, request_errors.FileMissing, request_errors.CrossOrigin),
]


def test_the_drawing_matches_the_classes() -> None:
    """The tree at the top of the module names every class, in its place and order."""
    assert list(drawn()) == list(tree(QuothError))
    assert len(CLASSES) > 20


def test_every_code_is_one_error_s_own() -> None:
    """A client can tell each error by its code, which is a lower-case name."""
    codes = [error.code for error in CLASSES]
    assert sorted(set(codes)) == sorted(codes)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", code) for code in codes)
    assert all("code" in vars(error) for error in CLASSES)


@pytest.mark.parametrize("error", CLASSES)
def test_every_error_has_a_sentence_for_people(error: type[QuothError]) -> None:
    """An error raised without words of its own says what its class says: one line, a sentence."""
    assert "__doc__" in vars(error)
    assert error.__doc__
    if "__init__" in vars(error) and error is not QuothError:
        return  # says what its arguments say
    message = error().message
    assert message == " ".join(error.__doc__.split())
    assert re.fullmatch(r"[A-Z].*[.]", message)


def test_words_of_its_own_take_the_place_of_the_default() -> None:
    """A message that knows more than the class is the one that is read."""
    assert errors.ProcessingFailed("The disk is full.").message == "The disk is full."


def test_a_rate_limited_client_is_told_when_to_come_back() -> None:
    """The seconds to wait are in the message and beside it."""
    error = RateLimited(17)
    assert error.retry_after == 17
    assert "17 s" in error.message
