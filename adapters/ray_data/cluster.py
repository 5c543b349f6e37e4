"""The connection to a Ray cluster, and a run of the stages on it."""

import logging
import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from adapters.ray_data.layout import layout_of
from adapters.ray_data.stages import EmbedFiles, Open, Row, cut_file
from application.documents.cut_upload import CutUpload
from application.documents.embed_cut_texts import EmbedCutTexts
from domain.errors import Misconfigured, Unavailable

if TYPE_CHECKING:
    import pyarrow

FILES_AT_ONCE = 8  # that a process embeds together: more lie in its memory
FILES_IN_BLOCK = 4  # that are lost with a node, and prepared again

# Ray counts cores that it was told of. If what embeds takes all of them, what reads waits for ever,
# and after the death of a node a process that it has to start again does. So both take next to
# nothing, the layout says how many there are, and the shares differ because Ray would otherwise
# make one stage of the two.
CORES_TO_READ, CORES_TO_EMBED = 0.001, 0.002

CONNECT_SECONDS = 5.0

LOCAL_MEMORY = 512 * 1024 * 1024
"""The memory for objects of a cluster that is started here; by default it is a third of all."""


def require_ray() -> None:
    """Check that the extra is installed.

    Raises:
        Misconfigured: If it is not.
    """
    if find_spec("ray") is None or find_spec("pyarrow") is None:
        raise Misconfigured(
            "`quoth ray-ingest` needs Ray, which is not installed. Run `pip install 'quoth[ray]'`"
            " here and on every node, or use `quoth ingest` with workers."
        )


class RayCluster:
    """A Ray cluster. Every call blocks."""

    def __init__(
        self, address: str, open_cutting: Open[CutUpload], open_embedding: Open[EmbedCutTexts]
    ) -> None:
        """Set what is connected to and what its nodes open.

        Args:
            address: The `host:port` of the cluster; empty for one that is started on this machine.
            open_cutting: Opens what reads and cuts files, on a node.
            open_embedding: Opens what embeds, on a node.
        """
        self._address = address
        self._open_cutting = open_cutting
        self._open_embedding = open_embedding

    def connect(self) -> None:
        """Connect.

        Raises:
            Unavailable: If the cluster is not reachable.
            Misconfigured: If the address is none.
        """
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        if self._address:
            self._reach()
        import ray

        here: dict[str, Any] = {"include_dashboard": False, "object_store_memory": LOCAL_MEMORY}
        try:
            ray.init(
                self._address or "local",
                log_to_driver=False,
                logging_level=logging.ERROR,
                **({} if self._address else here),
            )
        except (ConnectionError, ValueError, RuntimeError) as exc:
            raise self._unreachable() from exc

    def _reach(self) -> None:
        """Connect to the address and disconnect: Ray itself takes minutes to give up."""
        host, colon, port = self._address.rpartition(":")
        if not (host and colon and port.isdecimal()):
            raise Misconfigured(
                f"{self._address!r} is no address of a Ray cluster: give it as host:port, as `ray"
                " start --head` prints it. Nothing was stored."
            )
        try:
            socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS).close()
        except (OSError, OverflowError) as exc:
            raise self._unreachable() from exc

    def _unreachable(self) -> Unavailable:
        if not self._address:
            return Unavailable(
                "Ray does not start on this machine: see /tmp/ray. Nothing was stored."
            )
        return Unavailable(
            f"The Ray cluster at {self._address} is not reachable: nothing was stored. Start it"
            " with `ray start --head`, and give the address that it prints."
        )

    def disconnect(self) -> None:
        """Stop what runs on the cluster for this process. A cluster that it started ends."""
        import ray

        ray.shutdown()

    def run(self, uploads: Mapping[int, bytes]) -> Iterator[Row]:
        """Yield each file as soon as it is prepared, but those that are lost with a node.

        Args:
            uploads: The pickled uploads, by their numbers.

        Raises:
            Unavailable: If the cluster can prepare no more files.
        """
        import ray.data

        layout = layout_of([each["Resources"] for each in ray.nodes() if each["Alive"]])
        context = ray.data.DataContext.get_current()
        context.enable_progress_bars = False
        context.max_errored_blocks = -1  # what a dead node had is missing, and begun again
        logging.getLogger("ray.data").setLevel(logging.ERROR)
        rows = [Row(number=number, texts=each, failure="") for number, each in uploads.items()]
        data = ray.data.from_items(rows, override_num_blocks=-(-len(rows) // FILES_IN_BLOCK))
        prepared = data.map(
            cut_file,
            fn_kwargs={"open_cutting": self._open_cutting},
            num_cpus=CORES_TO_READ,
            compute=ray.data.TaskPoolStrategy(layout.readers),
        ).map_batches(
            _InBatches,
            fn_constructor_args=(self._open_embedding, layout.threads),
            batch_size=FILES_AT_ONCE,
            batch_format="pyarrow",
            num_cpus=CORES_TO_EMBED,
            num_gpus=layout.gpus,
            compute=ray.data.ActorPoolStrategy(size=layout.embedders),
        )
        try:
            yield from prepared.iter_rows()
        except Exception as exc:
            raise Unavailable(
                f"The Ray cluster cannot go on ({type(exc).__name__}): {_cause_of(exc)} What was"
                " reported so far is stored; run the command again for the rest."
            ) from exc


class _InBatches(EmbedFiles):
    """Embeds batches as Ray Data passes them."""

    def __call__(self, rows: "pyarrow.Table") -> "pyarrow.Table":
        """Return the files with their embeddings."""
        import pyarrow

        return pyarrow.Table.from_pylist(super().__call__(rows.to_pylist()), _schema())


def _schema() -> "pyarrow.Schema":
    import pyarrow

    return pyarrow.schema(
        {"number": pyarrow.int64(), "texts": pyarrow.large_binary(), "failure": pyarrow.string()}
    )


def _cause_of(error: BaseException) -> str:
    """Return the last line of an error, which names its cause in those of Ray."""
    lines: Sequence[str] = str(error).strip().splitlines() or [""]
    return lines[-1][:300]
