"""Keys with values, definitions, configurations, talks."""

import pytest

from domain.text.structure.blocks import Kind
from tests.support.structure import leads, of_kind, outline, sections


@pytest.mark.parametrize(
    "text",
    [
        "Name: Tove Lindgren\nTelefon: 555 0101\nZimmer: B 12\n",
        "電話：555-0180\n住所：青葉町三丁目\n",
        "الهاتف: 555-0170\nالمدير: سمير حداد\n",
        "Room\tB 214\nPhone\t555 0190\n",
        "Pea soup ........ 4.50\nRye bread .. 2.20\nCocoa . . . . . . 3,10\n",
        "heron : a wading bird with a long neck\nibis : a bird with a bent beak\n",
        "From: Tove <tove@example.org>\nDate: 3 Mar 2026 10:12:44 +0100\nSubject: Who steers?\n",
        "Present: Tove, Amal\n\nAbsent: Ruben\n",
        "HOST=db.example.org\nDATABASE_URL=postgres://db:5432/quay\n",
        'name = "kestrel"\nversion = "1.4.2"\n',
    ],
)
def test_lines_with_keys_are_fields(text: str) -> None:
    """Colons, tabs, dots and equals signs divide keys from values, in any language."""
    assert of_kind(text, Kind.FIELD) == [line for line in text.splitlines() if line]


def test_a_value_may_go_on_in_indented_lines() -> None:
    """Indented lines belong to the field above."""
    text = "Address: 12 Harbour Street,\n         Bristol\nOpen: from nine\n  to five\n"
    assert of_kind(text, Kind.FIELD) == [
        *("Address: 12 Harbour Street, / Bristol", "Open: from nine / to five")
    ]


def test_a_term_above_an_indented_text_is_a_field() -> None:
    """Definitions stand indented under their term, or behind a colon of their own."""
    text = (
        "Landlord\n    Who lets the rooms.\n\nTenant\n    Who rents them,\n    and lives there.\n"
    )
    assert of_kind(text, Kind.FIELD) == [
        *("Landlord / Who lets the rooms.", "Tenant / Who rents them, / and lives there.")
    ]
    assert of_kind("Ibis\n: A bird.\n\nHeron\n: Another.\n", Kind.FIELD) == [
        *("Ibis / : A bird.", "Heron / : Another.")
    ]


def test_a_configuration_has_sections_and_comments() -> None:
    """A name in brackets is a heading, and a comment introduces the values below it."""
    text = "[server]\nport = 80\n\n# seconds\ntimeout = 30\n\n[log]\nlevel = info\n"
    assert sections(text) == {
        "port = 80": ["server"],
        "# seconds": ["server"],
        "timeout = 30": ["server"],
        "level = info": ["log"],
    }
    assert leads(text) == {"timeout = 30": "# seconds"}


def test_a_key_without_a_value_introduces_what_is_inside_it() -> None:
    """In YAML, the outer key is the lead of the inner ones and of the list."""
    text = "server:\n  host: quay\n  port: 80\n  tags:\n    - blue\n    - green\n"
    assert leads(text) == {
        "host: quay": "server:",
        "port: 80": "server:",
        "- blue": "tags:",
        "- green": "tags:",
    }


def test_two_cards_are_two_groups() -> None:
    """A blank line and the first key again begin another card."""
    text = "Name: Tove\nPhone: 1\n\nName: Amal\nPhone: 2\n"
    assert of_kind(text, Kind.FIELD) == ["Name: Tove", "Phone: 1", "Name: Amal", "Phone: 2"]


def test_speakers_are_no_keys() -> None:
    """In a talk the same names come again before sentences: these are prose, turn by turn."""
    text = "Tove: I bring the tea.\nRuben: Until three then.\nTove: Not before four.\n"
    assert outline(text) == [f"prose: {line}" for line in text.splitlines()]


@pytest.mark.parametrize(
    "text",
    [
        "Remember one thing: the key hangs behind the door.\n",
        "Note: it leaks. Bring a bucket.\n\nIt is blue.\n",
        "There are two ways to the island: the ferry, which is slow, and the\n"
        "bridge: nobody likes it. Both are free.\n",
        "See https://example.org/boats: there is more.\nAnd http://example.org too.\n",
    ],
)
def test_a_sentence_with_a_colon_is_prose(text: str) -> None:
    """One colon in a sentence makes no field."""
    assert of_kind(text, Kind.FIELD) == []
