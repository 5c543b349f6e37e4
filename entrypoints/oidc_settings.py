"""The settings for signing in at a provider, as one value that fits together."""

import re
from collections.abc import Mapping
from typing import Any

from domain.access.member import GroupRule
from domain.access.role import Role
from domain.access.workspace import workspace_name
from domain.errors import WorkspaceNameInvalid

ROLES = tuple(role.value for role in Role)
# a provider on this machine may be reached without TLS
_ISSUER = re.compile(r"https://[^\s/?#]+[^\s?#]*|http://(localhost|127\.0\.0\.1|\[::1\])[^\s?#]*")

GroupRules = tuple[GroupRule, ...]


def group_rules(text: str) -> GroupRules:
    """Return the entries of a comma-separated list such as `admins=default:admin`.

    Raises:
        ValueError: With what is wrong with the first entry that is none.
    """
    return tuple(_rule(entry) for each in text.split(",") if (entry := each.strip()))


def _rule(entry: str) -> GroupRule:
    group, equals, target = entry.rpartition("=")
    workspace, colon, role = target.rpartition(":")
    if not (group.strip() and equals and colon) or role.strip() not in ROLES:
        raise ValueError(
            f"{entry!r} is no group: write GROUP=WORKSPACE:ROLE, with one of the roles"
            f" {', '.join(ROLES)}"
        )
    try:
        return GroupRule(group.strip(), workspace_name(workspace), Role(role.strip()))
    except WorkspaceNameInvalid as exc:
        raise ValueError(f"{entry!r} has no valid workspace: {exc.message}") from None


def contradictions(merged: Mapping[str, Any]) -> list[str]:
    """Return what does not fit together in the settings of a provider."""
    issuer = merged["oidc_issuer"]
    if not issuer:
        return []
    if not _ISSUER.fullmatch(issuer):
        return [
            f"QUOTH_OIDC_ISSUER cannot be {issuer!r}: it must be the https address of a provider,"
            " as its description says it, such as https://id.example/realms/main."
        ]
    needed = {
        "QUOTH_OIDC_CLIENT_ID (what the provider calls this server)": merged["oidc_client_id"],
        "QUOTH_OIDC_GROUPS (which groups are let in)": merged["oidc_groups"],
    }
    missing = " and ".join(name for name, value in needed.items() if not value)
    return [f"QUOTH_OIDC_ISSUER cannot be set without {missing}."] if missing else []
