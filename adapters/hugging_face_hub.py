"""Loading from this disk first and from the Hugging Face hub only if it has to be. Blocking."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

HUB_TIMEOUT_SECONDS = 10

Loaded = TypeVar("Loaded")

logger = logging.getLogger(__name__)


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
