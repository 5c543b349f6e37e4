"""The error tree: its drawing, its codes and its messages."""

import re
from collections.abc import Iterator

import pytest

from domain import errors
from domain.errors import QuothError, RateLimited
from entrypoints.api import request_errors


def tree(error: type[QuothError], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the path from the root to each class of the tree."""
    yield (path := (*above, error.__name__))
    for subclass in error.__subclasses__():
        if subclass.__module__.startswith(f"{errors.__name__}."):
            yield from tree(subclass, path)


def drawn() -> Iterator[tuple[str, ...]]:
    """Yield the path to each class of the drawing."""
    path: tuple[str, ...] = ()
    for line in (errors.__doc__ or "").splitlines():
        if match := re.match(r"    ([│├└─ ]*)([A-Z]\w+)(\s{2,}|$)", line):
            path = (*path[: len(match[1]) // 4], match[2])
            yield path


CLASSES = [
    *(getattr(errors, name) for *_, name in tree(QuothError)),
    *(request_errors.RequestTooLarge, request_errors.FileMissing, request_errors.CrossOrigin),
    request_errors.HostNotServed,
]


def test_the_drawing_matches_the_classes() -> None:
    """The drawing at the top of the package matches the classes, and each is offered there."""
    assert sorted(drawn()) == sorted(tree(QuothError))
    assert {path[-1] for path in drawn()} <= set(errors.__all__)
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
