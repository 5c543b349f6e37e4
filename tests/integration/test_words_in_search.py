"""What a search by words finds: literals as wholes, other notations, accents, and every script."""

from collections.abc import Sequence
from itertools import permutations

import pytest

from adapters.postgres.database import Database
from domain.documents.chunks import Chunk, EmbeddedChunk
from domain.text.structure.blocks import Context, Heading, Lead
from tests.contracts.stores import Library, library_in
from tests.support.databases import MODEL
from tests.support.documents import embedded, unit


@pytest.fixture
def library(database: Database) -> Library:
    """An empty library in PostgreSQL."""
    return library_in(database)


async def add(library: Library, language: str | None, *texts: str) -> None:
    chunks = [embedded(index, text, unit(0)) for index, text in enumerate(texts)]
    await library.add(f"{language}: {texts}", *chunks, filename="a.txt", language=language)


async def found(library: Library, question: str) -> list[str]:
    return [each.passage.content for each in await library.by_words(question, 50)]


RELEASES = [".".join(digits) for digits in permutations("147")]
HOSTS = [".".join(numbers) for numbers in permutations(["10", "7", "22", "9"])]
DAYS = ["2031-02-08", "2031-08-02", "2028-02-31", "2008-02-13", "2031-02-18"]
PARTS = ["KQ-7314", "KQ-7341", "QK-7314", "KQ-3714", "KQ-731"]
SECTIONS = ["§ 14(2)", "§ 2(14)", "§ 14(1)", "§ 4(2)", "§ 14 (12)"]


@pytest.mark.parametrize("names", [RELEASES, HOSTS, DAYS, PARTS, SECTIONS])
async def test_of_names_with_the_same_parts_the_one_asked_for_is_first(
    library: Library, names: Sequence[str]
) -> None:
    """A version, address, date, part number or section is found before its look-alikes."""
    texts = [f"About {name} the following is noted by the crew." for name in names]
    await add(library, "en", *texts)
    for name, text in zip(names, texts, strict=True):
        assert (await found(library, f"What is noted about {name}?"))[0] == text


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("The bridge cost 3,460,000 crowns.", ["3460000", "3.460.000", "3 460 000", "3'460'000"]),
        ("Die Miete beträgt 2.718,50 Franken.", ["2718,50", "2,718.50", "2718.5"]),
        ("The valve holds 65 bar.", ["65bar", "65 bar"]),
        ("The rope holds 12kN.", ["12 kN", "12kN"]),
        ("They met on 9 March 2033.", ["2033-03-09", "9.3.2033", "March 9th, 2033", "09/03/2033"]),
        ("Das Treffen ist am 9. März 2033.", ["9 March 2033", "2033-03-09", "9 de marzo de 2033"]),
        ("Log of 2033-03-09: door opened.", ["9 mars 2033", "9 марта 2033", "March 2033"]),
        ("The door opens at 17:45.", ["5:45 pm", "17.45 Uhr"]),
        ("Order part WZ-4410 today.", ["WZ4410", "WZ 4410", "wz-4410", "4410"]),
        ("Fehler E7702 tritt auf.", ["E-7702", "7702", "e7702"]),
        ("It fails after upgrade v8.2.6.", ["8.2.6", "version 8.2.6"]),
        ("Siehe § 31 Abs. 4 der Ordnung.", ["§ 31(4)", "§31 (4)", "Section 31(4)"]),
        ("Write to Moll.Harbour@example.org now.", ["moll.harbour@example.org", "example.org"]),
        ("See https://example.org/tide/table?day=3.", ["example.org/tide/table?day=3", "tide"]),
        ("The job night_backup failed.", ["night-backup", "NightBackup", "nightbackup"]),
        ("Edit /etc/harbour/crane.conf first.", ["crane.conf", "/etc/harbour/crane.conf", "crane"]),
        ("The e-mail was read-only.", ["email", "readonly", "mail", "read-only"]),
    ],
)
async def test_notations_of_one_thing_are_equal(
    library: Library, text: str, questions: Sequence[str]
) -> None:
    """Numbers, dates, quantities and names are found in whatever notation they are asked for."""
    others = ["Nothing of it stands here, 17 or 44.", "On 8 May 2031 there were 346 and 27 of 10."]
    await add(library, None, text, *others)
    for question in questions:
        assert (await found(library, question))[:1] == [text], question


@pytest.mark.parametrize(
    ("language", "text", "question"),
    [
        (None, "Un thé à la crème brûlée", "the a la creme brulee"),
        ("en", "The crème brûlée is cold", "creme brulee"),
        ("fr", "Une crème brûlée", "creme brulee"),
        ("en", "Åsa Lindström and Bjørn Ærø", "asa lindstrom bjorn aero"),
        ("pl", "Łódź leży nad rzeką", "lodz"),
        ("de", "Die Straße ist gesperrt", "STRASSE"),
        ("pt", "As reuniões começam cedo", "reunioes"),
        ("pt", "A organização foi aceita", "organizações"),
        ("tr", "Kapı açık", "kapi acik"),
        ("ar", "مُحَرِّك السَّفينة", "محرك"),
        ("ar", "افتح القارب أولا", "قارب"),
        (None, "إدارة المرفأ", "ادارة"),
        ("he", "שָׁלוֹם לכולם", "שלום"),
        ("el", "Το πλοίο φεύγει", "ΠΛΟΙΟ"),
        ("ru", "Лодки стоят у причала", "лодка"),
        (None, "Ёлка у дома", "елка"),
        ("hi", "नाव की कुंजी कहाँ है", "कुंजी"),
        ("th", "เรือจอดที่ท่าเรือทุกคืน", "ท่าเรือ"),
        ("th", "ฝากกระเป๋าไว้ที่ห้องเก็บของ", "กระเป๋า"),
        ("ko", "구명조끼를 선실에 둔다", "구명조끼"),
        ("ko", "배는 부두에 있다", "부두"),
        ("ko", "배는 부두에 있다", "배"),
        ("ja", "救命胴衣は船室にある", "救命胴衣"),
        ("zh", "救生衣放在船舱里", "救生衣"),
        (None, "ＡＢＣ　１２３４ｋｇ", "abc 1234kg"),
        (None, "ຮືອຢູ່ທ່າ", "ທ່າ"),
        (None, "ទូកនៅកំពង់ផែ", "កំពង់ផែ"),
        (None, "လှေသည်ဆိပ်ကမ်း", "ဆိပ်ကမ်း"),
    ],
)
async def test_words_of_every_script_are_found(
    library: Library, language: str | None, text: str, question: str
) -> None:
    """A word is found without its accents and vowel signs, and inside an unspaced text."""
    await add(library, language, text, "unrelated")
    assert await found(library, question) == [text]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Moreno leads IT since May.", "Who leads IT?"),
        ("The WHO keeps the list.", "What does the WHO do?"),
        ("He moved to the US in spring.", "When did he move to the US?"),
        ("The U.S. harbour is closed.", "Is the US harbour closed?"),
    ],
)
async def test_a_name_in_capitals_is_no_stop_word(
    library: Library, text: str, question: str
) -> None:
    """A name in capitals is found although it is spelled like a stop word."""
    await add(library, "en", "It is for us, who are here.", text, "Nobody knows who it is.")
    assert (await found(library, question))[0] == text
    assert text not in await found(library, "it who us")


async def test_a_word_broken_at_the_end_of_a_line_is_found(library: Library) -> None:
    """A word that a hyphen breaks is found as a whole and by its parts."""
    await add(library, "en", "Ask for the har-\nbour mas-  \n  ter first.", "unrelated")
    for question in ("harbour", "harbours", "master", "har"):
        assert len(await found(library, question)) == 1


async def test_a_chunk_is_found_by_its_headings_and_header(library: Library) -> None:
    """The headings above a chunk and the header of its table are searched with it."""
    context = Context((Heading(1, "Crane QX-55"),), Lead(-20, "| hook | load |"))
    await library.add(
        "a", EmbeddedChunk(Chunk(0, "| 3 | 9 t |", 20, 31, 1, context), (unit(0),), MODEL)
    )
    for question in ("crane", "QX-55", "hook"):
        assert await found(library, question) == ["| 3 | 9 t |"]
