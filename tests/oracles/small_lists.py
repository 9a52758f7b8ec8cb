"""Whole lists that are small enough to be vectors, signed with keys that everybody knows."""

from __future__ import annotations

import base64
import functools
import json
from dataclasses import dataclass, field, replace

import selfcheck_reference as ref
import voprf_reference as voprf
from fixed_numbers import aadhaar, mobile
from primitive_cases import fixed

PUBLISHED = "2026-11-22T00:00:00Z"
VALID_UNTIL = "2027-03-02T00:00:00Z"
TEXTS = {"en": {"title": "Synthetic test list", "publisher": "Selfcheck tests", "about": "", "link": ""}}

# Test keys. Their secret halves are public: never pin them outside of tests.
KEY_1, KEY_2 = (ref.SecretKey(fixed(f"key id {n}", 8), fixed(f"key seed {n}", 32)) for n in (1, 2))


def numbers(kind: str, first: int, count: int) -> list[str]:
    make = mobile if kind == "mobile" else aadhaar
    return [make(first + i) for i in range(count)]


def manifest_text(fields: dict) -> str:
    """Returns the manifest's text as our builder writes it."""
    return json.dumps(fields, indent=2, ensure_ascii=False) + "\n"


@dataclass(frozen=True)
class Dealt:
    """A key in shares, made from fixed bytes: `uniform` has 64 bytes each for K, a_1, ..."""

    uniform: tuple[bytes, ...]
    n: int

    @staticmethod
    def fixed(label: str, threshold: int, n: int) -> Dealt:
        return Dealt(tuple(fixed(f"{label} {j}", 64) for j in range(threshold)), n)

    @functools.cached_property
    def _dealt(self) -> tuple[voprf.EvaluationKey, list[int]]:
        k, *coefficients = map(voprf.scalar_from_uniform, self.uniform)
        return voprf.deal(k, coefficients, self.n)

    @property
    def key(self) -> voprf.EvaluationKey:
        return self._dealt[0]

    @property
    def shares(self) -> list[int]:
        """Returns all shares; share 0 is K itself."""
        return self._dealt[1]

    def fields(self) -> dict:
        """Returns the object `evaluation` of a manifest."""
        return {"n": self.n, "commitments": [element.hex() for element in self.key.commitments]}

    def canary_fields(self, text: bytes, random: bytes) -> dict:
        """Returns what the object `canary` has in a keyed list, beyond what it has in a static one."""
        k, element = self.shares[0], voprf.hash_to_group(text)
        evaluated = voprf.multiply(k, element)
        nonce = voprf.proof_nonce(k, random, text)
        proof = voprf.generate_proof(k, self.key.public_key, [element], [evaluated], nonce)
        return {"evaluation": evaluated.hex(), "proof": proof.hex()}


def keyed(fields: dict, dealt: Dealt, canary: dict) -> dict:
    """Turns a static list's manifest into that of a keyed one."""
    *others, texts = {**fields, "scheme": ref.KEYED, "canary": {**fields["canary"], **canary}}.items()
    return dict([*others, ("evaluation", dealt.fields()), texts])


@dataclass(frozen=True)
class SmallList:
    """`fields` is the manifest in the order of FORMAT.md; the buckets are those of `built`."""

    fields: dict
    buckets: dict[str, bytes]
    key: ref.SecretKey = KEY_1

    def changed(self, **fields) -> SmallList:
        """Returns the list with a changed manifest, which is signed."""
        return replace(self, fields={**self.fields, **fields})

    def signed_by(self, key: ref.SecretKey) -> SmallList:
        return replace(self, key=key)

    @property
    def manifest(self) -> bytes:
        return manifest_text(self.fields).encode()

    @property
    def manifest_path(self) -> str:
        return f"manifest-{ref.blake2b(32, self.manifest).hex()}.json"

    @property
    def pointer(self) -> bytes:
        return self.key.sign(self.manifest, f"{ref.LIST_FORMAT} {self.manifest_path}")

    @property
    def files(self) -> dict[str, bytes]:
        return {"current.minisig": self.pointer, self.manifest_path: self.manifest, **self.buckets}

    def pin(self, **changes) -> dict:
        pin = {
            "id": "list",
            "url": "https://example.org/list/",
            "keys": [self.key.public().text()],
            "list_id": self.fields["list_id"],
            "kind": self.fields["kind"],
            "min_sequence": self.fields["sequence"],
        }
        return {**pin, **changes}

    def bucket_path_of(self, digits: str) -> str:
        index = ref.bucket_index(ref.canonical_form(self.fields["kind"], digits), self.fields["bits"])
        return ref.bucket_path(bytes.fromhex(self.fields["root"]), index)


@dataclass(frozen=True)
class Recipe:
    """Everything that a list is built from."""

    kind: str
    members: list[str]
    label: str
    bits: int = 0
    p: int = 20
    ops: int = 1
    mem_kib: int = 8192
    sequence: int = 1
    edition: str = "1"
    shared_salt: str = ""  # the label of a salt that several editions share
    dealt: Dealt | None = None  # the key of a keyed list
    options: dict = field(default_factory=dict)

    @property
    def secrets(self) -> dict[str, bytes]:
        return {
            "list_id": fixed(f"{self.label} list id", 16),
            "nonce": fixed(f"{self.label} nonce {self.edition}", 16),
            "group_salt": fixed(self.shared_salt or f"{self.label} salt {self.edition}", 16),
            "seed": fixed(f"{self.label} seed {self.edition}", 32),
        }

    def buckets(self) -> ref.Built:
        parameters = {"ops": self.ops, "mem_kib": self.mem_kib, "bits": self.bits, "p": self.p}
        if self.dealt:
            parameters["key"] = self.dealt.shares[0]
        return ref.build_buckets(self.kind, self.members, **self.secrets, **parameters, **self.options)

    def build(self) -> SmallList:
        built = self.buckets()
        return self.assemble(built, built.bodies)

    def assemble(self, built: ref.Built, bodies: list[bytes]) -> SmallList:
        """Makes a list of these bodies, which may be others than the builder's, with the root and the proofs that
        belong to them."""
        levels = ref.merkle_levels([ref.merkle_leaf(body) for body in bodies])
        root = levels[-1][0]
        buckets = {ref.bucket_path(root, i): body + ref.merkle_proof(levels, i) for i, body in enumerate(bodies)}
        fields = {
            "format": ref.LIST_FORMAT,
            "crit": [],
            "list_id": self.secrets["list_id"].hex(),
            "kind": self.kind,
            "sequence": self.sequence,
            "published": PUBLISHED,
            "valid_until": VALID_UNTIL,
            "withdrawn": False,
            "test": True,
            "scheme": ref.STATIC,
            "group_salt": self.secrets["group_salt"].hex(),
            "ops": self.ops,
            "mem_kib": self.mem_kib,
            "nonce": self.secrets["nonce"].hex(),
            "entries": built.entries,
            "k": 1,
            "bits": self.bits,
            "bucket_values": built.bucket_values,
            "p": self.p,
            "root": root.hex(),
            "canary": {"text": built.canary_text.decode(), "hash": built.canary_hash.hex()},
            "texts": TEXTS,
        }
        if self.dealt:
            canary = self.dealt.canary_fields(built.canary_text, fixed(f"{self.label} canary's proof", 32))
            fields = keyed(fields, self.dealt, canary)
        return SmallList(fields, buckets)


def base64_of(files: dict[str, bytes]) -> dict[str, str]:
    return {path: base64.b64encode(data).decode() for path, data in files.items()}


def pins_of(*pins: dict) -> dict:
    return {"format": ref.PINS_FORMAT, "lists": list(pins)}
