"""What is stored of secrets that Quoth makes."""

from hashlib import sha256


def digest_of(secret: str) -> bytes:
    """Return the digest of a key or of the token of a browser.

    A slower one is not needed, because nobody can guess what has so many random characters.
    """
    return sha256(secret.encode()).digest()
