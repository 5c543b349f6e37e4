"""Decoding text files: which encoding is assumed, and what is said about it."""

import codecs
import random

import pytest

from adapters.file_formats.plain_text.decoding import decode
from domain.documents.document import ExtractedText
from domain.errors import TextUndecodable

ENGLISH = "The heron nests in the old mill, and the pump is started before the valve is closed. "
GERMAN = "Für die Prüfung der Kühlanlage ist die Werkstatt zuständig; sie findet im März statt."
MARKS = [b"", codecs.BOM_UTF8]
SAMPLES = {
    "cp1252": GERMAN,
    "iso8859-1": "L'été, la pièce coûte trois francs à Évry, et la clé reste à la réception.",
    "cp1250": "Telefon działu konserwacji znajduje się poniżej, żółte rękawice leżą w magazynie.",
    "cp1251": "Телефон отдела технического обслуживания указан ниже. Перчатки лежат на складе.",
    "koi8-r": "Телефон отдела технического обслуживания указан ниже. Перчатки лежат на складе.",
    "cp1253": "Το τηλέφωνο του τμήματος συντήρησης είναι κάτω.",
    "cp1255": "יש להפעיל את המשאבה לפני סגירת השסתום",
    "cp1256": "يجب تشغيل المضخة قبل إغلاق الصمام",
    "gbk": "维修部门的电话是四七一一，请在关闭阀门之前启动水泵。",
    "gb18030": "维修部门的电话是四七一一，手套放在仓库里。㐂🙂",
    "big5": "維修部門的電話是四七一一，請在關閉閥門之前啟動水泵。",
    "shift_jis": "保守部門の電話番号は四七一一です。手袋は倉庫にあります。",
    "euc_jp": "保守部門の電話番号は四七一一です。手袋は倉庫にあります。",
    "euc_kr": "유지보수 부서의 전화번호는 사칠일일입니다. 장갑은 창고에 있습니다.",
    "utf-16-le": ENGLISH,
    "utf-16-be": "Телефон отдела технического обслуживания указан ниже.",
    "utf-32-le": ENGLISH,
}
NAMES = {"cp1252": "Windows-1252", "gbk": "GB18030", "koi8-r": "KOI8-R", "shift_jis": "Shift_JIS"}


@pytest.mark.parametrize("encoding", SAMPLES)
def test_the_usual_encodings_are_detected(encoding: str) -> None:
    """Text in a usual encoding is read exactly, and the note names what was assumed."""
    extracted = decode(SAMPLES[encoding].encode(encoding))
    assert extracted.text == SAMPLES[encoding]
    [note] = extracted.notes
    assert NAMES.get(encoding, "read as") in note
    assert "save it as UTF-8" in note


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"caf\xe9 au lait", "café au lait"),
        (b"M\xfcller", "Müller"),
        (b"Price: 5 \x80", "Price: 5 €"),
        (b"At most 20 \xb0C. " * 5, "At most 20 °C. " * 5),
        (b"\x93No\x85\x94 he said. It\x92s late.", "“No…” he said. It’s late."),
        (ENGLISH.encode() * 100 + b"caf\xe9", ENGLISH * 100 + "café"),
    ],
)
def test_a_few_western_characters_are_read_as_such(content: bytes, text: str) -> None:
    """A few bytes beyond ASCII that make sense in Windows-1252 are read so, in short texts too."""
    extracted = decode(content)
    assert extracted.text == text
    assert "Windows-1252" in extracted.notes[0]


@pytest.mark.parametrize("sentence", [ENGLISH, GERMAN, SAMPLES["gbk"]])
@pytest.mark.parametrize("wrong", [b"\xff", b"\xfe", b"\xc3"])
@pytest.mark.parametrize("mark", MARKS)
def test_a_wrong_byte_does_not_refuse_a_long_text(sentence: str, wrong: bytes, mark: bytes) -> None:
    """One wrong byte in a long UTF-8 text is replaced, and the note says where."""
    half = (sentence * 200).encode()
    extracted = decode(mark + half + wrong + half)
    assert extracted.text == f"{half.decode()}\ufffd{half.decode()}"
    assert extracted.notes == (
        f"One place, at byte {len(mark + half):,}, is not valid UTF-8 and is shown as \ufffd.",
    )


@pytest.mark.parametrize("mark", MARKS)
def test_wrong_bytes_are_counted_without_replacement_characters_of_the_text(mark: bytes) -> None:
    """The note counts the replaced places, and not the U+FFFD that the text had before."""
    content = f"\ufffd{GERMAN * 10}".encode() + b"\xff" + GERMAN.encode() + b"\xff"
    assert decode(mark + content).notes[0].startswith("2 places, the first at byte")
    assert decode(mark + f"\ufffd{GERMAN}".encode()).notes == ()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wrong_places_of_utf_16_are_counted_in_the_same_way(encoding: str) -> None:
    """Half a character at the end is one wrong place, whatever the text had before."""
    text = "\ufeff" + "\ufffd" * 9 + ENGLISH * 10
    content = text.encode(encoding) + b"a"
    assert decode(content).notes[0].startswith("One place, at byte")


@pytest.mark.parametrize("mark", MARKS)
def test_a_file_that_was_cut_in_a_character_is_read(mark: bytes) -> None:
    """UTF-8 that ends in the middle of a character is read up to it."""
    extracted = decode(mark + (GERMAN * 3).encode() + b"\xc3")
    assert extracted.text == f"{GERMAN * 3}\ufffd"


@pytest.mark.parametrize("text", [ENGLISH, GERMAN, *SAMPLES.values(), "a\x1b[31mred\x1b[0m"])
def test_valid_utf_8_has_no_notes(text: str) -> None:
    """UTF-8 is read as it is, whatever other encoding would fit too."""
    assert decode(text.encode()) == ExtractedText(text)


@pytest.mark.parametrize("size", [100, 1000, 100_000])
@pytest.mark.parametrize("seed", range(5))
def test_random_bytes_are_refused(size: int, seed: int) -> None:
    """Bytes that are no text are refused, with or without NULs among them."""
    some = random.Random(seed)  # noqa: S311 - not a secret
    for least in (0, 1):
        with pytest.raises(TextUndecodable, match="Nothing was stored"):
            decode(bytes(some.choices(range(least, 256), k=size)))
    with pytest.raises(TextUndecodable, match="Nothing was stored"):
        decode(codecs.BOM_UTF8 + bytes(some.choices(range(256), k=size)))
