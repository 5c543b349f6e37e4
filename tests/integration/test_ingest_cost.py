"""What any text costs: its tokens, chunks and windows, counted with the real models."""

import base64
import random
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.hugging_face.huggingface_tokenizer import HuggingFaceTokenizer
from adapters.hugging_face.sentence_transformer_embedder import SentenceTransformerEmbedder
from application.documents.embedding_lanes import EmbeddingLanes
from application.identifiers import new_id
from domain.documents.chunking import ChunkingPolicy, split
from domain.documents.chunks import Chunk
from domain.documents.document import MAX_TEXT_BYTES
from domain.documents.embedding import embedded_text, may_exceed, most_windows
from domain.documents.jobs import Progress
from domain.errors import TextTooCostly
from tests.fakes.stored_embeddings import InMemoryStoredEmbeddings
from tests.support.one_model import OneModel

SIZE = 50_000  # characters
GUIDE = Path(__file__).parents[2] / "docs" / "guide.md"
POLICY = ChunkingPolicy()
SOME = random.Random(1)  # noqa: S311 - not a secret
ENGLISH = (
    "The pump must be started before the valve is closed. Gloves are kept in the store room, and"
    " the maintenance department answers questions about the inspection of the cooling unit"
    " between eight and twelve o'clock.\n\n"
)
PROSE = {
    "English": ENGLISH,
    "German": "Die Prüfung der Kühlanlage findet im März statt; zuständig ist die Werkstatt.\n\n",
    "Russian": "Телефон отдела технического обслуживания указан ниже, насос включают первым.\n\n",
    "Greek": "Το τηλέφωνο του τμήματος συντήρησης είναι κάτω. Τα γάντια είναι στην αποθήκη.\n\n",
    "Arabic": "يجب تشغيل المضخة قبل إغلاق الصمام، ويرجى الاتصال بقسم الصيانة.\n\n",
    "Hebrew": "יש להפעיל את המשאבה לפני סגירת השסתום, ולפנות למחלקת האחזקה.\n\n",
    "Hindi": "रखरखाव विभाग का टेलीफोन नंबर चार सात एक एक है। दस्ताने गोदाम में हैं।\n\n",
    "Thai": "ถุงมือ น้ำมันหล่อลื่น ปั๊มน้ำต้องเปิดก่อนปิดวาล์ว โปรดติดต่อฝ่ายซ่อมบำรุง\n\n",
    "Georgian": "ტექნიკური მომსახურების განყოფილების ტელეფონი მითითებულია ქვემოთ.\n\n",
    "Vietnamese": "Điện thoại của bộ phận bảo trì được ghi dưới đây. Găng tay để trong kho.\n\n",
    "Chinese": "维修部门的电话是四七一一，请在关闭阀门之前启动水泵。手套放在仓库里。\n\n",
    "Japanese": "保守部門の電話番号は四七一一です。手袋は倉庫にあります。ポンプを起動します。\n\n",
    "Korean": "유지보수 부서의 전화번호는 사칠일일입니다. 장갑은 창고에 있습니다.\n\n",
    "code": "    def between(self, start: int, end: int) -> int:\n"
    "        return self._at(end) - 1\n\n",
    "numbers": "2026-11-25 | 1,250.75 | 40.5 | 99817 | pump 7 | 0.031\n",
    "a hex dump": "00000010  7f 45 4c 46 02 01 01 00  00 00 00 00 00 00 00 00\n",
}
ODD = {
    "one letter": "a" * SIZE,
    "one bracket": "[" * SIZE,
    "dots": "." * SIZE,
    "dots in lines": ". . . . .\n" * (SIZE // 10),
    "rulers": ("-" * 80 + "\n") * (SIZE // 81),
    "blanks": f"x{' ' * SIZE}x",
    "line ends": f"x{chr(10) * SIZE}x",
    "a picture": base64.b64encode(SOME.randbytes(SIZE)).decode()[:SIZE],
    "an attachment": base64.encodebytes(SOME.randbytes(SIZE)).decode()[:SIZE],
    "hex": SOME.randbytes(SIZE // 2).hex(),
    "digits": "".join(SOME.choices("0123456789", k=SIZE)),
    "accents on one letter": "a" + "\u0301" * SIZE,
}


class Cost:
    """Counts what the ingest of a text does."""

    def __init__(
        self, tokenizer: HuggingFaceTokenizer, embedder: SentenceTransformerEmbedder
    ) -> None:
        self._tokenizer = tokenizer
        self._embedder = embedder

    async def chunks(self, text: str) -> list[Chunk]:
        return split(text, await self._tokenizer.token_spans(text), POLICY)

    async def windows(self, text: str) -> int:
        texts = [embedded_text(chunk) for chunk in await self.chunks(text)]
        return sum(await self._embedder.count_windows(texts))


@pytest.fixture(scope="module")
def cost(real_tokenizer: HuggingFaceTokenizer, real_embedder: SentenceTransformerEmbedder) -> Cost:
    return Cost(real_tokenizer, real_embedder)


def filled(text: str) -> str:
    """Return a text of SIZE characters that does not repeat from one window to the next."""
    lines = text.splitlines(keepends=True)
    numbered = (f"{n} {line}" for n in range(SIZE) for line in lines)
    whole = ""
    while len(whole) < SIZE:
        whole += next(numbered)
    return whole


@pytest.mark.parametrize("name", PROSE)
async def test_a_whole_file_of_ordinary_text_is_accepted(cost: Cost, name: str) -> None:
    """A file of the largest size has fewer windows than the limit, in every language."""
    text = filled(PROSE[name])
    size = len(text.encode())
    in_the_largest_file = await cost.windows(text) * 5 * 1024 * 1024 / size
    assert in_the_largest_file < most_windows(5 * 1024 * 1024, POLICY)


async def test_no_text_has_more_than_three_times_the_windows_of_prose(cost: Cost) -> None:
    """Beyond three times those of our guide it is refused, whatever its size is, from 1 MiB on."""
    text = GUIDE.read_text()
    windows = await cost.windows(text)
    for size in (1024 * 1024, 5_000_000, MAX_TEXT_BYTES):
        assert most_windows(size, POLICY) <= 3 * windows * size / len(text.encode())


async def test_a_long_text_of_symbols_is_refused(
    real_tokenizer: HuggingFaceTokenizer, real_embedder: SentenceTransformerEmbedder
) -> None:
    """A text with four times the windows of prose is refused before any of it is embedded."""
    text = "".join(SOME.choices("[](){}<>|/!?;:,.#*^~ \n", k=1_500_000))
    stored = InMemoryStoredEmbeddings()
    lanes = EmbeddingLanes(real_tokenizer, OneModel(real_embedder), stored, POLICY)
    reported: list[Progress] = []

    async def report(progress: Progress) -> None:
        reported.append(progress)

    with pytest.raises(TextTooCostly, match="may have up to 12,000:"):
        await lanes.embed(new_id(), await lanes.cut(text), report)
    assert not reported


@pytest.mark.parametrize("name", ODD)
async def test_a_text_without_words_costs_no_more_than_prose(cost: Cost, name: str) -> None:
    """Repetitions and encoded data have at most twice the windows of English of that size."""
    assert await cost.windows(ODD[name]) <= 2 * await cost.windows(filled(ENGLISH))


PIECES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=40),
    st.text(st.sampled_from("[](){}<>|/!?;:,.#*^~-_ 0123\n"), max_size=40),
    st.sampled_from([*PROSE.values(), "\u0301", "ﷺ", "각", "👩‍🔬", "A" * 300]),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(PIECES, st.integers(1, 300)), min_size=1, max_size=8))
async def test_any_text_has_a_bounded_cost(cost: Cost, pieces: list[tuple[str, int]]) -> None:
    """No text has more than a token for a byte, nor more than a window for 70 bytes and a chunk."""
    text = "".join(piece * times for piece, times in pieces)[:20_000]
    size = len(text.encode())
    chunks = await cost.chunks(text)
    tokens = sum(chunk.token_count for chunk in chunks)
    assert tokens <= size * 1.2 + POLICY.max_tokens  # with the overlaps of the chunks
    windows = await cost.windows(text)
    assert windows <= size / 70 + len(chunks)
    assert may_exceed([embedded_text(chunk) for chunk in chunks], windows - 1)


# Digests of the chunks of `filled` texts. They change if the tokenizer or the chunking changes, and
# with them what is found: then run `quoth eval`, and store the documents again.
CHUNKS = {
    "English": "5a2bf7d036c30d35",
    "German": "81b656875763e230",
    "Chinese": "087bfd4a666456a1",
    "Arabic": "9101aabc8e21a38c",
    "code": "5111ba4c79b7aeb6",
    "numbers": "febb853678734ed1",
}


@pytest.mark.parametrize("name", CHUNKS)
async def test_the_chunks_of_ordinary_text_do_not_move(cost: Cost, name: str) -> None:
    """Ordinary text is split as ever, and all of each chunk is embedded."""
    chunks = await cost.chunks(filled(PROSE[name]))
    spans = [(chunk.char_start, chunk.char_end, chunk.token_count) for chunk in chunks]
    assert sha256(repr(spans).encode()).hexdigest()[:16] == CHUNKS[name]
    assert all(embedded_text(chunk).endswith(chunk.content) for chunk in chunks)
