"""Who may read what is limited, as the database decides it, said again."""

from collections.abc import Iterable


def may_read(groups: Iterable[str] | None, limits: Iterable[Iterable[str]]) -> bool:
    """Return whether something may be read that limits hold for.

    Args:
        groups: The groups of who reads; None if they read all.
        limits: Each limit that holds: the groups that may read. Without groups it is none.
    """
    if groups is None:
        return True
    held = set(groups)
    return all(held & allowed for allowed in map(set, limits) if allowed)
