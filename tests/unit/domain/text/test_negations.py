"""Words of negation."""

import pytest

from domain.text.negations import is_denied, is_negated


@pytest.mark.parametrize(
    ("negated", "plain"),
    [
        ("Dogs may not board.", "A knot holds."),
        ("He doesn't row, and she can’t.", "He rows an ant."),
        ("Kinder dürfen keine Ruder nehmen.", "Kinder nehmen Ruder."),
        ("Les chiens ne montent pas.", "Les chiens passent."),
        ("Nadie rema.", "Nadia rema."),
        ("Nessuno rema.", "Nessa rema."),
        ("Ninguém rema.", "Alguém rema."),
        ("Niemand roeit zonder vest.", "Iemand roeit."),
        ("Nikt nie wiosłuje.", "Wiosłuje."),
        ("Никто не гребёт.", "Нева течёт."),
        ("Ingen ror.", "Ingrid ror."),
        ("Kayık yok.", "Kayık var."),
        ("Jangan mendayung.", "Mari mendayung."),
        ("狗不能上船。", "狗能上船。"),
        ("犬は乗れない。", "犬は乗れる。"),
        ("개는 타지 않는다.", "개는 탄다."),
        ("สุนัขขึ้นเรือไม่ได้", "สุนัขขึ้นเรือได้หรือไม่"),
        ("कुत्ते नहीं चढ़ते", "कुत्ते चढ़ते हैं"),
        ("الكلاب لا تصعد", "الكلاب تصعد"),
    ],
)
def test_a_negation_is_a_word(negated: str, plain: str) -> None:
    """A word of negation is found in any language; the same letters in another word are none."""
    assert is_negated(negated)
    assert is_negated(negated.upper())
    assert not is_negated(plain)


@pytest.mark.parametrize(
    "text",
    ["Swimming is forbidden.", "Baden ist verboten.", "Il est interdit de nager.", "遊泳禁止。"],
)
def test_a_prohibition_answers_a_negated_question(text: str) -> None:
    """What prohibits says why one may not, without a negation of its own."""
    assert is_denied(text)
    assert not is_negated(text)
    assert not is_denied("Swimming is fun.")
