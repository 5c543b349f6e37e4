"""What a database URL leads to, and what is said of a wrong one."""

import pytest

from adapters.postgres.address import Address, address_of
from domain.errors import Misconfigured


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("postgresql://u:p@db.example:5433/d", Address("db.example:5433", "db.example", 5433)),
        ("postgres://db/d", Address("db:5432", "db", 5432)),
        ("postgresql://u:p@[::1]:5433/d", Address("[::1]:5433", "::1", 5433)),
        ("postgresql://u:p@[::1]/d", Address("[::1]:5432", "::1", 5432)),
        ("postgresql://u:p%40%2F%3F%23%5B@db/d", Address("db:5432", "db", 5432)),
        ("postgresql://u:p:q@db/d?sslmode=require&x=1", Address("db:5432", "db", 5432)),
        ("postgresql://u@/d?host=/run/pg&port=6000", Address("/run/pg", "/run/pg", 6000)),
        ("postgresql://u@%2Frun%2Fpg/d", Address("/run/pg", "/run/pg", 5432)),
        ("postgresql://a:1,b:2/d", Address("a:1, b:2")),
        ("postgresql://a:1/d?sslnegotiation=direct", Address("a:1")),
        ("postgresql:///d", Address("the default address")),
        ("postgresql://?service=here", Address("the default address")),
    ],
)
def test_a_url_leads_to_an_address(url: str, address: Address) -> None:
    """Every form of URL that PostgreSQL's clients know has an address, with the port's default."""
    assert address_of(url) == address


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("mysql://u:secret@h/d", "does not begin with postgresql://"),
        ("u:secret@h/d", "does not begin with postgresql://"),
        ("postgresql://u:secret@h:port/d", "its port is not a number"),
        ("postgresql://u:secret@h:0/d", "its port is not a number"),
        ("postgresql://u:secret@h:65536/d", "its port is not a number"),
        ("postgresql://u:secret@h:-1/d", "its port is not a number"),
        ("postgresql://u:secret@h:٣/d", "its port is not a number"),
        ("postgresql://u:secret@/d?host=h&port=x", "its port is not a number"),
        ("postgresql://u:secret@:5432/d", "its host is missing"),
        ("postgresql://u:secret@h,/d", "its host is missing"),
        ("postgresql://u:secret@[::1/d", "brackets"),
        ("postgresql://u:secret@::1:5432/d", "brackets"),
        ("postgresql://u:secret@[nonsense]/d", "brackets"),
        ("postgresql://u:se@cret@h/d", "%40 for @"),
        ("postgresql://u:secret/x@h/d", "%2F for /"),
        ("postgresql://u:1/secret@h/d", "%2F for /"),
        ("postgresql://u:secret?x@h/d", "%3F for ?"),
        ("postgresql://u:secret#x@h/d", "%23 for #"),
        ("postgresql://u:secret[x@h/d", "%5B for ["),
        ("postgresql://u:secret@h/d?verify", "name=value"),
        ("postgresql://u:secret@h/d?sslmode=secure", "one of disable, allow"),
    ],
)
def test_a_wrong_url_is_told_without_its_password(url: str, problem: str) -> None:
    """The message is one line that says what to change, and repeats nothing of the password."""
    with pytest.raises(Misconfigured) as caught:
        address_of(url)
    assert problem in caught.value.message
    assert "QUOTH_DATABASE_URL" in caught.value.message
    assert "\n" not in caught.value.message
    assert "cret" not in caught.value.message
