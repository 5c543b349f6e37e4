"""How many processes of a cluster read files, and how many embed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MOST_THREADS = 8
"""How many threads one process embeds with at most: more would wait for the interpreter."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The processes of a run.

    Attributes:
        readers: How many files are read and cut at a time.
        embedders: How many processes embed.
        gpus: How many GPUs each of these has: 0 or 1.
        threads: How many threads each of these computes with.
    """

    readers: int
    embedders: int
    gpus: int
    threads: int


def layout_of(nodes: Sequence[Mapping[str, float]]) -> Layout:
    """Return the layout for the resources of the nodes, such as `{"CPU": 16.0, "GPU": 1.0}`.

    Where there are GPUs, each has a process that embeds, and no other process embeds. Otherwise
    each node has one for up to `MOST_THREADS` of its cores.
    """
    cores = [max(1, int(node.get("CPU", 0))) for node in nodes]
    gpus = sum(int(node.get("GPU", 0)) for node in nodes)
    if gpus:
        return Layout(sum(cores), gpus, 1, MOST_THREADS)
    embedders = sum(-(-each // MOST_THREADS) for each in cores)
    return Layout(sum(cores), embedders, 0, min(MOST_THREADS, *cores))
