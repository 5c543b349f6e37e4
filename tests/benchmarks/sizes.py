"""The sizes of a benchmark run."""

from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Sizes:
    """The amounts of a whole run; smaller ones only show that a benchmark works.

    Attributes:
        megabytes: The text to ingest.
        passages: The passages to search.
        questions: The questions to ask, in every benchmark that asks any.
        rounds: How often the embedders take turns.
        chunks: The chunks of 512 tokens that each embeds in a turn.
    """

    megabytes: float = 10.0
    passages: int = 200_000
    questions: int = 200
    rounds: int = 5
    chunks: int = 128


def read_arguments(names: Sequence[str]) -> tuple[list[str], Sizes]:
    """Return the benchmarks that the command line names, or all of them, and the sizes."""
    parser = ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("benchmark", nargs="*", help=f"which ones: {', '.join(names)}")
    for each in fields(Sizes):
        parser.add_argument(f"--{each.name}", type=type(each.default), default=each.default)
    arguments = vars(parser.parse_args())
    chosen: list[str] = arguments.pop("benchmark")
    for name in chosen:
        if name not in names:
            parser.error(f"there is no benchmark {name}: there are {', '.join(names)}")
    return chosen or list(names), Sizes(**arguments)
