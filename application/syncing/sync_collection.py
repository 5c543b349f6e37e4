"""Making a collection equal to a source."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from application.ports.sync_items import SyncItems
from application.ports.synced_library import SyncedLibrary
from application.ports.upload_files import UploadFiles
from application.syncing.plan_sync import SyncRequest
from domain.documents.document import Upload
from domain.errors import (
    Conflict,
    DocumentNotFound,
    FileEmpty,
    FileTooLarge,
    InvalidInput,
    ItemUnreadable,
    ProcessingFailed,
    QuothError,
    SourceUnavailable,
    Unavailable,
)
from domain.syncing.items import PassedOver, SyncedItem
from domain.syncing.plan import Candidate, Moves, SyncPlan
from domain.syncing.report import SyncChange, SyncOutcome, SyncReport

UPLOADS_AT_ONCE = 3  # one is being stored, one embedded, one fetched and read
SAVED_AT_ONCE = 200
NO_TEXT = "contains no text"

Observe = Callable[[SyncChange], None]

logger = logging.getLogger(__name__)


@dataclass
class _Run:
    """A sync under way.

    Attributes:
        moves: The missing items by their content.
        renamed: The paths of those that were found again under another name.
        seen: What is to be remembered of items whose content turned out to be the known one.
        changes: What became of the items so far.
    """

    request: SyncRequest
    plan: SyncPlan
    moves: Moves
    renamed: set[str] = field(default_factory=set)
    seen: list[SyncedItem] = field(default_factory=list)
    changes: list[SyncChange] = field(default_factory=list)

    def report(self) -> SyncReport:
        """Return what became of all items."""
        failed = [
            SyncChange(each.path, SyncOutcome.FAILED_BEFORE, each.error or "")
            for each in self.plan.failed_before
        ]
        became = defaultdict[SyncOutcome, list[SyncChange]](list)
        for each in [*failed, *self.changes]:
            became[each.outcome].append(each)
        unchanged = became.pop(SyncOutcome.UNCHANGED, [])
        no_text = [each.path for each in became.pop(SyncOutcome.PASSED_OVER, [])]
        no_text += [each.path for each in self.plan.no_text]
        changes = [each for outcome in became.values() for each in outcome]
        return SyncReport(
            tuple(sorted(changes, key=lambda change: change.path)),
            len(self.plan.unchanged) + len(unchanged),
            (*self.plan.passed_over, *(PassedOver(path, NO_TEXT) for path in sorted(no_text))),
            self.plan.unlisted,
            self.plan.other_types,
        )


class SyncCollection:
    """Makes a collection equal to a source, as planned.

    Whenever it is interrupted, each document is as it was or as it should be, and the next run does
    the rest: everything that it does can be done twice.
    """

    def __init__(
        self,
        items: SyncItems,
        library: SyncedLibrary,
        files: UploadFiles,
        max_upload_bytes: int,
    ) -> None:
        self._items = items
        self._library = library
        self._files = files
        self._max_upload_bytes = max_upload_bytes

    async def execute(self, request: SyncRequest, plan: SyncPlan, observe: Observe) -> SyncReport:
        """Carry out a plan, or tell what would be done, and return what became of all items.

        An item that fails is reported, and stops no other.

        Args:
            request: The request that the plan was made for.
            plan: The plan.
            observe: Called with what became of each item that is not as planned before, as soon as
                it is known.

        Raises:
            Unavailable: If a part of Quoth becomes unavailable. What was finished is stored.
        """
        run = _Run(request, plan, Moves(plan.missing))
        remaining = iter(plan.candidates)

        async def take() -> None:
            for candidate in remaining:
                change = await self._settled(run, candidate)
                run.changes.append(change)
                observe(change)
                if len(run.seen) >= SAVED_AT_ONCE:
                    await self._save_seen(run)

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(UPLOADS_AT_ONCE):
                    group.create_task(take())
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from None
        await self._save_seen(run)
        for item in plan.missing:
            if item.path not in run.renamed and (change := await self._gone(run, item)):
                run.changes.append(change)
                observe(change)
        return run.report()

    async def _settled(self, run: _Run, candidate: Candidate) -> SyncChange:
        """Make the document of an item equal to it, and return what became of it."""
        item = candidate.item
        change = SyncChange(item.path, SyncOutcome.FAILED, size=item.size or 0)
        try:
            if item.size is not None and item.size > self._max_upload_bytes:
                raise FileTooLarge(
                    f"The file has {item.size:,} bytes and this server accepts"
                    f" {self._max_upload_bytes:,}, so it was not fetched."
                )
            if run.request.dry_run and candidate.known is None and not run.moves:
                return replace(change, outcome=SyncOutcome.ADDED)
            return await self._fetched(run, candidate, change)
        except ItemUnreadable as exc:  # and would be again
            return await self._unreadable(run, candidate, change, exc.message)
        except SourceUnavailable as exc:  # for this item, and for now
            return replace(change, reason=exc.message)
        except Unavailable:
            raise
        except QuothError as exc:
            return replace(change, reason=exc.message)
        except Exception:
            logger.exception("an item could not be synced")
            return replace(change, reason=QuothError().message)

    async def _fetched(self, run: _Run, candidate: Candidate, change: SyncChange) -> SyncChange:
        item, known = candidate.item, candidate.known
        settled = known is not None and (
            known.stored or (known.error is not None and not run.request.retry)
        )
        async with self._files.new() as file:
            fetched = await run.request.source.fetch(
                item, known.token if known and settled else None, file
            )
            upload = await file.upload(item.path)
            if known and settled and (not fetched.modified or known.sha256 == upload.sha256):
                run.seen.append(replace(known, token=fetched.token))
                if known.stored:
                    return replace(change, outcome=SyncOutcome.UNCHANGED)
                if known.passed_over:
                    return replace(change, outcome=SyncOutcome.PASSED_OVER, reason=NO_TEXT)
                reason = known.error or ""
                return replace(change, outcome=SyncOutcome.FAILED_BEFORE, reason=reason)
            now = SyncedItem(item.path, fetched.token, upload.sha256)
            if known is None or known.document_id is None:
                before = await self._renamed(run, now, upload.sha256)
                if before is not None:
                    return replace(change, outcome=SyncOutcome.RENAMED, before=before)
            return await self._stored(run, candidate, upload, now, change)

    async def _unreadable(
        self, run: _Run, candidate: Candidate, change: SyncChange, reason: str
    ) -> SyncChange:
        """Remember that the source does not give an item, until it changes."""
        item, known = candidate.item, candidate.known
        now = SyncedItem(item.path, item.token, sha256=None, error=reason)
        if not run.request.dry_run:
            await self._items.save(run.request.collection, [now])
        again = known is not None and known.sha256 is None and not run.request.retry
        outcome = SyncOutcome.FAILED_BEFORE if again else SyncOutcome.FAILED
        return replace(change, outcome=outcome, reason=reason)

    async def _renamed(self, run: _Run, now: SyncedItem, sha256: str) -> str | None:
        """Rename the document of a missing item with this content; return its path, if any."""
        collection = run.request.collection
        before = run.moves.take(sha256)
        if before is None:
            return None
        if not run.request.dry_run:
            try:
                await self._library.rename(collection, before.path, now.path)
            except (DocumentNotFound, Conflict):  # others deleted it, or took the name
                return None
            await self._items.save(collection, [now], forgotten=[before.path])
        run.renamed.add(before.path)
        return before.path

    async def _stored(
        self,
        run: _Run,
        candidate: Candidate,
        upload: Upload,
        now: SyncedItem,
        change: SyncChange,
    ) -> SyncChange:
        """Put the content of an item under its name."""
        item, collection = candidate.item, run.request.collection
        if run.request.dry_run:
            is_new = candidate.known is None or candidate.known.document_id is None
            return replace(change, outcome=SyncOutcome.ADDED if is_new else SyncOutcome.CHANGED)
        try:
            outcome = await self._library.put(collection, item, upload)
        except (InvalidInput, ProcessingFailed) as exc:  # would fail again
            no_text = isinstance(exc, FileEmpty)
            await self._items.save(collection, [replace(now, error=exc.message, no_text=no_text)])
            # a document that is still there has a text that the source no longer has
            if no_text and (candidate.known is None or candidate.known.document_id is None):
                return replace(change, outcome=SyncOutcome.PASSED_OVER, reason=NO_TEXT)
            return replace(change, reason=exc.message)
        await self._items.save(collection, [now])
        return replace(change, outcome=outcome)

    async def _gone(self, run: _Run, item: SyncedItem) -> SyncChange | None:
        """Remove the document of a missing item if that was asked for."""
        collection, dry_run = run.request.collection, run.request.dry_run
        if item.document_id is None:  # only what is remembered is left
            if not dry_run:
                await self._items.save(collection, forgotten=[item.path])
            return None
        if not run.request.prune:
            return SyncChange(item.path, SyncOutcome.GONE)
        if not dry_run:
            await self._library.remove(item.document_id)
            await self._items.save(collection, forgotten=[item.path])
        return SyncChange(item.path, SyncOutcome.REMOVED)

    async def _save_seen(self, run: _Run) -> None:
        seen, run.seen = run.seen, []
        if seen and not run.request.dry_run:
            await self._items.save(run.request.collection, seen)
