"""Run the benchmarks and print the table of docs/benchmarks.md.

python -m tests.benchmarks
python -m tests.benchmarks search ingest --passages 2000 --megabytes 0.2

It exits with 1 if a bar is missed.
"""

import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from tests.benchmarks import (
    ask,
    busy_search,
    capacity,
    crowd,
    edits,
    embedder,
    embedding,
    events,
    index,
    ingest,
    limits,
    odd_texts,
    openai_routes,
    overload,
    quality,
    query,
    ray_ingest,
    replicas,
    search,
    server,
    slow_readers,
    sources,
    stalls,
    web,
    workspaces,
    writers,
)
from tests.benchmarks.figures import HEADER, machine
from tests.benchmarks.sizes import read_arguments

BENCHMARKS = {
    "embedding": embedding.run,
    "quality": quality.run,
    "query": query.run,
    "embedder": embedder.run,
    "ingest": ingest.run,
    "ray": ray_ingest.run,
    "odd_texts": odd_texts.run,
    "edits": edits.run,
    "search": search.run,
    "busy_search": busy_search.run,
    "workspaces": workspaces.run,
    "index": index.run,
    "server": server.run,
    "ask": ask.run,
    "openai_routes": openai_routes.run,
    "crowd": crowd.run,
    "overload": overload.run,
    "slow_readers": slow_readers.run,
    "sources": sources.run,
    "stalls": stalls.run,
    "web": web.run,
    "writers": writers.run,
    "limits": limits.run,
    "replicas": replicas.run,
    "capacity": capacity.run,
    "events": events.run,
}


def main() -> int:
    """Print the machine, then each metric as soon as it is measured; return the exit status."""
    names, sizes = read_arguments(list(BENCHMARKS))
    print_at_once(f"{machine()}\n\n{HEADER}")
    started = time.perf_counter()
    missed = 0
    for name in names:
        # a process each, so that no benchmark inherits the memory or threads of another
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
            for figure in process.submit(BENCHMARKS[name], sizes).result():
                print_at_once(figure.row())
                missed += figure.met is False
    print_at_once(f"\n{sizes}, in {time.perf_counter() - started:.0f} s, {missed} missed")
    return int(missed > 0)


def print_at_once(line: str) -> None:
    """Print a line and flush it."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
