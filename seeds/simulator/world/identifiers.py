"""Native identifiers in the shape of each system, made from a kind and a number so that none is ever made twice."""

from __future__ import annotations

from functools import lru_cache
from hashlib import md5

_BASE62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_CAPITALS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
PARTY_STRIDE = 100_000
"""Events of party p are numbered p, p + STRIDE, p + 2 × STRIDE …: unique without any shared counter."""


def numbered(party_index: int, local: int) -> int:
    """The number of the `local`-th event (from 0) of its kind of the party with this index (from 1)."""
    return local * PARTY_STRIDE + party_index


@lru_cache(maxsize=20_000)
def salesforce_id(prefix: str, number: int) -> str:
    """18 characters: key prefix of 3, instance `5g`, 10 of the number, and the check suffix of 3.

    The letters are scrambled by a fixed odd factor, so that ids differ in case as real ones do.
    """
    scrambled = number * 48_271 % 62**7
    digits = ""
    for _ in range(7):
        scrambled, digit = divmod(scrambled, 62)
        digits = _BASE62[digit] + digits
    return with_suffix(prefix + "5gAAA" + digits)


def with_suffix(id15: str) -> str:
    """Salesforce's case-safe form of 18 characters: in each block of five, bit i says that character i is a capital."""
    capitals = [letter in _CAPITALS for letter in id15]
    return id15 + "".join(
        _SUFFIX[a + 2 * b + 4 * c + 8 * d + 16 * e]
        for a, b, c, d, e in (capitals[0:5], capitals[5:10], capitals[10:15])
    )


def sys_id(table: str, number: int) -> str:
    """ServiceNow: 32 hexadecimal digits."""
    return md5(f"{table}/{number}".encode(), usedforsecurity=False).hexdigest()


def stripe_id(prefix: str, number: int) -> str:
    """Stripe: prefix such as `cus_` and 14 letters or digits."""
    value = int.from_bytes(md5(f"{prefix}/{number}".encode(), usedforsecurity=False).digest()[:11], "big")
    letters = []
    for _ in range(14):
        value, digit = divmod(value, 62)
        letters.append(_BASE62[digit])
    return prefix + "".join(letters)
