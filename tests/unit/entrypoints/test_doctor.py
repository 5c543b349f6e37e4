"""The findings of `quoth doctor` on working and broken parts."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from application.answering.running_answers import RunningAnswers
from application.ports.health_probe import HealthProbe
from domain.errors import (
    DatabaseUnavailable,
    LanguageModelFailed,
    Misconfigured,
    QuothError,
    ReadersUnavailable,
    Unavailable,
)
from entrypoints.commands.doctor import examine
from entrypoints.diagnosis import Diagnosis
from entrypoints.runtime import Part, Runtime
from tests.fakes.text_extractor import DirectTextExtractor
from tests.support.prompts import PROMPTS


class FailingPart(Part):
    """A part, model, database or service that works unless `failure` is set."""

    model_name = "minilm"

    def __init__(self, failure: QuothError | None = None) -> None:
        self.failure = failure

    async def load(self) -> None:
        """Load, or fail."""
        if self.failure is not None:
            raise self.failure

    async def describe(self) -> str:
        """Return a version, or fail."""
        await self.load()
        return "PostgreSQL 18"

    async def open(self) -> None:
        """Open, or fail."""
        await self.load()

    async def close(self) -> None:
        """Do nothing."""


class LibraryModel(FailingPart):
    """The embedding model of a library."""

    def describe(self) -> str:  # type: ignore[override] # known without a database
        """Return what is known of it."""
        return "minilm, 384 dimensions"

    def describe_calibration(self) -> str:
        """Return where its calibration comes from."""
        return "built in for minilm"


class ChatService(FailingPart, HealthProbe):
    """A chat service with a health check."""

    async def check(self) -> None:
        """Return, or fail."""
        await self.load()


class SharedMemory(ChatService):
    """A server of Valkey."""

    async def describe(self) -> str:
        """Return a version, or fail."""
        await self.check()
        return "Valkey 9"


class Patient:
    """An installation to examine. Tests break its parts."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.embedder = LibraryModel()
        self.reranker: FailingPart | None = None
        self.tokenizer = FailingPart()
        self.server = FailingPart()
        self.database = FailingPart()
        self.chat_service: ChatService | None = None
        self.extractor = DirectTextExtractor()
        self.shared_memory: SharedMemory | None = None
        self.distributed_index: FailingPart | None = None

    async def examined(self, *, as_json: bool = False) -> tuple[int, str]:
        """Return the exit status and the output."""
        said = io.StringIO()
        diagnosis = Diagnosis(
            self.data_dir,
            Runtime([[self.database]], RunningAnswers(), 0.0),
            self.embedder,
            self.reranker,
            self.tokenizer,
            "Llama 3",
            [self.server],
            self.database,
            {"house": self.chat_service, "extractive": None},
            PROMPTS,
            extractor=self.extractor,
            shared_memory=self.shared_memory,
            distributed_index=self.distributed_index,
        )
        findings = await examine(diagnosis, Console(file=said, width=200), as_json=as_json)
        status = int(not all(each.healthy for each in findings))
        return status, said.getvalue()


@pytest.fixture
def patient(tmp_path: Path) -> Patient:
    """A healthy installation."""
    return Patient(tmp_path / "data")


async def test_a_healthy_installation_has_a_finding_for_each_part(patient: Patient) -> None:
    """Each part has a line with a tick and its finding, in the order of the checks."""
    patient.chat_service = ChatService()
    status, said = await patient.examined()
    assert status == 0
    disk, *others = said.splitlines()
    assert disk.startswith("✓ disk: ")
    assert others == [
        "✓ database server: running",
        f"✓ file readers: {len(patient.extractor.formats)} formats",
        "✓ embedding model: minilm, 384 dimensions",
        "✓ reranking model: none",
        "✓ tokenizer: Llama 3 loaded",
        "✓ database: PostgreSQL 18",
        "✓ calibration: built in for minilm",
        "✓ valkey: none",
        "✓ milvus: none",
        "✓ prompts: system 1, passage 1, rewriting 1",
        "✓ language model house: accepts the key and the model",
        "✓ language model extractive: built in",
    ]


async def test_a_broken_part_keeps_no_other_from_being_checked(patient: Patient) -> None:
    """Each broken part says how to fix it, the others are checked, and the exit status is 1."""
    patient.extractor.problem = ReadersUnavailable()
    patient.reranker = FailingPart(Misconfigured("Name another reranker."))
    patient.database.failure = DatabaseUnavailable("Start the database.")
    patient.chat_service = ChatService(LanguageModelFailed("Check the key."))
    patient.shared_memory = SharedMemory(Unavailable("Start Valkey."))
    patient.distributed_index = FailingPart(Unavailable("Start Milvus."))
    status, said = await patient.examined()
    assert status == 1
    assert "✗ file readers: The processes that read files do not start" in said
    assert "✗ reranking model: Name another reranker." in said
    assert "✓ tokenizer" in said
    assert "✗ database: Start the database." in said
    assert "✗ language model house: Check the key." in said
    assert "✗ valkey: Start Valkey." in said
    assert "✗ milvus: Start Milvus." in said


async def test_findings_are_told_in_json(patient: Patient) -> None:
    """An array has each part, whether it is healthy, and the finding."""
    patient.reranker = FailingPart(Misconfigured("Name another reranker."))
    status, said = await patient.examined(as_json=True)
    findings = json.loads(said)
    assert status == 1
    assert {"part": "tokenizer", "healthy": True, "finding": "Llama 3 loaded"} in findings
    broken = {"part": "reranking model", "healthy": False, "finding": "Name another reranker."}
    assert [each for each in findings if not each["healthy"]] == [broken]


async def test_a_data_directory_that_cannot_be_made_is_named(patient: Patient) -> None:
    """If the data directory cannot be created, the message names the setting to change."""
    patient.data_dir.write_text("a file")
    status, said = await patient.examined()
    assert status == 1
    assert "✗ disk: " in said
    assert "QUOTH_DATA_DIR" in said
