"""Errors on keys and workspaces."""

from domain.errors.kinds import InvalidInput, NotFound


class WorkspaceNameInvalid(InvalidInput):
    """A workspace is named with 1 to 60 letters, digits, `.`, `_` and `-`: nothing was changed."""

    code = "workspace_name_invalid"


class KeyInvalid(InvalidInput):
    """A key cannot be made like this, so none was made."""

    code = "key_invalid"


class GroupsInvalid(InvalidInput):
    """A group is named with 1 to 200 characters on one line: nothing was changed."""

    code = "groups_invalid"


class WorkspaceNotFound(NotFound):
    """There is no such workspace: `quoth workspace list` shows which there are."""

    code = "workspace_not_found"


class KeyNotFound(NotFound):
    """There is no such key, so nothing was changed."""

    code = "key_not_found"
