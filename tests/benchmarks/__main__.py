"""Measure everything and print it as docs/benchmarks.md shows it."""

import sys
import tempfile
from pathlib import Path

from tests.benchmarks import embedding, server
from tests.benchmarks.figures import machine, table


def main() -> None:
    """Print the machine and the figures."""
    with tempfile.TemporaryDirectory(prefix="quoth-bench-") as folder:
        figures = [*server.run(Path(folder)), *embedding.run()]
    sys.stdout.write(f"{machine()}\n\n{table(figures)}\n")


if __name__ == "__main__":
    main()
