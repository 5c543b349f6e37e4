"""Signing in and out in a browser."""

import secrets
from datetime import UTC, datetime
from typing import Any

from dishka.integrations.litestar import FromDishka, inject
from litestar import Controller, Request, Response, get, post
from litestar.datastructures import Cookie, State
from litestar.params import JSONBody
from litestar.response import Redirect

from application.access.go_on_signed_in import SignOut
from application.access.sign_in import BeginSignIn, SignedIn, SignInPerson, SignInWithKey
from application.limits.count_failed_sign_in import CountFailedSignIn
from application.limits.record_failed_sign_in import RecordFailedSignIn
from domain import errors
from domain.access.sign_in import FLOW_LIFETIME
from entrypoints.api.page_cookies import FLOW, SIGN_IN, cookie_of, flow_cookie, sign_in_cookie
from entrypoints.api.people_schemas import SignedInView, SignInBody, SignInWaysView
from entrypoints.api.problems import READING, WRITING, current_request_id, problems
from entrypoints.api.request_errors import CrossOrigin, RequestTooLarge
from entrypoints.api.roles import FREE

AnyRequest = Request[Any, Any, State]

CALLBACK = "/api/sign-in/provider/callback/"
_FORGET = 0


class SignInController(Controller):
    """Signs a browser in."""

    path = "/api/sign-in"
    tags = ["Access"]  # noqa: RUF012 - the framework's attribute
    opt = FREE

    @get("/", responses=problems(*READING, free=True), security=[{}])
    @inject
    async def list_ways(self, begin: FromDishka[BeginSignIn | None]) -> SignInWaysView:
        """Say how one can sign in."""
        return SignInWaysView(begin is not None)

    @post(
        "/",
        status_code=200,
        responses=problems(
            errors.NotAuthenticated,
            errors.SignInFailed,
            errors.NotAllowed,
            errors.RateLimited,
            CrossOrigin,
            RequestTooLarge,
            *WRITING,
            free=True,
        ),
        security=[{}],
    )
    @inject
    async def sign_in(
        self,
        request: AnyRequest,
        data: JSONBody[SignInBody],
        with_key: FromDishka[SignInWithKey],
        failed: FromDishka[CountFailedSignIn],
        record: FromDishka[RecordFailedSignIn],
    ) -> Response[SignedInView]:
        """Sign a browser in with a key, until `expires_at`. The response sets its cookie."""
        try:
            signed_in = await with_key.execute(data.key.strip(), request.headers.get("origin"))
        except (errors.NotAuthenticated, errors.SignInFailed, errors.NotAllowed) as exc:
            await record.execute(current_request_id())
            if not isinstance(exc, errors.NotAllowed):
                await failed.execute()
            raise
        return Response(SignedInView.of(signed_in), cookies=[_kept(request, signed_in)])

    @get("/provider/", status_code=303, include_in_schema=False)
    @inject
    async def begin(
        self,
        request: AnyRequest,
        begin: FromDishka[BeginSignIn | None],
        count: FromDishka[CountFailedSignIn],
    ) -> Redirect:
        """Send a browser to the provider."""
        if begin is None:
            raise errors.SignInNotOffered
        secret = secrets.token_urlsafe(32)
        try:
            await count.execute()  # first: anybody can come here, and the provider is asked
            address = await begin.execute(secret, _callback(request))
        except (errors.RateLimited, errors.Unavailable) as exc:
            return _back(exc)
        on_the_way = flow_cookie(request.scope, secret, int(FLOW_LIFETIME.total_seconds()))
        return Redirect(address, status_code=303, cookies=[on_the_way])

    @get("/provider/callback/", status_code=303, include_in_schema=False)
    @inject
    async def come_back(
        self,
        request: AnyRequest,
        person: FromDishka[SignInPerson | None],
        count: FromDishka[CountFailedSignIn],
        record: FromDishka[RecordFailedSignIn],
    ) -> Redirect:
        """Sign a browser in that comes back from the provider."""
        if person is None:
            raise errors.SignInNotOffered
        secret = cookie_of(request.scope, FLOW)
        forgotten = flow_cookie(request.scope, "", _FORGET)
        try:
            await count.execute()  # first: a browser can make up the cookie of a flow
            if secret is None:
                raise errors.SignInFailed
            returned = dict(request.query_params.items())
            signed_in = await person.execute(secret, _callback(request), returned)
        except (errors.SignInFailed, errors.NotAMember) as exc:
            await record.execute(current_request_id())
            return _back(exc, forgotten)
        except (errors.RateLimited, errors.Unavailable) as exc:
            return _back(exc, forgotten)
        return Redirect("/", status_code=303, cookies=[_kept(request, signed_in), forgotten])


class SignOutController(Controller):
    """Signs a browser out."""

    path = "/api/sign-out"
    tags = ["Access"]  # noqa: RUF012 - the framework's attribute
    opt = FREE

    @post("/", status_code=204, responses=problems(CrossOrigin, *WRITING, free=True), security=[{}])
    @inject
    async def sign_out(self, request: AnyRequest, sign_out: FromDishka[SignOut]) -> Response[None]:
        """Sign a browser out. Its cookie is good for nothing from then on."""
        token = cookie_of(request.scope, SIGN_IN)
        if token is not None:
            await sign_out.execute(token)
        forgotten = sign_in_cookie(request.scope, "", _FORGET)
        return Response(None, status_code=204, cookies=[forgotten])


def _kept(request: AnyRequest, signed_in: SignedIn) -> Cookie:
    left = signed_in.expires_at - datetime.now(UTC)
    return sign_in_cookie(request.scope, signed_in.token, int(left.total_seconds()))


def _back(error: errors.QuothError, *cookies: Cookie) -> Redirect:
    """Return the way to the page, which says what the code means and how to go on."""
    return Redirect(f"/?sign_in={error.code}", status_code=303, cookies=list(cookies))


def _callback(request: AnyRequest) -> str:
    return f"{str(request.base_url).rstrip('/')}{CALLBACK}"
