"""How the Hugging Face libraries are used: quietly, and from this disk first. Blocking."""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

HUB_TIMEOUT_SECONDS = 10

Loaded = TypeVar("Loaded")

logger = logging.getLogger(__name__)


def quiet_libraries() -> None:
    """Set what the libraries read when they are first imported, unless the user has set it."""
    # a process that has tokenised in parallel warns at every fork
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    # requests for a model's files would report the programs around this one
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")


def load_local_first(
    load: Callable[[bool], Loaded], name_or_path: str, owner: str | None = None
) -> Loaded:
    """Load what lies on this disk or was downloaded before; download a name that did not.

    Args:
        load: Loads it; its argument says whether to leave the network alone.
        name_or_path: A directory, or a name on the hub.
        owner: Whose a name without one is.

    Raises:
        OSError: If it is neither here nor on the hub, or the hub is out of reach.
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
    # a download would go on asking a hub out of reach for minutes; this asks once
    HfApi().model_info(repository, timeout=HUB_TIMEOUT_SECONDS)
    logger.info("downloading %s", repository)
    return load(False)
