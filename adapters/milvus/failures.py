"""What errors of the client library mean. To import it takes a second."""

from typing import Final

from grpc import RpcError, StatusCode
from pymilvus import MilvusException
from pymilvus.client.types import Status

ERRORS: Final = (MilvusException, RpcError)  # the library lets some of the latter through

MEANWHILE = "The database searches meanwhile, and what changed waits in it."
REFUSED = {StatusCode.UNAUTHENTICATED, StatusCode.PERMISSION_DENIED}


def is_refusal(error: Exception) -> bool:
    """Return whether the server works, and refuses this request."""
    return isinstance(error, MilvusException) and not (
        isinstance(error.code, StatusCode) or error.code == Status.CONNECT_FAILED
    )


def explained(error: Exception) -> str:
    """Return what is wrong, for the operator."""
    code = error.code() if isinstance(error, RpcError) else getattr(error, "code", None)
    if code in REFUSED:
        problem = "refuses the user or the password of QUOTH_MILVUS_TOKEN."
    elif code == StatusCode.DEADLINE_EXCEEDED:
        problem = "does not answer."
    elif is_refusal(error):
        problem = f"refuses a request (code {code})."
    else:
        problem = "is not reachable."
    return f"Milvus {problem} {MEANWHILE}"
