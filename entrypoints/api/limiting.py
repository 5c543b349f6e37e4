"""Limits of documents and collections to groups, as requests name them."""

from typing import Annotated, TypeAlias

from msgspec import Meta

from domain.access.groups import MAX_GROUP_NAME, MAX_GROUPS
from entrypoints.api.openapi import SOME_TEXT, says

_GROUP = {"type": "string", "pattern": SOME_TEXT, "maxLength": MAX_GROUP_NAME}
Groups: TypeAlias = Annotated[list[str], Meta(max_length=MAX_GROUPS), says(items=_GROUP)]

LIMITED_ALONE = (
    "The request is not valid: send `limited_to` in a request of its own. Nothing was changed."
)
