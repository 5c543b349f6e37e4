"""The error tree: its drawing, its codes and its messages."""

import re
from collections.abc import Iterator

import pytest

from domain import errors
from domain.errors import QuothError, RateLimited
from entrypoints.api import request_errors


def tree(error: type[QuothError], depth: int = 0) -> Iterator[tuple[int, str]]:
    """Yield each class of the tree with its depth, in the module's order."""
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
    request_errors.HostNotServed,
]


def test_the_drawing_matches_the_classes() -> None:
    """The drawing at the top of the module matches the classes, in order."""
    assert list(drawn()) == list(tree(QuothError))
    assert len(CLASSES) > 20


def test_every_code_is_one_error_s_own() -> None:
    """Every error has its own lower-case code."""
    codes = [error.code for error in CLASSES]
    assert sorted(set(codes)) == sorted(codes)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", code) for code in codes)
    assert all("code" in vars(error) for error in CLASSES)


@pytest.mark.parametrize("error", CLASSES)
def test_every_error_has_a_sentence_for_people(error: type[QuothError]) -> None:
    """The default message of an error is its docstring, one sentence."""
    assert "__doc__" in vars(error)
    assert error.__doc__
    if "__init__" in vars(error) and error is not QuothError:
        return  # their messages depend on the arguments
    message = error().message
    assert message == " ".join(error.__doc__.split())
    assert re.fullmatch(r"[A-Z].*[.]", message)


def test_words_of_its_own_take_the_place_of_the_default() -> None:
    """An explicit message replaces the default."""
    assert errors.ProcessingFailed("The disk is full.").message == "The disk is full."


def test_a_rate_limited_client_is_told_when_to_come_back() -> None:
    """The message and `retry_after` have the seconds to wait."""
    error = RateLimited(17)
    assert error.retry_after == 17
    assert "17 s" in error.message
