"""What `quoth eval` does in the end for datasets and answer sets alike."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console

from domain.errors import Misconfigured
from entrypoints.evaluation.figures.comparison import compare
from entrypoints.evaluation.figures.gates import Gate
from entrypoints.evaluation.reports.tables import comparison_table


def check_targets(*targets: Path | None) -> None:
    """Check that files can be written, before the slow part begins.

    Raises:
        Misconfigured: If the folder of a file does not exist.
    """
    for target in targets:
        if target is not None and not target.absolute().parent.is_dir():
            raise Misconfigured(f"{target} cannot be written: its folder does not exist.")


def print_comparison(
    before: Mapping[str, Mapping[str, float]],
    after: Mapping[str, Mapping[str, float]],
    totals: tuple[Mapping[str, float], Mapping[str, float]],
    console: Console,
    *,
    same_documents: bool,
) -> None:
    """Print the differences between a baseline and this run.

    Args:
        before: {question id: {metric: value}} of the baseline.
        after: The same for this run.
        totals: The metrics of both runs as a whole.
        console: The console to print to.
        same_documents: Whether both runs had the same documents.

    Raises:
        Misconfigured: If the runs have no question in common.
    """
    console.print(comparison_table(compare(before, after, *totals)))
    if not same_documents:
        say(
            console,
            "The documents are not those of the baseline, so the runs may not be comparable.",
        )


def print_gates(gates: Sequence[Gate], figures: Mapping[str, float], console: Console) -> int:
    """Print the result of each gate, and return the exit status: 1 if one failed."""
    misses = [(gate, gate.miss(figures)) for gate in gates]
    for gate, miss in misses:
        if miss is None:
            console.print(f"✓ {gate}", markup=False, highlight=False)
        else:
            console.print(f"✗ {miss}", style="red", markup=False, highlight=False)
    return 1 if any(miss for _, miss in misses) else 0


def say(console: Console, *lines: str) -> None:
    """Print lines as they are."""
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
