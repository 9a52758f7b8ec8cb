"""The cases of bucket.json, tag.json, elias_fano.json and merkle.json."""

import hashlib
import random

import selfcheck_reference as ref
from fixed_numbers import aadhaar, mobile


def fixed(label: str, size: int) -> bytes:
    """Returns bytes that look random and are always the same."""
    return hashlib.blake2b(label.encode(), digest_size=size).digest()


def _canonicals(count: int) -> list[bytes]:
    """Returns canonical forms, alternately mobile and Aadhaar; the first is the example of FORMAT.md."""
    forms = [ref.canonical_form("aadhaar", "999941057058")]
    for i in range(1, count):
        forms.append(ref.canonical_form("mobile", mobile(i)) if i % 2 else ref.canonical_form("aadhaar", aadhaar(i)))
    return forms


def bucket_cases() -> list[dict]:
    cases: list[dict] = []
    for canonical in _canonicals(12):
        cases.append(
            {
                "type": "index",
                "name": canonical.decode(),
                "canonical": canonical.decode(),
                "digest": ref.bucket_digest(canonical).hex(),
                "indexes": [{"bits": bits, "index": ref.bucket_index(canonical, bits)} for bits in range(17)],
            }
        )
    for index in (0, 1, 2, 9, 10, 15, 16, 255, 256, 4095, 4096, 0x1234, 0x89AB, 0xCDEF, 0x8000, 65534, 65535):
        cases.append({"type": "file_name", "name": f"bucket {index}", "index": index, "file": ref.bucket_name(index)})
    return cases


def tag_cases() -> list[dict]:
    cases: list[dict] = []
    salts = [bytes(16), b"\xff" * 16, fixed("salt", 16)]
    parameters = [(1, 8192), (2, 8192), (3, 8192), (1, 8200), (5, 8193), (1, 16384)]
    for i, canonical in enumerate([*_canonicals(6), b"canary:0123456789abc"]):
        for salt in salts if i == 0 else salts[2:]:
            for ops, mem_kib in parameters if i < 2 else parameters[:1]:
                cases.append(_h_case(canonical, salt, ops, mem_kib))
    cases.append(_h_case(_canonicals(1)[0], fixed("salt", 16), 3, 65536))
    for i in range(6):
        h = [bytes(32), b"\xff" * 32, *(fixed(f"h {n}", 32) for n in range(4))][i]
        list_id = [bytes(16), b"\xff" * 16, *(fixed(f"list id {n % 2}", 16) for n in range(4))][i]
        nonce = [bytes(16), b"\xff" * 16, *(fixed(f"nonce {n // 2}", 16) for n in range(4))][i]
        cases.append(
            {
                "type": "tag",
                "name": f"tag {i}",
                "h": h.hex(),
                "list_id": list_id.hex(),
                "nonce": nonce.hex(),
                "tag": str(ref.tag(h, list_id, nonce)),
            }
        )
    tags = [0, 1, (1 << 32) - 1, 1 << 32, (1 << 63) - 1, 1 << 63, (1 << 64) - 2, (1 << 64) - 1]
    tags += [int.from_bytes(fixed(f"tag {n}", 8), "little") for n in range(4)]
    # The last two are larger than any list may be: M just below 2^63.
    for bucket_values, p in (
        (1, 8),
        (1, 20),
        (3, 10),
        (102, 20),
        (11_916, 20),
        (199_728, 40),
        (838_860, 8),
        (8_388_607, 40),
        (2**31 - 1, 32),
    ):
        for t in tags:
            value = ref.stored_value(t, bucket_values, p)
            cases.append(
                {
                    "type": "stored_value",
                    "name": f"E = {bucket_values}, p = {p}, tag {t}",
                    "tag": str(t),
                    "bucket_values": bucket_values,
                    "p": p,
                    "value": str(value),
                }
            )
    return cases


def _h_case(canonical: bytes, salt: bytes, ops: int, mem_kib: int) -> dict:
    return {
        "type": "h",
        "name": f"{canonical.decode()}, {mem_kib} KiB, {ops} passes",
        "canonical": canonical.decode(),
        "group_salt": salt.hex(),
        "ops": ops,
        "mem_kib": mem_kib,
        "h": ref.slow_hash(canonical, salt, ops, mem_kib).hex(),
    }


def elias_fano_cases() -> list[dict]:
    rng = random.Random(5)
    cases: list[dict] = []

    def good(name: str, values: list[int], p: int) -> bytes:
        body = ref.encode_body(values, p)
        assert ref.decode_body(body, len(values), p) == values
        cases.append(
            {
                "name": name,
                "bucket_values": len(values),
                "p": p,
                "values": [str(value) for value in values],
                "body": body.hex(),
            }
        )
        return body

    def bad(name: str, body: bytes, bucket_values: int, p: int, error: str = "bucket_encoding") -> None:
        try:
            ref.decode_body(body, bucket_values, p)
        except ref.Refused as refused:
            assert refused.code == error, name
        else:
            raise AssertionError(name)
        cases.append({"name": name, "bucket_values": bucket_values, "p": p, "body": body.hex(), "error": error})

    def raw(uppers: list[int], lowers: list[int], count: int, p: int) -> bytes:
        """Returns a body with ones at `uppers` and the low parts `lowers`, which may be invalid."""
        bits = sum(1 << upper for upper in uppers) + sum(lower << (2 * count + i * p) for i, lower in enumerate(lowers))
        return bits.to_bytes(ref.body_size(count, p), "little")

    for p in (8, 20, 40):
        m1 = 1 << p
        good(f"E = 1, p = {p}, the lowest value", [0], p)
        good(f"E = 1, p = {p}, the highest value", [m1 - 1], p)
        good(f"E = 1, p = {p}", [rng.randrange(m1)], p)
        good(f"E = 2, p = {p}, the lowest values", [0, 1], p)
        good(f"E = 2, p = {p}, the highest values", [2 * m1 - 2, 2 * m1 - 1], p)
        good(f"E = 9, p = {p}, the lowest values", list(range(9)), p)
        good(f"E = 9, p = {p}, the highest values", list(range(9 * m1 - 9, 9 * m1)), p)
        good(f"E = 9, p = {p}, one in each 2^p", [i * m1 + rng.randrange(m1) for i in range(9)], p)
        good(f"E = 9, p = {p}, low bits all zero", [i * m1 for i in range(9)], p)
        good(f"E = 9, p = {p}, low bits all one", [i * m1 + m1 - 1 for i in range(9)], p)
    for count, p in ((3, 9), (5, 11), (7, 13), (17, 23), (33, 31), (33, 32), (33, 33), (64, 20), (65, 37), (100, 20)):
        good(f"E = {count}, p = {p}, {count * (p + 2)} bits", sorted(rng.sample(range(count << p), count)), p)
    for padding in range(8):
        count, p = next((c, q) for c in (3, 5) for q in range(8, 16) if -(c * (q + 2)) % 8 == padding)
        good(f"{padding} padding bits", sorted(rng.sample(range(count << p), count)), p)

    three = raw([0, 2, 4], [1, 2, 3], 3, 9)  # values 1, 512 + 2, 1024 + 3; 33 bits
    bad("no ones", raw([], [1, 2, 3], 3, 9), 3, 9)
    bad("one too few", raw([0, 2], [1, 2, 3], 3, 9), 3, 9)
    bad("one too many", raw([0, 1, 2, 4], [1, 2, 3], 3, 9), 3, 9)
    bad("all bits one", b"\xff" * 5, 3, 9)
    bad("all bits zero", bytes(5), 3, 9)
    bad("the first padding bit is one", bytes([*three[:4], three[4] | 0x02]), 3, 9)
    bad("the last padding bit is one", bytes([*three[:4], three[4] | 0x80]), 3, 9)
    bad("equal values", raw([0, 2, 3], [1, 2, 2], 3, 9), 3, 9)
    bad("falling values", raw([0, 2, 3], [1, 3, 2], 3, 9), 3, 9)
    bad("equal values at the start", raw([0, 1, 4], [0, 0, 3], 3, 9), 3, 9)
    bad("the highest value is M: the last bit of the upper section is one", raw([0, 2, 5], [1, 2, 0], 3, 9), 3, 9)
    bad("E = 1, value M", raw([1], [0], 1, 8), 1, 8)
    bad("E = 1, no ones", raw([], [5], 1, 8), 1, 8)
    bad("E = 1, two ones", raw([0, 1], [5], 1, 8), 1, 8)
    bad("a byte short", three[:-1], 3, 9, "bucket_length")
    bad("a byte long", three + b"\x00", 3, 9, "bucket_length")
    bad("nothing", b"", 3, 9, "bucket_length")
    good("the valid body that the malformed ones are made of", [1, 514, 1027], 9)
    return cases


def merkle_cases() -> list[dict]:
    cases: list[dict] = []
    for bits in (0, 1, 3):
        bodies = [fixed(f"body {bits} {i}", 5 + bits) for i in range(1 << bits)]
        levels = ref.merkle_levels([ref.merkle_leaf(body) for body in bodies])
        root = levels[-1][0]
        cases.append(
            {
                "type": "tree",
                "name": f"bits = {bits}",
                "bits": bits,
                "bodies": [body.hex() for body in bodies],
                "leaves": [leaf.hex() for leaf in levels[0]],
                "root": root.hex(),
                "proofs": [ref.merkle_proof(levels, i).hex() for i in range(1 << bits)],
            }
        )

        def proof(name: str, index: int, body: bytes, siblings: bytes, root: bytes = root, bits: int = bits) -> None:
            right_length = len(siblings) == 32 * bits
            valid = right_length and ref.merkle_root_of_proof(body, index, siblings) == root
            case = {"type": "proof", "name": f"{name}, bits = {bits}", "bits": bits, "index": index}
            case |= {"body": body.hex(), "proof": siblings.hex(), "root": root.hex(), "valid": valid}
            cases.append(case)

        last = (1 << bits) - 1
        siblings = ref.merkle_proof(levels, last)
        proof("valid", last, bodies[last], siblings)
        proof("a changed body", last, bytes([bodies[last][0] ^ 1]) + bodies[last][1:], siblings)
        proof("another root", last, bodies[last], siblings, root=fixed("root", 32))
        if bits:
            proof("another bucket's index", last ^ 1, bodies[last], siblings)
            proof("another bucket's proof", last, bodies[last], ref.merkle_proof(levels, 0))
            proof("a changed sibling, lowest", last, bodies[last], bytes([siblings[0] ^ 1]) + siblings[1:])
            proof("a changed sibling, highest", last, bodies[last], siblings[:-1] + bytes([siblings[-1] ^ 1]))
        if bits == 3:
            proof("siblings in reverse", last, bodies[last], siblings[64:] + siblings[32:64] + siblings[:32])
            # Without the bytes 0x00 and 0x01 this would be a proof of a tree of four leaves.
            proof("two leaves given as a body", 3, levels[0][6] + levels[0][7], siblings[32:], bits=2)
    return cases
