"""Tables of every style, with their headers."""

import pytest

from domain.text.structure.blocks import Kind
from tests.support.structure import leads, of_kind, outline

TABLES = {
    "Markdown": """\
| boat | seats | built |
|:-----|------:|:-----:|
| Kestrel | 4 | 1998 |
| Merlin | | 2004 |
""",
    "bars without a line": """\
boat | seats
Kestrel | 4
Merlin | 1
""",
    "a grid": """\
+---------+-------+
| boat    | seats |
+=========+=======+
| Kestrel | 4     |
+---------+-------+
| Merlin  | 1     |
+---------+-------+
""",
    "a simple grid": """\
=======  =====
boat     seats
=======  =====
Kestrel  4
Merlin   1
=======  =====
""",
    "tabs": """\
boat\tseats\tbuilt
Kestrel\t4\t1998
Merlin\t\t2004
""",
    "commas": """\
boat,seats,note
Kestrel,4,
Merlin,1,"small, blue"
Hobby,,"says ""hi""\"
""",
    "commas and blanks": """\
Boat, Seats, Port
Kestrel, 4, Kiel
Merlin, 1, Turku
""",
    "semicolons": """\
Boot;Sitze
Turmfalke;4
Merlin;1
Baumfalke;2
""",
    "columns": """\
Boat      Seats   Built
Kestrel   4       1998
Merlin    1       2004
""",
    "columns with a line": """\
Boat     Port
-------------
Kestrel  Kiel
Merlin   Turku
""",
    "columns with blank cells": """\
Stop       Mon    Tue    Wed    Thu    Fri
Mole       06:10         06:10  06:10
Quay              07:20
Old Town   08:00                08:05  08:05
""",
}


@pytest.mark.parametrize("style", TABLES)
def test_each_row_has_the_header_of_its_table(style: str) -> None:
    """Rows are blocks of their own, and their lead is the header."""
    text = f"There are some boats.\n\n{TABLES[style]}\nThey are all blue.\n"
    lines = [line for line in TABLES[style].splitlines() if any(map(str.isalpha, line))]
    header, *rows = lines
    assert of_kind(text, Kind.ROW) == rows
    assert set(leads(text).values()) == {header}
    assert outline(text)[0] == "prose: There are some boats."
    assert outline(text)[-1] == "prose: They are all blue."


def test_a_table_of_figures_alone_has_no_header() -> None:
    """If the first line has figures like all others, it is a row, and no header is invented."""
    text = "Tea      2.40   small\nCoffee   2.80   large\nCocoa    3.10   large\n"
    assert of_kind(text, Kind.ROW) == text.splitlines()
    assert leads(text) == {}


def test_a_header_without_figures_above_rows_without_is_a_row_as_well() -> None:
    """Nobody can tell whether `Boat;Port` is a header: it is one, and may be quoted too."""
    text = "Boat;Port\nKestrel;Kiel\nMerlin;Turku\nHobby;Oslo\n"
    assert len(of_kind(text, Kind.ROW)) == 4
    assert set(leads(text).values()) == {"Boat;Port"}


@pytest.mark.parametrize(
    "text",
    [
        "1,250,000\n2,570,000\n3,140,000\n",
        "Tea 2,40\nCoffee 2,80\nCocoa 3,10\nMilk 1,20\n",
        "The gulls are grey, the sky is white,\nthe ropes are stiff with cold,\n"
        "the boats are out, the nets are dry,\n",
        "x = 1;\ny = 2;\nz = 3;\nq = 4;\n",
        "The boat, the oars, and the raft are blue. They\nlie at the quay, in the shed, or on\n"
        "land, and the keys hang in the house, the shed, or the hall.\n",
        "Type a | b to choose. It is quick.\n\nIt is safe.\n",
        "She rowed.  He steered.  The gulls cried.\nIt rained.  Nobody spoke.  It leaked.\n"
        "The end came.  It was late.  They slept.\n",
    ],
)
def test_amounts_verses_and_prose_are_no_tables(text: str) -> None:
    """Commas in numbers and sentences, double blanks after a stop, and code make no table."""
    assert of_kind(text, Kind.ROW) == []
