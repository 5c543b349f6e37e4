"""Limiting documents and collections to groups."""

import pytest

from application.access.acting import acting_as
from application.access.limit_collection import LimitCollection
from application.access.limit_document import LimitDocument
from application.identifiers import new_id
from domain.access.principal import Principal
from domain.access.role import Role
from domain.access.workspace import DEFAULT_WORKSPACE
from domain.errors import CollectionNotFound, DocumentNotFound, GroupsInvalid, NotAllowed
from tests.contracts.stores import library_in_memory
from tests.contracts.test_collections import made
from tests.fakes.library import InMemoryLibrary
from tests.support.documents import embedded, unit


async def test_only_who_reads_all_limits_anything() -> None:
    """Groups are checked, what is limited is returned, and editors change nothing."""
    library = library_in_memory(InMemoryLibrary())
    document = await library.add("heron", embedded(0, "heron", unit(0)))
    collection = await made(library, "birds")
    limit = LimitDocument(library.limits, library.catalog)
    limit_all = LimitCollection(library.limits, library.collection_catalog)
    assert (await limit.execute(document.id, ["b", "a"])).limited_to == ("a", "b")
    assert (await limit_all.execute(collection.id, ["a"])).limited_to == ("a",)
    for wrong, error in (([" "], GroupsInvalid), (["a"], NotAllowed)):
        role = Role.ADMIN if error is GroupsInvalid else Role.EDITOR
        with acting_as(Principal(DEFAULT_WORKSPACE, role, "x", groups=frozenset("a"))):
            with pytest.raises(error):
                await limit.execute(document.id, wrong)
            with pytest.raises(error):
                await limit_all.execute(collection.id, wrong)
    with pytest.raises(DocumentNotFound):
        await limit.execute(new_id(), ["a"])
    with pytest.raises(CollectionNotFound):
        await limit_all.execute(new_id(), ["a"])
    assert (await library.catalog.get(document.id)).limited_to == ("a", "b")
    assert (await limit.execute(document.id, [])).limited_to == ()
