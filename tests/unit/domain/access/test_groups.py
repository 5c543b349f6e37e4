"""What is limited to groups, and who may read it."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.access.groups import MAX_GROUPS, checked_groups
from domain.access.principal import Principal, worker_in
from domain.access.role import Role
from domain.access.workspace import DEFAULT_WORKSPACE
from domain.errors import GroupsInvalid
from tests.support.reading import may_read

GROUPS = st.frozensets(st.sampled_from("abcd"))
LIMITS = st.lists(GROUPS, max_size=4)


def of(role: Role, *groups: str) -> Principal:
    """Return somebody in the default workspace."""
    return Principal(DEFAULT_WORKSPACE, role, "somebody", groups=frozenset(groups))


@given(one=GROUPS, other=GROUPS, limits=LIMITS)
def test_who_reads_what_another_reads_may_follow_them(
    one: frozenset[str], other: frozenset[str], limits: list[frozenset[str]]
) -> None:
    """Whoever reads what another one may is refused nothing that the other one is not refused."""
    me, they = of(Role.READER, *one), of(Role.EDITOR, *other)
    if me.reads_what(they):
        assert may_read(me.reads_as, limits) or not may_read(they.reads_as, limits)
    assert me.reads_what(they) == (other <= one)


def test_admins_and_the_program_itself_read_all() -> None:
    """Only who reads all may follow them, and nobody of another workspace."""
    admin, worker = of(Role.ADMIN), worker_in(DEFAULT_WORKSPACE.workspace_id)
    assert admin.reads_as is None
    assert worker.reads_all
    assert admin.reads_what(worker)
    assert admin.reads_what(of(Role.READER, "a"))
    assert not of(Role.READER, "a").reads_what(admin)
    elsewhere = Principal(worker_in(UUID(int=1)).workspace, Role.ADMIN, "elsewhere")
    assert not elsewhere.reads_what(of(Role.READER))


def test_groups_are_stored_sorted_and_once() -> None:
    """Blanks around a name do not count, and case does."""
    assert checked_groups([" b", "a", "b", "A "]) == ("A", "a", "b")
    assert checked_groups([]) == ()
    for wrong in (["a", " "], ["x" * 201], ["a\nb"], map(str, range(MAX_GROUPS + 1))):
        with pytest.raises(GroupsInvalid):
            checked_groups(wrong)
