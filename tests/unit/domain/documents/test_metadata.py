"""Metadata and labels of a document."""

import pytest

from domain.documents.metadata import (
    MAX_CHARACTERS,
    MAX_COLLECTIONS,
    MAX_NAMES,
    MAX_NAMES_ASKED,
    MAX_VALUES,
    MAX_VALUES_ASKED,
    Labels,
    Metadata,
    asked_values,
    checked_metadata,
    stated_metadata,
)
from domain.errors import InvalidInput, MetadataInvalid


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        ({f"name {n}": "" for n in range(MAX_NAMES + 1)}, "51 names and may have 50"),
        ({"empty": ("",) * (MAX_VALUES + 1)}, "501 values and may have 500"),
        ({"long": "x" * (MAX_CHARACTERS - 3)}, "16,001 characters and may have 16,000"),
    ],
)
def test_metadata_of_a_document_has_bounds(metadata: Metadata, said: str) -> None:
    """Too many names, values (empty ones as well) or characters are refused, and counted."""
    with pytest.raises(MetadataInvalid, match=said):
        checked_metadata(metadata)


def test_as_much_as_is_allowed_is_kept() -> None:
    """Metadata at its bounds is stored as it is."""
    most: Metadata = {"some": ("x",) * (MAX_VALUES - 1), "long": "x" * 15_000}
    assert checked_metadata(most) == most


def test_bounds_hold_for_all_that_is_said_one_after_the_other() -> None:
    """What many requests say of one document is no more than what one may say."""
    labels = Labels()
    for n in range(MAX_NAMES):
        labels = labels.with_more(Labels(metadata={f"name {n}": "value"}))
    with pytest.raises(MetadataInvalid, match="51 names"):
        labels.with_more(Labels(metadata={"another": "value"}))
    labels = Labels(tuple(f"{n:03}" for n in range(MAX_COLLECTIONS)))
    assert labels.with_more(Labels(("000",))) == labels
    with pytest.raises(InvalidInput, match="101 collections and may be in 100"):
        labels.with_more(Labels(("another",)))


def test_what_was_stored_before_there_were_bounds_stays() -> None:
    """An upload that says nothing more of a document is not refused for what is stored already."""
    large = Labels(metadata={"some": ("x",) * (MAX_VALUES + 1)})
    assert large.with_more(Labels()) == large


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({f"name {n}": ("x",) for n in range(MAX_NAMES_ASKED + 1)}, "17 names"),
        ({"name": tuple(map(str, range(MAX_VALUES_ASKED + 1)))}, "101 values of one name"),
    ],
)
def test_a_filter_asks_for_a_number_of_values_at_most(
    asked: dict[str, tuple[str, ...]], said: str
) -> None:
    """Values that are compared with those of every document are bounded."""
    with pytest.raises(InvalidInput, match=said):
        asked_values(asked)


def test_a_file_says_as_much_about_itself_as_clients_may() -> None:
    """What is too much is left out as whole values, and all that fits is as it was."""
    usual: Metadata = {"author": "Ada", "tags": ("roof", "mill"), "empty": "", "none": ()}
    assert stated_metadata(usual) == usual
    assert stated_metadata({"long": "x" * 2_000_000, "author": "Ada"}) == {"author": "Ada"}
    assert stated_metadata({"tags": ("x",) * 9_900}) == {"tags": ("x",) * MAX_VALUES}
    many: Metadata = {f"name {n}": "x" * 1_000 for n in range(1_000)}
    assert checked_metadata(stated_metadata(many)) == dict(list(many.items())[:15])
