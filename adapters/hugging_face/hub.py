"""Loads models of the Hugging Face libraries from disk first, then from the hub. Blocking."""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

HUB_TIMEOUT_SECONDS = 10

Loaded = TypeVar("Loaded")

logger = logging.getLogger(__name__)


def quiet_libraries() -> None:
    """Set environment variables that the libraries read on import, unless the user has set them."""
    # after parallel tokenization, a process would warn at every fork
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # requests for model files would report the runtime environment
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")


def load_local_first(
    load: Callable[[bool], Loaded], name_or_path: str, owner: str | None = None
) -> Loaded:
    """Load a model from disk; download it if it is a name that is not cached.

    Args:
        load: Loads the model; its argument says whether to use local files only.
        name_or_path: A directory, or a name on the hub.
        owner: The owner to assume for a name without one.

    Raises:
        OSError: If the model is neither on disk nor on the hub, or the hub cannot be reached.
    """
    from huggingface_hub import HfApi
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]  # unannotated there
    try:
        return load(True)
    except OSError:
        if Path(name_or_path).exists() or name_or_path.startswith((".", "/", "~")):
            raise
    repository = name_or_path if owner is None or "/" in name_or_path else f"{owner}/{name_or_path}"
    # a download retries an unreachable hub for minutes; this request fails after one attempt
    HfApi().model_info(repository, timeout=HUB_TIMEOUT_SECONDS)
    logger.info("downloading %s", repository)
    return load(False)
