"""Any sequence of changes to a source, followed by a sync, equals a fresh sync."""

import asyncio

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from tests.fakes.syncing import InMemorySource
from tests.unit.application.syncing.test_sync_collection import DAMAGED, Syncing

PATHS = st.sampled_from(["a.md", "b.md", "c.txt", "deep/a.md", "deep/b.md", "photo.png"])
CONTENTS = st.sampled_from([b"Heron", b"Egret", DAMAGED, b"Stork"])


class AnyChanges(RuleBasedStateMachine):
    """Changes a source and its collection, and syncs now and then."""

    @initialize(tokens=st.booleans())
    def begin(self, tokens: bool) -> None:
        self.runner = asyncio.Runner()  # the locks of the use cases belong to one loop
        self.syncing = Syncing(InMemorySource(tokens=tokens))
        self.source = self.syncing.source

    @rule(path=PATHS, content=CONTENTS)
    def write(self, path: str, content: bytes) -> None:
        self.source.write(path, content)

    @precondition(lambda self: self.source.files)
    @rule(data=st.data(), new=PATHS)
    def move(self, data: st.DataObject, new: str) -> None:
        path = data.draw(st.sampled_from(sorted(self.source.files)))
        self.source.move(path, new)

    @precondition(lambda self: self.source.files)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        self.source.delete(data.draw(st.sampled_from(sorted(self.source.files))))

    @precondition(lambda self: self.syncing.contents)
    @rule(data=st.data())
    def delete_document(self, data: st.DataObject) -> None:
        self.syncing.delete(data.draw(st.sampled_from(sorted(self.syncing.contents))))

    @rule()
    def sync_without_pruning(self) -> None:
        self.runner.run(self.syncing.run())
        for name, content in self.fresh().items():
            assert self.syncing.contents[name] == content

    @precondition(lambda self: any(path.endswith((".md", ".txt")) for path in self.source.files))
    @rule()
    def sync(self) -> None:
        report = self.runner.run(self.syncing.run(prune=True))
        fresh, contents = self.fresh(), self.syncing.contents
        bad = {
            f"birds/{path}"
            for path, content in self.source.files.items()
            if content == DAMAGED and not path.endswith(".png")
        }
        # a file that cannot be a document leaves the last version that could be one
        assert {name: contents[name] for name in contents if name not in bad} == fresh
        assert {f"birds/{each.path}" for each in report.changes if each.reason} == bad
        again = self.runner.run(self.syncing.run(prune=True))
        assert again.unchanged == len(fresh)
        assert self.syncing.embedded == []

    def fresh(self) -> dict[str, bytes]:
        """Return the documents that this source makes."""
        return {
            f"birds/{path}": content
            for path, content in self.source.files.items()
            if content != DAMAGED and not path.endswith(".png")
        }

    def teardown(self) -> None:
        """A sync of the same files into nothing makes what is expected here."""
        other = Syncing(InMemorySource(dict(self.source.files)))
        self.runner.run(other.run())
        assert other.contents == self.fresh()
        self.runner.close()


TestAnyChanges = AnyChanges.TestCase
TestAnyChanges.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)
