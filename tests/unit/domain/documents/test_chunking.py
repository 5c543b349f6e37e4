"""Chunking: boundaries where a reader would expect them."""

import re

import pytest

from domain.documents.chunking import ChunkingPolicy, split
from domain.documents.chunks import Chunk, TokenSpans


def by_character(text: str) -> TokenSpans:
    return [(i, i + 1) for i in range(len(text))]


def by_word(text: str) -> TokenSpans:
    """Return tokens like those of language models: a word includes the space before it."""
    return [match.span() for match in re.finditer(r" ?\w+| ?[^\w\s]+\n*|\s*\n|\s", text)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("0123456789a\n\nb\nca. D e", "0123456789a\n\n"),
        ("0123456789a__b\nca. D e", "0123456789a__b\n"),
        ("0123456789ab be. Ef g", "0123456789ab be. "),
        ("0123456789ab cd__ef g", "0123456789ab cd__ef "),
        ("0123456789ab_cd__ef_g", "0123456789ab_cd__ef_"),
    ],
    ids=["paragraph", "line", "sentence", "word", "character"],
)
def test_a_chunk_ends_at_the_strongest_boundary(text: str, first: str) -> None:
    """Chunks end preferably at a paragraph, then at a line, a sentence, a word and a character."""
    policy = ChunkingPolicy(max_tokens=20, overlap_tokens=0)
    assert split(text + "_" * 20, by_character(text + "_" * 20), policy)[0].content == first


def test_of_equal_boundaries_the_text_around_them_decides() -> None:
    """A boundary that ends a chunk does so again if the chunk starts a little earlier or later."""
    rest = " ".join(f"Sentence {number}." for number in range(100))
    policy = ChunkingPolicy(max_tokens=400, overlap_tokens=0)
    ends = set()
    for before in ("", "Hello. ", "This is new. ", "This is new, and it is longer. "):
        text = before + rest
        ends.add(split(text, by_character(text), policy)[0].char_end - len(before))
    assert len(ends) == 1


def test_of_boundaries_in_the_same_text_the_last_is_taken() -> None:
    """Of boundaries that cannot be told from each other the last one is taken."""
    text = "ab. " * 250
    policy = ChunkingPolicy(max_tokens=400, overlap_tokens=0)
    assert split(text, by_character(text), policy)[0].char_end == 400


@pytest.mark.parametrize("end", ["", "\n\n# Boats\n\n" + "They are blue. " * 40])
def test_what_fits_in_two_chunks_fills_the_first(end: str) -> None:
    """The last chunk but one before a heading or the end takes as many sentences as fit."""
    for first in range(20):
        text = " ".join(f"Sentence {number}." for number in range(100 + first, 150)) + end
        chunk = split(text, by_character(text), ChunkingPolicy(max_tokens=400, overlap_tokens=0))[0]
        assert len(chunk.content) > 380


def test_a_boundary_in_the_first_seven_sixteenths_is_too_early() -> None:
    """A chunk is at least 7/16 full, even if it then ends at a weaker boundary."""
    text = "one.\n\ntwo three four five six seven"
    policy = ChunkingPolicy(max_tokens=19, overlap_tokens=0)
    assert split(text, by_character(text), policy)[0].content == "one.\n\ntwo three "


@pytest.mark.parametrize("end", ['."', ".)", "?”", "!»", "…", "?", ".’"])
def test_closing_marks_belong_to_their_sentence(end: str) -> None:
    """A quotation mark or bracket after the full stop stays with its sentence."""
    text = f"0123456789 ab{end} And so on and on"
    policy = ChunkingPolicy(max_tokens=20, overlap_tokens=0)
    assert split(text, by_character(text), policy)[0].content == f"0123456789 ab{end} "


@pytest.mark.parametrize("end", ["。", "？", "！", "。」"])
def test_sentences_without_spaces_are_found(end: str) -> None:
    """Chinese and Japanese sentences end without white space."""
    text = "一二三四五六七八九十一二" + end + "三四五六七八九十一二三四"
    policy = ChunkingPolicy(max_tokens=20, overlap_tokens=0)
    assert split(text, by_character(text), policy)[0].content == text[: 12 + len(end)]


def test_a_full_stop_inside_a_number_ends_nothing() -> None:
    """A full stop inside a number does not end a sentence."""
    text = "abcdefghi klmnop 3.14 and more of it"
    policy = ChunkingPolicy(max_tokens=19, overlap_tokens=0)
    assert split(text, by_character(text), policy)[0].content == "abcdefghi klmnop "


@pytest.mark.parametrize("word", ["Dr. Who", "15. Mai", "etc. and", "No. 5 is"])
def test_a_full_stop_that_ends_no_sentence_ends_no_chunk(word: str) -> None:
    """A chunk ends after a sentence, not after a later abbreviation or ordinal."""
    text = f"Ein Satz hat ein Ende. Am {word} and so on and on"
    policy = ChunkingPolicy(max_tokens=34, overlap_tokens=0)
    assert split(text, by_character(text), policy)[0].content == "Ein Satz hat ein Ende. "


def test_a_boundary_where_the_chunk_is_full_is_seen() -> None:
    """A sentence that exactly fits is not cut at an earlier word."""
    text = "0123456789a b_c_de. F and so on"
    policy = ChunkingPolicy(max_tokens=19, overlap_tokens=0)
    assert split(text, by_character(text), policy)[0].content == "0123456789a b_c_de."


def test_a_token_that_reaches_across_a_boundary_hides_it() -> None:
    """A boundary inside a token is skipped, and the one before it is taken."""
    text = "0123456789 abcde fghij klmno"
    straddled = text.index(" fghij")
    spans = [
        span for span in by_character(text) if span[0] not in range(straddled - 2, straddled + 2)
    ]
    spans = sorted([*spans, (straddled - 2, straddled + 2)])
    policy = ChunkingPolicy(max_tokens=17, overlap_tokens=0)
    assert split(text, spans, policy)[0].content == "0123456789 "


def test_leading_white_space_goes_with_what_follows() -> None:
    """A paragraph break after only white space does not end a chunk."""
    text = "\n" * 12 + "one two three four"
    policy = ChunkingPolicy(max_tokens=20, overlap_tokens=0)
    assert split(text, by_character(text), policy)[0].content == "\n" * 12 + "one two "


def test_white_space_alone_is_not_repeated() -> None:
    """An overlap of only white space is omitted."""
    text = "abcdefgh" + "\n" * 4 + "ijklmnopqrst"
    first, second = split(text, by_character(text), ChunkingPolicy(12, 4))
    assert (first.content, second.content) == ("abcdefgh\n\n\n\n", "ijklmnopqrst")


def test_a_boundary_inside_the_overlap_does_not_end_the_next_chunk() -> None:
    """Every chunk ends after the previous one, even if half of it is overlap."""
    text = "abcdef\n\nghijklmnopqrst"
    chunks = split(text, by_character(text), ChunkingPolicy(9, 4))
    assert [chunk.content for chunk in chunks[:2]] == ["abcdef\n\n", "ef\n\nghijk"]


def test_the_next_chunk_starts_with_a_whole_sentence() -> None:
    """Within the overlap, the start of a sentence is preferred to the start of a word."""
    text = "One two three four. Five six. Seven eight nine ten eleven twelve thirteen."
    policy = ChunkingPolicy(max_tokens=12, overlap_tokens=5)
    first, second, *_ = split(text, by_word(text), policy)
    assert first.content == "One two three four. Five six."
    assert second.content.startswith(" Five six. Seven")


def test_an_overlap_as_long_as_the_chunk_before_is_shortened() -> None:
    """An overlap as long as the previous chunk is shortened."""
    text = "ab\n\ncdefghijklm"
    chunks = split(text, by_character(text), ChunkingPolicy(9, 4))
    assert [chunk.content for chunk in chunks[:2]] == ["ab\n\n", "b\n\ncdefgh"]


def test_a_sentence_that_starts_with_the_overlap_is_seen() -> None:
    """A sentence that starts exactly at the overlap is recognised by the full stop before it."""
    text = "One two three four. Five. Six. Seven eight nine ten eleven twelve thirteen."
    first, second, *_ = split(text, by_word(text), ChunkingPolicy(12, 4))
    assert first.content == "One two three four. Five. Six."
    assert second.content.startswith(" Five. Six. Seven")


def test_the_next_chunk_starts_with_a_whole_word() -> None:
    """If no sentence starts within the overlap, it starts at the earliest word."""
    text = "abcd efgh ijkl mnop qrst uvwx"
    policy = ChunkingPolicy(max_tokens=16, overlap_tokens=7)
    first, second, *_ = split(text, by_character(text), policy)
    assert first.content == "abcd efgh ijkl "
    assert second.content.startswith("ijkl ")


def test_characters_that_are_one_to_the_reader_stay_together() -> None:
    """A chunk does not end before an accent or inside a joined emoji."""
    text = "e\u0301" * 30
    for chunk in split(text, by_character(text), ChunkingPolicy(9, 3)):
        assert chunk.content.startswith("e")
        assert chunk.content.endswith("\u0301")
    family = "👩‍👩‍👧"
    text = family * 12
    for chunk in split(text, by_character(text), ChunkingPolicy(12, 5)):
        assert chunk.content == family * (len(chunk.content) // len(family))


def test_a_short_text_is_one_chunk() -> None:
    """A text that fits is one chunk."""
    text = "One. Two.\n\nThree.\n"
    assert split(text, by_word(text), ChunkingPolicy(8, 3)) == [Chunk(0, text, 0, len(text), 6)]


def test_a_text_without_tokens_is_one_chunk() -> None:
    """White space without tokens still becomes a chunk."""
    assert split(" \n ", [], ChunkingPolicy()) == [Chunk(0, " \n ", 0, 3, 0)]


def test_a_character_of_too_many_tokens_is_kept_whole() -> None:
    """A character with too many tokens is a chunk of its own, beyond the limit."""
    text = "ab" + "𒐫" + "cd"
    spans = [(0, 1), (1, 2), *[(2, 3)] * 30, (3, 4), (4, 5)]
    chunks = split(text, spans, ChunkingPolicy(8, 2))
    assert [(chunk.content, chunk.token_count) for chunk in chunks] == [
        ("ab", 2),
        ("𒐫", 30),
        ("cd", 2),
    ]


@pytest.mark.parametrize(("size", "overlap"), [(7, 0), (8, 4), (512, 256), (512, -1)])
def test_a_policy_without_room_for_new_text_is_refused(size: int, overlap: int) -> None:
    """Too few tokens, or an overlap that is negative or half a chunk, is refused."""
    with pytest.raises(ValueError, match="chunk"):
        ChunkingPolicy(size, overlap)


def titles(text: str, policy: ChunkingPolicy) -> list[tuple[str, tuple[str, ...]]]:
    """Return the first line and the headings above each chunk."""
    return [
        (chunk.content.strip().split("\n")[0], chunk.context.titles)
        for chunk in split(text, by_word(text), policy)
    ]


def test_a_section_begins_a_chunk() -> None:
    """A chunk ends before a heading, and the next one begins with it, without an overlap."""
    text = "# Boats\n\nKestrel is old. It is blue.\n\n## Oars\n\nThey are red. They are long.\n"
    first, second = split(text, by_word(text), ChunkingPolicy(32, 8))
    assert first.content.endswith("It is blue.\n\n")
    assert second.content.startswith("## Oars")
    assert second.context.titles == ("Boats",)


def test_tiny_sections_share_a_chunk() -> None:
    """Sections of under an eighth of a chunk go together with the next one."""
    text = "# Boats\n\n## Oars\n\nRed.\n\n## Hull\n\nBlue.\n\n## Mast\n\nWhite.\n"
    assert len(split(text, by_word(text), ChunkingPolicy(200, 0))) == 1


def test_a_chunk_does_not_go_from_one_chapter_into_the_next() -> None:
    """A short section does not share a chunk with another chapter, whose headings differ."""
    boats = ("Kestrel", "Merlin", "Hobby", "Harrier")
    oars = "They hang in the shed of the club, on the left, at the door."
    text = "".join(f"# {boat}\n\n## Oars\n\n{oars}\n\n## Hull\n\nBlue.\n\n" for boat in boats)
    chunks = split(text, by_word(text), ChunkingPolicy(160, 0))
    assert len(chunks) > len(boats)
    assert all(sum(boat in chunk.content for boat in boats) <= 1 for chunk in chunks)


def test_a_tiny_last_section_has_no_chunk_of_its_own() -> None:
    """The end of a text goes with what is before it if it is short."""
    text = "# Boats\n\n" + "Kestrel is old. " * 20 + "\n\n# Oars\n\nRed.\n"
    assert len(split(text, by_word(text), ChunkingPolicy(200, 0))) == 1


def test_a_heading_is_not_the_end_of_a_chunk() -> None:
    """An outer heading goes with the inner one below it, however many tokens come before."""
    text = "".join(
        f"# Boat {n}\n\n## Oars\n\n{'They are red. ' * n}\n\n## Hull\n\nIt is blue.\n\n"
        for n in range(1, 9)
    )
    for size in range(24, 80, 7):
        for chunk in split(text, by_word(text), ChunkingPolicy(size, 4)):
            assert not chunk.content.strip().split("\n")[-1].startswith("#")


def test_a_long_section_knows_its_headings_in_every_chunk() -> None:
    """The parts of a section that is longer than a chunk have its headings as their context."""
    text = "# Boats\n\n## Oars\n\n" + "The oars are red. " * 20
    chunks = titles(text, ChunkingPolicy(32, 0))
    assert len(chunks) > 3
    assert {above for _, above in chunks[1:]} == {("Boats", "Oars")}


def test_a_question_begins_a_chunk_with_its_answer() -> None:
    """A question that the text answers stands in the chunk of its answer."""
    answer = "Tove does, if she is there; else it is the one who was the last to board."
    text = f"# Questions\n\n{answer}\n\nWho steers?\n\n{answer}\n"
    assert titles(text, ChunkingPolicy(32, 0))[1][0] == "Who steers?"


def test_a_table_goes_on_with_its_header() -> None:
    """Each chunk of a long table has the header, and ends with a whole row."""
    rows = "".join(f"| boat {n} | {n} seats |\n" for n in range(40))
    text = f"The boats:\n\n| boat | seats |\n|---|---|\n{rows}"
    first, *rest = split(text, by_word(text), ChunkingPolicy(80, 0))
    assert first.context.header is None
    assert len(rest) > 2
    for chunk in rest:
        assert chunk.context.header is not None
        assert chunk.context.header.text == "| boat | seats |"
        assert chunk.content.startswith("| boat ")
        assert chunk.content.endswith("seats |\n")
        header = chunk.char_start + chunk.context.header.start
        assert text[header:].startswith("| boat | seats |")


@pytest.mark.parametrize(
    "introduced",
    [
        "| boat | seats |\n|---|---|\n| Kestrel | 4 |\n",
        "Bring along:\n\n- gloves of brown leather\n- a warm hat of felt\n",
    ],
)
def test_a_header_is_not_the_end_of_a_chunk(introduced: str) -> None:
    """A header goes with its first row, and a lead with its first item, into the next chunk."""
    before = "The boats lie at the quay and wait for the tide today.\n\n"
    text = before + introduced + "\nAll of them are blue, and some of them are old.\n" * 3
    for size in range(17, 24):
        chunks = split(text, by_word(text), ChunkingPolicy(size, 0))
        assert chunks[1].char_start == len(before)
