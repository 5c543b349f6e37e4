"""Errors of signing in."""

from domain.errors.kinds import NotAllowed, NotAuthenticated, NotFound, Unavailable


class SignInFailed(NotAuthenticated):
    """The sign-in could not be completed, so nobody is signed in: begin again."""

    code = "sign_in_failed"


class NotAMember(NotAllowed):
    """None of your groups is let in here: ask whoever runs this server to add one of them."""

    code = "not_a_member"


class MemberNotFound(NotFound):
    """The workspace has no such member, so nothing was changed."""

    code = "member_not_found"


class ProviderUnavailable(Unavailable):
    """The provider that people sign in at does not answer, so nobody is signed in: try again."""

    code = "provider_unavailable"


class SignInNotOffered(NotFound):
    """No provider is set up here that people could sign in at: sign in with a key."""

    code = "sign_in_not_offered"
