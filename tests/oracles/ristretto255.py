"""The group ristretto255, written from RFC 9496 (sections 3, 4.1 to 4.3). It is slow, and not in constant time.

An element is a point of edwards25519 in extended coordinates (x : y : z : t), which stands for all points of its coset:
compare elements by their encodings only.
"""

from __future__ import annotations

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493

# Section 4.1.
D = 37095705934669439343138083508754565189542113879843219016388785533085940283555
SQRT_M1 = 19681161376707505956807079304988542015446066515923890162744021073123829784752
SQRT_AD_MINUS_ONE = 25063068953384623474111414158702152701244531502492656460079210482610430750235
INVSQRT_A_MINUS_D = 54469307008909316920995813868745141605393597292927456921205312896311721017578
ONE_MINUS_D_SQ = (1 - D * D) % P
D_MINUS_ONE_SQ = (D - 1) * (D - 1) % P
assert D * 121666 % P == -121665 % P and SQRT_M1**2 % P == P - 1
assert SQRT_AD_MINUS_ONE**2 % P == (-D - 1) % P and INVSQRT_A_MINUS_D**2 * (-1 - D) % P == 1

Point = tuple[int, int, int, int]
IDENTITY: Point = (0, 1, 1, 0)


def _is_negative(e: int) -> bool:
    return e % P % 2 == 1


def _abs(e: int) -> int:
    return (-e if _is_negative(e) else e) % P


def sqrt_ratio(u: int, v: int) -> tuple[bool, int]:
    """This is SQRT_RATIO_M1 of section 4.2."""
    r = u * v**3 * pow(u * v**7, (P - 5) // 8, P) % P
    check = v * r * r % P
    flipped = check == -u % P
    if flipped or check == -u * SQRT_M1 % P:
        r = r * SQRT_M1 % P
    return check == u % P or flipped, _abs(r)


def decode(data: bytes) -> Point | None:
    """Decodes an element (section 4.3.1). The identity, 32 zero bytes, is decoded like any other."""
    s = int.from_bytes(data, "little")
    if len(data) != 32 or s >= P or _is_negative(s):
        return None
    u1, u2 = (1 - s * s) % P, (1 + s * s) % P
    v = (-D * u1 * u1 - u2 * u2) % P
    was_square, inverse = sqrt_ratio(1, v * u2 * u2 % P)
    x = _abs(2 * s * inverse * u2)
    y = u1 * inverse * inverse * u2 * v % P
    t = x * y % P
    if not was_square or _is_negative(t) or y == 0:
        return None
    return x, y, 1, t


def encode(point: Point) -> bytes:
    """Encodes an element (section 4.3.2)."""
    x0, y0, z0, t0 = point
    u1, u2 = (z0 + y0) * (z0 - y0) % P, x0 * y0 % P
    _, inverse = sqrt_ratio(1, u1 * u2 * u2 % P)
    den1, den2 = inverse * u1 % P, inverse * u2 % P
    z_inv = den1 * den2 * t0 % P
    if _is_negative(t0 * z_inv):
        x, y, den = y0 * SQRT_M1 % P, x0 * SQRT_M1 % P, den1 * INVSQRT_A_MINUS_D % P
    else:
        x, y, den = x0, y0, den2
    if _is_negative(x * z_inv):
        y = -y
    return _abs(den * (z0 - y)).to_bytes(32, "little")


def _map(t: int) -> Point:
    """This is MAP of section 4.3.4."""
    r = SQRT_M1 * t * t % P
    u, v = (r + 1) * ONE_MINUS_D_SQ % P, (-1 - r * D) * (r + D) % P
    was_square, s = sqrt_ratio(u, v)
    if not was_square:
        s = -_abs(s * t) % P
    n = ((-1 if was_square else r) * (r - 1) * D_MINUS_ONE_SQ - v) % P
    w0, w1, w2, w3 = 2 * s * v % P, n * SQRT_AD_MINUS_ONE % P, (1 - s * s) % P, (1 + s * s) % P
    return w0 * w3 % P, w2 * w1 % P, w1 * w3 % P, w0 * w2 % P


def from_uniform(data: bytes) -> Point:
    """Makes an element from 64 uniform bytes (section 4.3.4)."""
    assert len(data) == 64
    halves = (int.from_bytes(data[at : at + 32], "little") % 2**255 % P for at in (0, 32))
    return add(*map(_map, halves))


def add(a: Point, b: Point) -> Point:
    """Adds two points (RFC 8032, section 5.1.4). The formulas are complete, so this doubles a point, too."""
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    aa, bb = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    cc, dd = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = bb - aa, dd - cc, dd + cc, bb + aa
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(scalar: int, point: Point) -> Point:
    product = IDENTITY
    for digit in format(scalar % ORDER, "b"):
        product = add(product, product)
        if digit == "1":
            product = add(product, point)
    return product


# Appendix A.1, B[1].
GENERATOR = decode(bytes.fromhex("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"))
