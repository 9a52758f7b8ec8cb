"""The function that keyed lists use (docs/FORMAT.md, sections 13 to 15), written from that document and the RFCs that
it names. Elements and scalars are 32 bytes here, as on the wire; only secret scalars are integers.

This is the part of selfcheck_reference.py that knows nothing of lists.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import ristretto255 as group

ORDER = group.ORDER
CONTEXT = b"OPRFV1-\x01-ristretto255-SHA512"
MAX_EVALUATORS = 7
EVALUATION_FORMAT = b"selfcheck-eval/1"


def sha512(*parts: bytes) -> bytes:
    return hashlib.sha512(b"".join(parts)).digest()


def with_length(data: bytes) -> bytes:
    return len(data).to_bytes(2, "big") + data


# --- Section 13: elements and scalars -------------------------------------------------------------------------------


def is_element(data: bytes) -> bool:
    return data != bytes(32) and group.decode(data) is not None


def is_scalar(data: bytes) -> bool:
    return len(data) == 32 and int.from_bytes(data, "little") < ORDER


def scalar_from_uniform(data: bytes) -> int:
    assert len(data) == 64
    return int.from_bytes(data, "little") % ORDER


def scalar_bytes(scalar: int) -> bytes:
    return scalar.to_bytes(32, "little")


def inverse(scalar: int) -> int:
    return pow(scalar, -1, ORDER)


@functools.lru_cache(maxsize=4096)
def _point(element: bytes) -> group.Point:
    point = group.decode(element)
    assert point is not None, "not an element"
    return point


@functools.lru_cache(maxsize=4096)
def multiply(scalar: int, element: bytes) -> bytes:
    return group.encode(group.multiply(scalar, _point(element)))


def total(elements: Sequence[bytes]) -> bytes:
    return group.encode(functools.reduce(group.add, map(_point, elements), group.IDENTITY))


GENERATOR = group.encode(group.GENERATOR)

# --- Section 13: the function ---------------------------------------------------------------------------------------


def expand_message_xmd(message: bytes, dst: bytes, size: int = 64) -> bytes:
    """This is expand_message_xmd of RFC 9380, section 5.3.1, with SHA-512."""
    dst_prime = dst + bytes([len(dst)])
    b0 = sha512(bytes(128), message, size.to_bytes(2, "big"), b"\x00", dst_prime)
    blocks = [sha512(b0, b"\x01", dst_prime)]
    while 64 * len(blocks) < size:
        mixed = bytes(a ^ b for a, b in zip(b0, blocks[-1]))
        blocks.append(sha512(mixed, bytes([len(blocks) + 1]), dst_prime))
    return b"".join(blocks)[:size]


@functools.lru_cache(maxsize=4096)
def hash_to_group(message: bytes) -> bytes:
    return group.encode(group.from_uniform(expand_message_xmd(message, b"HashToGroup-" + CONTEXT)))


def hash_to_scalar(message: bytes) -> int:
    return scalar_from_uniform(expand_message_xmd(message, b"HashToScalar-" + CONTEXT))


def finalize(x: bytes, n: bytes) -> bytes:
    return sha512(with_length(x), with_length(n), b"Finalize")


def evaluate(k: int, x: bytes) -> bytes:
    """Computes y with the key itself."""
    return finalize(x, multiply(k, hash_to_group(x)))


# --- Section 13: the proof ------------------------------------------------------------------------------------------


def composite_weights(b: bytes, c: Sequence[bytes], d: Sequence[bytes]) -> tuple[bytes, list[int]]:
    """Returns the seed, and a weight d for each pair. RFC 9497, section 2.2.1, allows batches of pairs; lists need only
    one."""
    seed = sha512(with_length(b), with_length(b"Seed-" + CONTEXT))
    return seed, [
        hash_to_scalar(with_length(seed) + i.to_bytes(2, "big") + with_length(ci) + with_length(di) + b"Composite")
        for i, (ci, di) in enumerate(zip(c, d, strict=True))
    ]


def _composites(b: bytes, c: Sequence[bytes], d: Sequence[bytes]) -> tuple[bytes, bytes]:
    """Returns the composites M and Z."""
    _, weights = composite_weights(b, c, d)
    return tuple(total([multiply(w, e) for w, e in zip(weights, elements)]) for elements in (c, d))


def _challenge(*elements: bytes) -> int:
    return hash_to_scalar(b"".join(map(with_length, elements)) + b"Challenge")


def generate_proof(k: int, b: bytes, c: Sequence[bytes], d: Sequence[bytes], r: int) -> bytes:
    m, z = _composites(b, c, d)
    challenge = _challenge(b, m, z, multiply(r, GENERATOR), multiply(r, m))
    return scalar_bytes(challenge) + scalar_bytes((r - challenge * k) % ORDER)


def verify_proof(b: bytes, c: Sequence[bytes], d: Sequence[bytes], proof: bytes) -> bool:
    halves = proof[:32], proof[32:]
    if not all(map(is_scalar, halves)) or not all(map(is_element, [b, *c, *d])):
        return False
    challenge, s = (int.from_bytes(half, "little") for half in halves)
    m, z = _composites(b, c, d)
    t2 = total([multiply(s, GENERATOR), multiply(challenge, b)])
    t3 = total([multiply(s, m), multiply(challenge, z)])
    return _challenge(b, m, z, t2, t3) == challenge


def proof_nonce(k: int, random: bytes, message: bytes) -> int:
    """Returns the nonce of section 15. `random` must be 32 fresh random bytes."""
    assert len(random) == 32
    return scalar_from_uniform(sha512(b"selfcheck-nonce1", scalar_bytes(k), random, message))


# --- Section 13: the key and its shares -----------------------------------------------------------------------------


@dataclass(frozen=True)
class EvaluationKey:
    n: int
    commitments: tuple[bytes, ...]

    @property
    def threshold(self) -> int:
        return len(self.commitments)

    @property
    def public_key(self) -> bytes:
        return self.commitments[0]

    @functools.lru_cache(maxsize=64)
    def share_public_key(self, index: int) -> bytes:
        """Returns P_i, which may be the identity in a key that is not valid. For index 0 it is P."""
        return total([multiply(index**j, commitment) for j, commitment in enumerate(self.commitments)])

    def is_valid(self) -> bool:
        in_range = 1 <= self.threshold <= self.n <= MAX_EVALUATORS
        if not in_range or not all(map(is_element, self.commitments)):
            return False
        return all(is_element(self.share_public_key(i)) for i in range(1, self.n + 1))

    def is_share(self, index: int, secret: int) -> bool:
        return 0 < secret < ORDER and multiply(secret, GENERATOR) == self.share_public_key(index)


def deal(k: int, coefficients: Sequence[int], n: int) -> tuple[EvaluationKey, list[int]]:
    """Returns the key, and the shares f(0) to f(n); share 0 is K."""
    secrets = [k, *coefficients]
    shares = [sum(secret * i**j for j, secret in enumerate(secrets)) % ORDER for i in range(n + 1)]
    assert all(secrets) and all(shares), "deal again"
    return EvaluationKey(n, tuple(multiply(secret, GENERATOR) for secret in secrets)), shares


# --- Section 14: combining ------------------------------------------------------------------------------------------


def lagrange(indices: Sequence[int], index: int) -> int:
    numerator = denominator = 1
    for other in indices:
        if other != index:
            numerator, denominator = numerator * other, denominator * (other - index)
    return numerator * inverse(denominator) % ORDER


def combine(elements: dict[int, bytes]) -> bytes:
    """Returns the sum of lambda_i * elements[i]."""
    return total([multiply(lagrange([*elements], i), element) for i, element in elements.items()])


# --- Sections 14 and 15: question and answer ------------------------------------------------------------------------


def question(share_key: bytes, blinded: bytes) -> bytes:
    return EVALUATION_FORMAT + share_key + blinded


def answer(secret: int, asked: bytes, random: bytes) -> bytes:
    """Returns an evaluator's answer to a question about the share `secret`, whose B must be an element."""
    share_key, blinded = asked[16:48], asked[48:]
    evaluated = multiply(secret, blinded)
    nonce = proof_nonce(secret, random, asked)
    return EVALUATION_FORMAT + evaluated + generate_proof(secret, share_key, [blinded], [evaluated], nonce)


def good_answer(share_key: bytes, blinded: bytes, body: bytes) -> bytes | None:
    """Returns Z_i, or None if the answer is not good."""
    if len(body) != 112 or body[:16] != EVALUATION_FORMAT:
        return None
    evaluated, proof = body[16:48], body[48:]
    return evaluated if verify_proof(share_key, [blinded], [evaluated], proof) else None
