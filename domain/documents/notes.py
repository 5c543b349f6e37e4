"""Notes on a file: what was assumed or left out when it was read."""

from collections.abc import Sequence

MOST_NOTES = 30
MOST_CHARACTERS = 1_000  # of one


def stored_notes(notes: Sequence[str]) -> tuple[str, ...]:
    """Return notes as they are stored: so many that a list of documents may have them all.

    A file decides what they name, such as a thousand sheets.
    """
    kept = [
        note if len(note) <= MOST_CHARACTERS else f"{note[: MOST_CHARACTERS - 1]}…"
        for note in notes[:MOST_NOTES]
    ]
    if more := len(notes[MOST_NOTES:]):
        kept.append(f"Further notes on the file, which are not stored: {more:,}.")
    return tuple(kept)
