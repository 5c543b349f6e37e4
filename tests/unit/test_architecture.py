"""The core stands on the standard library alone."""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

IMPORT_CORE = """
import importlib, pathlib, sys
before = set(sys.modules)
for layer in ("domain", "application"):
    for file in pathlib.Path(layer).rglob("*.py"):
        importlib.import_module(".".join(file.with_suffix("").parts).removesuffix(".__init__"))
loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
print(*sorted(loaded - set(sys.stdlib_module_names) - {"domain", "application"}))
"""


HOMES = {
    "asyncpg": "adapters/postgres/",
    "pgvector": "adapters/postgres/",
    "groq": "adapters/groq_chat_model.py",
    "langgraph": "adapters/langgraph_answer_workflow.py",
    "huggingface_hub": "adapters/hugging_face/",
    "sentence_transformers": "adapters/hugging_face/",
    "tokenizers": "adapters/hugging_face/",
    "torch": "adapters/hugging_face/",
    "transformers": "adapters/hugging_face/",
    "py3langid": "adapters/langid_language_detector.py",
    "litestar": "entrypoints/api/",
    "multipart": "entrypoints/api/",
    "dotenv": "entrypoints/settings.py",
    "structlog": "entrypoints/",
    "dishka": "entrypoints/",
    "typer": "entrypoints/cli.py",
    "rich": "entrypoints/",
    "uvicorn": "entrypoints/asgi.py",
}
"""Where each vendor's package may be imported, be it lazily."""


def imports_of(file: Path) -> set[str]:
    """Return the top-level packages that a file imports anywhere."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_each_vendor_stands_behind_one_adapter() -> None:
    """Changing a vendor changes one place: no other file imports its package."""
    strays = [
        f"{file.relative_to(ROOT)} imports {package}"
        for layer in ("domain", "application", "adapters", "entrypoints")
        for file in (ROOT / layer).rglob("*.py")
        for package in imports_of(file) & HOMES.keys()
        if not str(file.relative_to(ROOT)).startswith(HOMES[package])
    ]
    assert strays == ["entrypoints/asgi.py imports litestar"]  # for the type of what it serves


def test_the_core_imports_the_standard_library_only() -> None:
    """A process that imports every module of domain and application has loaded nothing else."""
    result = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-S", "-c", IMPORT_CORE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.split() == []


def test_tracing_to_outside_services_is_off_whatever_the_environment_says() -> None:
    """Loading the workflow with LangSmith's variables set to true turns tracing off."""
    code = (
        "from adapters.langgraph_answer_workflow import LangGraphAnswerWorkflow as Workflow\n"
        "Workflow(None).load()\n"
        "from langsmith.utils import tracing_is_enabled\n"
        "print(tracing_is_enabled())"
    )
    environment = {
        "LANGSMITH_TRACING": "true",
        "LANGCHAIN_TRACING_V2": "true",
        "LANGSMITH_TRACING_V2": "true",
        "LANGCHAIN_TRACING": "true",
    }
    result = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == "False"
