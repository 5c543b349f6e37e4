"""Which roles groups give, and what a way to a provider is made of."""

from base64 import urlsafe_b64decode
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from domain.access.digest import digest_of
from domain.access.member import GroupRule, roles_of
from domain.access.role import Role
from domain.access.sign_in import ProviderFlow

GROUPS = st.sampled_from("abc")
RULES = st.lists(st.builds(GroupRule, GROUPS, st.sampled_from("xy"), st.sampled_from(Role)))


@given(st.sets(GROUPS), RULES)
def test_the_greatest_role_of_a_workspace_counts(groups: set[str], rules: list[GroupRule]) -> None:
    """No group gives a role that is not its own, and the order of the rules does not matter."""
    roles = roles_of(groups, rules)
    assert roles == roles_of(groups, rules[::-1])
    held = [rule for rule in rules if rule.group in groups]
    assert set(roles) == {rule.workspace for rule in held}
    assert set(roles.items()) <= {(rule.workspace, rule.role) for rule in held}
    assert all(roles[rule.workspace].includes(rule.role) for rule in held)


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_way_to_a_provider_is_made_of_its_secret(one: str, other: str) -> None:
    """Its parts differ from each other and from those of another, and PKCE's hash is right."""
    flow = ProviderFlow.of(one, "back")
    parts = {flow.state, flow.nonce, flow.verifier}
    assert len(parts) == 3
    assert ProviderFlow.of(one, "back") == flow
    if one != other:
        another = ProviderFlow.of(other, "back")
        assert not parts & {another.state, another.nonce, another.verifier}
    assert urlsafe_b64decode(flow.challenge + "=") == sha256(flow.verifier.encode()).digest()
    assert len(digest_of(one)) == 32
