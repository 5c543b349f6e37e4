"""Reads the token that says who somebody is."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from domain.errors import Misconfigured, ProviderUnavailable, SignInFailed

if TYPE_CHECKING:
    from joserfc.jwk import KeySetSerialization

# with public keys only: a secret of the client would do for a token, too
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
LEEWAY_SECONDS = 60


def require_joserfc() -> None:
    """Check that the package is installed that reads tokens.

    Raises:
        Misconfigured: If it is not.
    """
    try:
        import joserfc  # noqa: F401 - of an extra
    except ImportError as exc:
        raise Misconfigured(
            "QUOTH_OIDC_ISSUER is set, and the package that reads its tokens is not installed."
            " Install quoth[oidc]."
        ) from exc


def claims_of(
    token: object, keys: Mapping[str, Any], issuer: str, client_id: str, nonce: str
) -> Mapping[str, Any]:
    """Return what a token says of a person.

    Args:
        token: The token (a JWT).
        keys: The keys of the provider (a JWK set).
        issuer: Who has to have made it.
        client_id: For whom it has to be.
        nonce: For which flow it has to be.

    Raises:
        SignInFailed: If it is not signed by the provider, is for another client or flow, or has
            expired.
    """
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    try:
        known = KeySet.import_key_set(cast("KeySetSerialization", keys))
    except (JoseError, KeyError, TypeError, ValueError) as exc:
        raise ProviderUnavailable from exc
    expected = jwt.JWTClaimsRegistry(
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": issuer},
        aud={"essential": True, "value": client_id},
        sub={"essential": True},
        exp={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        claims = jwt.decode(str(token), known, algorithms=ALGORITHMS).claims
        expected.validate(claims)
    except (JoseError, ValueError, KeyError, TypeError) as exc:
        raise SignInFailed(
            "The provider sent a token that is not valid here, so nobody is signed in: begin again."
        ) from exc
    # a token for several clients says which one asked for it
    if not isinstance(claims["sub"], str) or claims.get("azp", client_id) != client_id:
        raise SignInFailed
    return claims
