"""Provides how people sign in, and what they may do then."""

from datetime import timedelta

from dishka import Provider, Scope, provide

from adapters.openid_connect.provider import OpenIdConnectProvider
from adapters.openid_connect.tokens import require_joserfc
from adapters.postgres.audit_log import PostgresAuditLog
from adapters.postgres.members import PostgresMembers
from adapters.postgres.sign_ins import PostgresSignIns
from application.access.count_sign_in import CountSignIn
from application.access.go_on_signed_in import (
    FindSignIn,
    ListOwnWorkspaces,
    SignOut,
    SwitchWorkspace,
)
from application.access.record_action import RecordAction
from application.access.sign_in import BeginSignIn, OpenSignIn, SignInPerson, SignInWithKey
from application.limits.record_failed_sign_in import RecordFailedSignIn
from application.limits.record_refusal import RecordRefusal
from application.limits.sparing_rate_limiter import SparingRateLimiter
from application.ports.audit_log import AuditLog
from application.ports.identity_provider import IdentityProvider
from application.ports.members import Members
from application.ports.sign_ins import SignIns
from application.ports.workspaces import Workspaces
from entrypoints.settings import Settings


class People(Provider):
    """Provides how people sign in, and what they may do then."""

    scope = Scope.APP

    audit_log = provide(PostgresAuditLog, provides=AuditLog)
    members = provide(PostgresMembers, provides=Members)
    sign_ins = provide(PostgresSignIns, provides=SignIns)
    record_action = provide(RecordAction)
    record_refusal = provide(RecordRefusal)
    count_sign_in = provide(CountSignIn)
    sign_in_with_key = provide(SignInWithKey)
    find_sign_in = provide(FindSignIn)
    sign_out = provide(SignOut)
    list_own_workspaces = provide(ListOwnWorkspaces)
    switch_workspace = provide(SwitchWorkspace)

    @provide
    def open_sign_in(
        self, sign_ins: SignIns, count: CountSignIn, record: RecordAction, settings: Settings
    ) -> OpenSignIn:
        """Stores sign-ins, which end after the time of the settings."""
        return OpenSignIn(sign_ins, count, record, timedelta(hours=settings.sign_in_hours))

    @provide
    def record_failed_sign_in(
        self, log: AuditLog, limiter: SparingRateLimiter
    ) -> RecordFailedSignIn:
        """Enters few of the failures into the audit log."""
        return RecordFailedSignIn(log, limiter)

    @provide
    def identity_provider(self, settings: Settings) -> IdentityProvider | None:
        """Where people sign in; None unless the settings name a provider."""
        if not settings.oidc_issuer:
            return None
        require_joserfc()
        return OpenIdConnectProvider(
            settings.oidc_issuer,
            settings.oidc_client_id,
            settings.oidc_client_secret,
            settings.oidc_scopes,
            settings.oidc_groups_claim,
        )

    @provide
    def begin_sign_in(self, provider: IdentityProvider | None) -> BeginSignIn | None:
        """Sends browsers to the provider, if there is one."""
        return None if provider is None else BeginSignIn(provider)

    @provide
    def sign_in_person(
        self,
        provider: IdentityProvider | None,
        members: Members,
        workspaces: Workspaces,
        opening: OpenSignIn,
        settings: Settings,
    ) -> SignInPerson | None:
        """Signs people in who come back from the provider, if there is one."""
        if provider is None:
            return None
        return SignInPerson(provider, settings.oidc_groups, members, workspaces, opening)
