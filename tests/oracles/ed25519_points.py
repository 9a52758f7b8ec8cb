"""The points of edwards25519 that a key of Ed25519 can be, written from RFC 8032 (sections 5.1.3 and 5.1.5). Slow."""

from __future__ import annotations

import functools

from ristretto255 import D, IDENTITY, ORDER, P, Point, add, sqrt_ratio


def encode(point: Point) -> bytes:
    x, y, z, _ = point
    inverse = pow(z, -1, P)
    return (y * inverse % P | (x * inverse % P & 1) << 255).to_bytes(32, "little")


def decode(data: bytes) -> Point | None:
    """Decodes a point from its one encoding (section 5.1.3)."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if len(data) != 32 or y >= P:
        return None
    is_square, x = sqrt_ratio((y * y - 1) % P, (D * y * y + 1) % P)
    if not is_square or (x == 0 and sign == 1):
        return None
    x = x if x % 2 == sign else P - x
    return x, y, 1, x * y % P


def multiply(scalar: int, point: Point) -> Point:
    """Unlike that of ristretto255.py this does not reduce the scalar, since the point may have another order."""
    product = IDENTITY
    for digit in format(scalar, "b"):
        product = add(product, product)
        if digit == "1":
            product = add(product, point)
    return product


def is_identity(point: Point) -> bool:
    return encode(point) == encode(IDENTITY)


@functools.lru_cache(maxsize=None)
def can_be_a_key(data: bytes) -> bool:
    """Returns whether some secret key has this public key: a multiple of the base point, other than the identity."""
    point = decode(data)
    return point is not None and not is_identity(point) and is_identity(multiply(ORDER, point))


def torsion_point() -> Point:
    """Returns a point of order 8, of which all points of small order are multiples."""
    for y in range(2, 1000):
        point = decode(y.to_bytes(32, "little"))
        if point is not None and not is_identity(multiply(4 * ORDER, point)):
            return multiply(ORDER, point)
    raise AssertionError("one in two points would do")
