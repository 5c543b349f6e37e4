"""The language of short notes, and of texts that are more than prose."""

import pytest
from hypothesis import given

from adapters.langid_language_detector import LangidLanguageDetector
from tests.support.odd_texts import odd_texts

DETECTOR = LangidLanguageDetector()

NOTES = {
    "en": ["Keys are in the blue box next to the door.", "Do not feed the geese near the weir."],
    "de": ["Bitte die Leiter zurückstellen.", "Eimer unter der Spüle, Besen an den Haken."],
    "fr": ["Seaux sous l'évier, balais aux crochets.", "Repas à midi, apportez votre tasse."],
    "es": ["Cubos bajo el fregadero, escobas en los ganchos.", "No se admiten perros aquí."],
    "pt": ["A chave está ao lado da porta.", "Não são permitidos cães no relvado."],
    "it": ["Secchi sotto il lavello, scope sui ganci.", "I cani non sono ammessi sul prato."],
    "nl": ["Emmers onder de gootsteen, bezems aan de haken.", "Honden zijn niet toegestaan."],
    "sv": ["Hinkar under diskhon, borstar på krokarna.", "Nyckeln hänger bredvid dörren."],
    "da": ["Spande under vasken, koste på krogene.", "Nøglen hænger ved siden af døren."],
    "no": ["Nøkkelen henger ved siden av døra.", "Hunder er ikke tillatt på plenen her."],
    "fi": ["Avain roikkuu oven vieressä.", "Koirat eivät ole sallittuja nurmikolla."],
    "pl": ["Klucz wisi obok drzwi.", "Psy nie mają wstępu na trawnik."],
    "cs": ["Klíč visí vedle dveří.", "Kbelíky pod dřezem, košťata na hácích."],
    "tr": ["Anahtar kapının yanında asılı.", "Kovalar lavabonun altında."],
    "id": ["Anjing tidak boleh masuk ke halaman rumput."],
    "ru": ["Ключ висит рядом с дверью.", "С собаками на газон нельзя."],
    "uk": ["Ключ висить біля дверей.", "Відра під раковиною, щітки на гачках."],
    "ar": ["المفتاح معلق بجانب الباب."],
    "fa": ["کلید کنار در آویزان است."],
    "hi": ["चाबी दरवाज़े के पास टंगी है।"],
    "zh": ["钥匙挂在门旁边。"],
    "ja": ["鍵はドアの横に掛かっています。"],
    "ko": ["열쇠는 문 옆에 걸려 있습니다."],
    "th": ["กุญแจแขวนอยู่ข้างประตู"],
}
CASES = [(language, note) for language, notes in NOTES.items() for note in notes]


SIMILAR = {("id", "ms"), ("da", "no")}


@pytest.mark.parametrize("expected", [None, "hu"])
async def test_a_sentence_is_enough(expected: str | None) -> None:
    """Nine of ten notes of one sentence have their own language, whatever others are in.

    The rest are unclear, or taken for a similar language.
    """
    found = [(language, await DETECTOR.detect(note, expected)) for language, note in CASES]
    wrong = {(language, other) for language, other in found if other not in (language, expected)}
    assert wrong <= SIMILAR
    assert sum(language == other for language, other in found) >= 0.9 * len(found)


@pytest.mark.parametrize(
    ("note", "languages"),
    [
        ("Kunci ada di samping pintu.", ("id", "ms")),
        ("Baldi di bawah sinki, penyapu pada cangkuk.", ("ms", "id")),
        ("Lunch klokken tolv.", ("da", "no")),
    ],
)
async def test_a_note_in_similar_languages_has_the_expected_one(
    note: str, languages: tuple[str, str]
) -> None:
    """A text that two languages could have has that of the other documents."""
    for language in languages:
        assert await DETECTOR.detect(note, expected=language) == language


async def test_the_first_note_has_the_most_probable_language() -> None:
    """A few words have their language if no other is expected, and otherwise the expected one."""
    note = "Open the valves. Check pressures."
    assert await DETECTOR.detect(note) == "en"
    assert await DETECTOR.detect(note, expected="nl") == "nl"


@pytest.mark.parametrize(
    "text",
    [
        "Anna Berg\nTomas Lindqvist\nMaria Rossi\nJohn Keller\n",
        "| PX-200 | 12.50 | EUR |\n| --- | --- | --- |\n| PX-210 | 13.00 | EUR |\n",
        "192.168.1.10 web-01\n192.168.1.11 web-02\n",
        "```python\nwith open(path) as file:\n    return json.load(file)\n```\n",
        "https://example.org/the-history-of-the-town?page=two&order=newest-first",
        "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE",
    ],
)
async def test_names_tables_code_and_data_have_the_expected_language(text: str) -> None:
    """What is not prose shows no language."""
    assert await DETECTOR.detect(text, expected="hu") == "hu"
    assert await DETECTOR.detect(text) is None


async def test_data_and_code_do_not_outweigh_the_prose() -> None:
    """A German page with a picture as data and English code is German."""
    picture = "![Plan](data:image/png;base64," + "iVBORw0KGgoAAAANSUhEUg" * 1000 + ")"
    code = "~~~\n" + "for each in the_list_of_all_things: print(each)\n" * 300 + "~~~"
    text = f"{picture}\n\n{code}\n\nDie Leitung der Werkstatt übernimmt im Herbst Frau Sommer.\n"
    assert await DETECTOR.detect(text, expected="en") == "de"


@given(odd_texts(20_000))
def test_odd_texts_are_read_in_linear_time(text: str) -> None:
    """No repetition of odd characters makes the detector slow."""
    language = DETECTOR._classify(text, None)
    assert language is None or len(language) == 2
