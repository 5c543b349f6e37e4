"""What the roles include."""

import pytest

from domain.access.role import Role


@pytest.mark.parametrize(
    ("role", "included"),
    [
        (Role.READER, {Role.READER}),
        (Role.EDITOR, {Role.READER, Role.EDITOR}),
        (Role.ADMIN, {Role.READER, Role.EDITOR, Role.ADMIN}),
    ],
)
def test_a_role_includes_what_the_smaller_ones_may_do(role: Role, included: set[Role]) -> None:
    """A role may do what each smaller one may, and nothing of a larger one."""
    assert {other for other in Role if role.includes(other)} == included
