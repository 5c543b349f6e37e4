"""The contract of a LanguageDetector."""

import pytest

from adapters.langid_language_detector import LangidLanguageDetector
from application.ports.language_detector import LanguageDetector
from tests.fakes.language_detector import CommonWordDetector

ENGLISH = "The heron nests in the old mill, and the miller is glad of the company in winter."
GERMAN = "Der Reiher nistet in der alten Mühle, und das ist dem Müller im Winter eine Freude."


@pytest.fixture(params=["fake", "langid"], scope="module")
def detector(request: pytest.FixtureRequest) -> LanguageDetector:
    return CommonWordDetector() if request.param == "fake" else LangidLanguageDetector()


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (GERMAN, "de")])
async def test_a_language_is_told_by_its_text(
    detector: LanguageDetector, text: str, language: str
) -> None:
    """Prose is detected as its language's code."""
    assert await detector.detect(text) == language


@pytest.mark.parametrize("text", ["", "12345 67890", "🗼"])
async def test_what_is_no_language_is_unknown(detector: LanguageDetector, text: str) -> None:
    """A text without words has no language."""
    assert await detector.detect(text) is None


@pytest.mark.parametrize("text", ["", "12345 67890", "PX-200; 12.50; EUR"])
async def test_what_is_no_language_has_the_expected_one(
    detector: LanguageDetector, text: str
) -> None:
    """A text that does not show a language is taken to have the expected one."""
    assert await detector.detect(text, expected="fr") == "fr"


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (GERMAN, "de")])
async def test_a_clear_text_has_its_own_language(
    detector: LanguageDetector, text: str, language: str
) -> None:
    """What is expected does not change the language of a text that shows one."""
    assert await detector.detect(text, expected="sv") == language


async def test_a_forced_language_goes_before_every_text() -> None:
    """A forced language overrides detection."""
    assert await LangidLanguageDetector(forced="de").detect(ENGLISH) == "de"
