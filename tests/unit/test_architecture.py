"""The core stands on the standard library alone."""

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
