"""Notes on a file, as they are stored."""

from domain.documents.notes import MOST_CHARACTERS, MOST_NOTES, stored_notes


def test_usual_notes_are_stored_as_they_are() -> None:
    """Notes within the bounds are not changed."""
    notes = ("x" * MOST_CHARACTERS,) * MOST_NOTES
    assert stored_notes(notes) == notes
    assert stored_notes(()) == ()


def test_long_notes_are_cut_and_too_many_counted() -> None:
    """A note that is too long ends in an ellipsis, and one says how many more there were."""
    *kept, last = stored_notes(["sheet, " * 1_000] * (MOST_NOTES + 5))
    assert len(kept) == MOST_NOTES
    assert {(len(note), note[-1]) for note in kept} == {(MOST_CHARACTERS, "…")}
    assert last == "Further notes on the file, which are not stored: 5."
