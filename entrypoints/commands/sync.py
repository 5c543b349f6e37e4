"""quoth sync: make a collection equal to a source."""

import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import aclosing
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from application.ports.source_changes import SourceChanges
from application.syncing.plan_sync import PlanSync, SyncRequest
from application.syncing.sync_collection import NO_TEXT, SyncCollection
from domain.errors import Unavailable
from domain.syncing.items import PassedOver
from domain.syncing.pace import Pace
from domain.syncing.plan import SyncPlan
from domain.syncing.report import SyncChange, SyncOutcome, SyncReport
from entrypoints.commands.json_output import print_json_line
from entrypoints.commands.terminal import print_line, shown_size

MOST_PASSED_OVER = 20

_FAILED = (SyncOutcome.FAILED, SyncOutcome.FAILED_BEFORE)
_LATER = (SyncOutcome.GONE, SyncOutcome.PASSED_OVER)  # said at the end
_COUNTED = (
    SyncOutcome.ADDED,
    SyncOutcome.CHANGED,
    SyncOutcome.RENAMED,
    SyncOutcome.REMOVED,
    SyncOutcome.UNCHANGED,
)


@dataclass(frozen=True, slots=True)
class SyncUseCases:
    """What the command needs.

    Attributes:
        load: Loads the models, which takes seconds; called only if there is something to embed.
    """

    plan: PlanSync
    sync: SyncCollection
    load: Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Said:
    """Where it is said what became of the documents.

    Attributes:
        people: For people.
        programs: For programs, an object on a line for each document; None if none reads it.
    """

    people: Console
    programs: Console | None = None

    def change(self, change: SyncChange) -> None:
        """Say what became of one item."""
        if self.programs is not None:
            print_json_line(self.programs, change)


async def sync_once(use_cases: SyncUseCases, request: SyncRequest, said: Said) -> int:
    """Make a collection equal to its source, and return the exit status.

    A line for each document says what became of it as soon as it is known. The status is 1 if the
    collection does not have everything that the source has.

    Raises:
        SyncRefused: If it cannot be synced; nothing was changed.
        Unavailable: If the source or the database is; documents finished so far are stored.
    """
    report = await _synced(use_cases, request, said)
    return 0 if report.complete else 1


async def sync_and_watch(
    use_cases: SyncUseCases, request: SyncRequest, changes: SourceChanges, said: Said
) -> None:
    """Keep a collection equal to its source until the task is cancelled.

    A source or a database that is unavailable is tried again when something changes.

    Raises:
        SourceUnavailable: If the source cannot be watched.
    """
    seen: SyncReport | None = None
    async with aclosing(changes.settled()) as settled:
        async for _ in settled:
            try:
                seen = await _synced(use_cases, request, said, seen)
            except Unavailable as exc:
                print_line(said.people, f"not synced: {exc.message}", style="red")


async def _synced(
    use_cases: SyncUseCases,
    request: SyncRequest,
    said: Said,
    before: SyncReport | None = None,
) -> SyncReport:
    """Sync once, and print the report unless it says the same as the one before."""
    console = said.people
    started = time.monotonic()
    plan = await use_cases.plan.execute(request)
    if plan.candidates and not request.dry_run:
        await use_cases.load()
    for each in plan.failed_before:
        said.change(SyncChange(each.path, SyncOutcome.FAILED_BEFORE, each.error or ""))
    for each in plan.no_text:
        said.change(SyncChange(each.path, SyncOutcome.PASSED_OVER, NO_TEXT))
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[pace]}"),
        console=console, disable=not (plan.candidates and console.is_terminal), transient=True,
    ) as progress:  # fmt: skip
        meter = _Meter(plan, progress, console)

        def observe(change: SyncChange) -> None:
            meter.advance(change)
            said.change(change)

        report = await use_cases.sync.execute(request, plan, observe)
    if before is None or before != report:
        _print_report(report, request, console)
        seconds = time.monotonic() - started
        counts = report.counts
        parts = [f"{counts[outcome]} {outcome.value}" for outcome in _COUNTED]
        parts.append(f"{sum(counts[outcome] for outcome in _FAILED)} failed")
        speed = (
            f", {shown_size(round(meter.pace.bytes_a_second))}/s" if meter.pace.size_done else ""
        )
        print_line(console, f"{', '.join(parts)} ({seconds:.1f} s{speed})")
    return report


class _Meter:
    """Shows how far a sync is."""

    def __init__(self, plan: SyncPlan, progress: Progress, console: Console) -> None:
        self._progress = progress
        self._console = console
        self._started = time.monotonic()
        sizes = [candidate.item.size or 0 for candidate in plan.candidates]
        self.pace = Pace(len(sizes), sum(sizes))
        self._task = progress.add_task("Syncing", total=1.0, pace="")

    def advance(self, change: SyncChange) -> None:
        """Print what became of an item, and move the bar."""
        if change.outcome not in (*_FAILED, SyncOutcome.UNCHANGED, *_LATER):
            print_line(self._console, _line(change))
        if change.outcome in (SyncOutcome.REMOVED, SyncOutcome.GONE):
            return  # nothing was fetched
        self.pace = Pace(
            self.pace.files,
            self.pace.size,
            self.pace.files_done + 1,
            self.pace.size_done + change.size,
            time.monotonic() - self._started,
        )
        left = self.pace.seconds_left
        self._progress.update(
            self._task,
            completed=self.pace.share,
            pace=f"{self.pace.files_done:,}/{self.pace.files:,},"
            f" {shown_size(round(self.pace.bytes_a_second))}/s"
            + (f", {_duration(left)} left" if left is not None else ""),
        )


def _line(change: SyncChange) -> str:
    origin = f" (was {change.before})" if change.before else ""
    size = f" ({shown_size(change.size)})" if change.size and not origin else ""
    return f"{change.outcome.value}: {change.path}{origin}{size}"


def _print_report(report: SyncReport, request: SyncRequest, console: Console) -> None:
    for change in report.changes:
        if change.outcome is SyncOutcome.FAILED:
            print_line(console, f"failed: {change.path}: {change.reason}", style="red")
        elif change.outcome is SyncOutcome.FAILED_BEFORE:
            text = f"failed before, and has not changed: {change.path}: {change.reason}"
            print_line(console, text, style="red")
    for each in report.unlisted:
        print_line(console, f"not listed: {each.path}: {each.reason}", style="red")
    if report.unlisted and request.prune:
        print_line(console, "nothing was removed, because not everything could be listed")
    _print_passed_over(report.passed_over, console)
    if report.other_types:
        kinds = ", ".join(f"{count} {suffix}" for suffix, count in report.other_types)
        print_line(console, f"not read, because of their type: {kinds}")
    if gone := report.counts[SyncOutcome.GONE]:
        text = f"no longer in the source: {gone} (--prune deletes their documents)"
        print_line(console, text)
    if report.counts[SyncOutcome.FAILED_BEFORE]:
        print_line(console, "files that failed are tried again when they change, or with --retry")
    if request.dry_run:
        print_line(console, "dry run: nothing was stored")


def _print_passed_over(passed_over: Iterable[PassedOver], console: Console) -> None:
    everything = list(passed_over)
    for each in everything[:MOST_PASSED_OVER]:
        print_line(console, f"passed over: {each.path}: {each.reason}")
    if more := len(everything[MOST_PASSED_OVER:]):
        print_line(console, f"and {more} more passed over")


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
