"""Groups of people and keys."""

from collections.abc import Iterable

from domain.errors import GroupsInvalid
from domain.text.storable import storable

MAX_GROUPS = 50
MAX_GROUP_NAME = 200


def checked_groups(given: Iterable[str]) -> tuple[str, ...]:
    """Return the names of groups as they are stored: sorted, each once, without blanks around.

    They are compared with what the provider of people and the makers of keys say, so case counts.

    Raises:
        GroupsInvalid: If one is empty or too long, or there are too many.
    """
    groups = tuple(sorted({storable(each).strip() for each in given}))
    if any(not 1 <= len(each) <= MAX_GROUP_NAME or not each.isprintable() for each in groups):
        raise GroupsInvalid
    if len(groups) > MAX_GROUPS:
        raise GroupsInvalid(
            f"There are {len(groups)} groups and may be {MAX_GROUPS}: nothing was changed."
        )
    return groups
