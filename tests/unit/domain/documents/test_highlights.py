"""Where the words of a text stand in a part of its file."""

from hypothesis import given
from hypothesis import strategies as st

from domain.documents.highlights import source_ranges
from domain.documents.parts import Part, PartKind, Run


def test_a_span_is_found_in_its_runs() -> None:
    """The characters of a span are those of the runs it covers, and nothing between the runs."""
    part = Part(PartKind.PAGE, 100, 1, runs=(Run(2, 5, 40), Run(9, 3, 10), Run(12, 2, 13)))
    assert source_ranges(part, 100, 114) == [(40, 45), (10, 15)]
    assert source_ranges(part, 103, 110) == [(41, 45), (10, 11)]
    assert source_ranges(part, 107, 109) == []
    assert source_ranges(part, 0, 50) == []


@given(st.data())
def test_each_character_is_found_where_it_stands(data: st.DataObject) -> None:
    """The ranges of a span are exactly the places of its characters that stand in a run."""
    runs, text_at, source_at = [], 0, 0
    for _ in range(data.draw(st.integers(0, 6))):
        text_at += data.draw(st.integers(0, 3))
        source_at += data.draw(st.integers(0, 3))
        length = data.draw(st.integers(1, 5))
        runs.append(Run(text_at, length, source_at))
        text_at, source_at = text_at + length, source_at + length
    start = data.draw(st.integers(0, 30))
    end = data.draw(st.integers(start, 40))
    part = Part(PartKind.PAGE, 7, 1, runs=tuple(runs))
    places = {
        run.source + offset
        for run in runs
        for offset in range(run.length)
        if start <= part.start + run.start + offset < end
    }
    found = [
        place for first, last in source_ranges(part, start, end) for place in range(first, last)
    ]
    assert found == sorted(places)
