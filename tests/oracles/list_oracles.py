"""Compares whole lists: what the program builds with what the reference's builder builds, and the program's verdicts
with those of the reference's checker. This also compares H, which the program never shows: it comes from libsodium's
Argon2id there, and from Argon2's reference implementation here."""

from __future__ import annotations

import base64
import functools
import json
import os
from dataclasses import dataclass
from pathlib import Path

import selfcheck_reference as ref
from fixed_numbers import aadhaar, mobile
from harness import NOW, in_parallel, same, scratch, selfcheck, write_list
from list_cases import check_cases
from minisign_cases import secret_key_file
from primitive_cases import fixed
from small_lists import KEY_1, PUBLISHED, VALID_UNTIL, TEXTS, manifest_text


@dataclass(frozen=True)
class CliList:
    """A list that the program builds, with what the reference needs to build the same."""

    name: str
    kind: str
    count: int
    options: tuple = ()  # options of `build`, beyond those that all lists share
    ops: int = 1
    mem_mib: int = 8
    test: bool = True
    k: int = 100
    bits: int = 0
    p: int | None = None
    shared_salt: str = ""
    repeats: int = 0  # how many of the first numbers come again, in other forms

    def secret(self, what: str, size: int) -> bytes:
        label = self.shared_salt if what == "salt" and self.shared_salt else self.name
        return fixed(f"oracle {label} {what}", size)

    @functools.cached_property
    def members(self) -> list[str]:
        make = mobile if self.kind == "mobile" else aadhaar
        return [make(i) for i in range(self.count)]

    def outsiders(self, count: int) -> list[str]:
        make = mobile if self.kind == "mobile" else aadhaar
        members = set(self.members)
        return [n for n in (make(1_000_000 + i) for i in range(count)) if n not in members]

    @property
    def folder(self) -> Path:
        return scratch("lists") / self.name

    def build(self) -> None:
        base = scratch("lists")
        key, seed, numbers = base / "key", base / f"{self.name}.seed", base / f"{self.name}.txt"
        for path, text in ((key, secret_key_file(KEY_1)), (seed, self.secret("seed", 32).hex() + "\n")):
            path.write_text(text)
            path.chmod(0o600)
        prefix = "+91 " if self.kind == "mobile" else " "
        again = [f"{prefix}{n[:5]}-{n[5:]}" for n in self.members[: self.repeats]]
        numbers.write_text("\n".join([*self.members[::-1], *again]) + "\n")
        english = TEXTS["en"]
        arguments = ["build", "--kind", self.kind, "--secret-key", key, "--out", self.folder, "--seed", seed]
        arguments += ["--title", english["title"], "--publisher", english["publisher"]]
        arguments += ["--published", PUBLISHED, "--valid-until", VALID_UNTIL, "--ops", self.ops, "--mem", self.mem_mib]
        for option, what in (("--list-id", "id"), ("--nonce", "nonce"), ("--group-salt", "salt")):
            arguments += [option, self.secret(what, 16).hex()]
        arguments += ["--test"] if self.test else []
        arguments += ["--k", self.k] if self.k != 100 else []
        arguments += ["--p", self.p] if self.p else []
        arguments += self.key_options()
        selfcheck(*arguments, *self.options, numbers)

    def key_options(self) -> list:
        """Returns the options of `build` that a keyed list needs."""
        return []

    def key(self) -> int | None:
        """Returns K, the key of a keyed list, as a scalar."""
        return None

    @functools.cached_property
    def reference(self) -> ref.Built:
        in_parallel(self.slow_hash, self.members)  # computes the hashes at once; they are kept for later
        return ref.build_buckets(
            self.kind,
            self.members,
            list_id=self.secret("id", 16),
            nonce=self.secret("nonce", 16),
            group_salt=self.secret("salt", 16),
            seed=self.secret("seed", 32),
            ops=self.ops,
            mem_kib=self.mem_mib * 1024,
            bits=self.bits,
            p=self.chosen_p,
            key=self.key(),
        )

    def slow_hash(self, digits: str) -> bytes:
        return ref.slow_hash(
            ref.canonical_form(self.kind, digits), self.secret("salt", 16), self.ops, self.mem_mib * 1024
        )

    @property
    def chosen_p(self) -> int:
        return self.p or ref.choose_p(self.kind, self.count)

    def reference_manifest(self) -> bytes:
        return manifest_text(self.reference_fields()).encode()

    def reference_fields(self) -> dict:
        built = self.reference
        return {
            "format": ref.LIST_FORMAT,
            "crit": [],
            "list_id": self.secret("id", 16).hex(),
            "kind": self.kind,
            "sequence": 1,
            "published": PUBLISHED,
            "valid_until": VALID_UNTIL,
            "withdrawn": False,
            "test": self.test,
            "scheme": ref.STATIC,
            "group_salt": self.secret("salt", 16).hex(),
            "ops": self.ops,
            "mem_kib": self.mem_mib * 1024,
            "nonce": self.secret("nonce", 16).hex(),
            "entries": built.entries,
            "k": self.k,
            "bits": self.bits,
            "bucket_values": built.bucket_values,
            "p": self.chosen_p,
            "root": built.root.hex(),
            "canary": {"text": built.canary_text.decode(), "hash": built.canary_hash.hex()},
            "texts": TEXTS,
        }

    def files(self) -> dict[str, bytes]:
        paths = (path for path in self.folder.rglob("*") if path.is_file())
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in paths}

    @property
    def manifest(self) -> bytes:
        (path,) = self.folder.glob("manifest-*.json")
        return path.read_bytes()

    @property
    def pin_file(self) -> Path:
        return self.folder.with_name(f"{self.name}.pin.json")

    def checker(self, evaluate=None) -> ref.Checker:
        (pin,) = ref.parse_pins(self.pin_file.read_bytes()).values()
        return ref.Checker(pin, self.files(), ref.parse_time(NOW), evaluate)

    def check(self, numbers: list[str]) -> list[str]:
        """Returns the program's verdicts."""
        return [record["verdict"] for record in self.check_records(numbers)]

    def check_records(self, numbers: list[str], *options, expect: tuple[int, ...] = (10, 11)) -> list[dict]:
        """Returns the record that the program writes for each number."""
        arguments = ("check", "--list", self.folder, "--pin", self.pin_file, "--now", NOW, "--json", "--file", "-")
        done = selfcheck(*arguments, *options, stdin="\n".join(numbers) + "\n", expect=expect)
        *records, _ = map(json.loads, done.stdout.splitlines())  # the last one is the summary
        return records


LISTS = [
    CliList("mobile", "mobile", 250, repeats=50),
    CliList("aadhaar", "aadhaar", 450, ("--bits", 3), k=40, bits=3, repeats=50),
    CliList("coarse", "aadhaar", 300, p=8),
    CliList("wide", "mobile", 160, ("--bits", 4), k=1, bits=4, p=40, mem_mib=9),
    CliList("two-passes", "mobile", 60, ops=2, mem_mib=16),
    CliList("three-passes", "aadhaar", 60, ops=3),
    CliList("not-a-test", "mobile", 20, ops=5, test=False),
    CliList("single", "aadhaar", 1),
    CliList("edition-1", "mobile", 150, p=20, shared_salt="editions"),
    CliList("edition-2", "mobile", 150, p=20, shared_salt="editions"),
]
BY_NAME = {one.name: one for one in LISTS}


@functools.cache
def _built() -> None:
    for one in LISTS:
        one.build()


def is_built_as_the_reference_builds_it(one: CliList) -> int:
    """Compares the list's files byte for byte. Returns how many there are."""
    expected = dict(one.reference.files)
    manifest = one.reference_manifest()
    name = f"manifest-{ref.blake2b(32, manifest).hex()}.json"
    expected[name] = manifest
    # Ed25519 signatures are deterministic, and so is everything else in the pointer.
    comments = f"selfcheck-list/1 {name}", ref.pointer_untrusted_comment(1)
    expected["current.minisig"] = KEY_1.sign(manifest, *comments)
    found = one.files()
    same(f"{one.name}: manifest", one.manifest.decode(), manifest.decode())
    same(f"{one.name}: files", sorted(found), sorted(expected))
    for path, data in expected.items():
        assert found[path] == data, f"{one.name}: {path} differs"
    for path in found.keys() - {"current.minisig"}:
        same(f"{one.name}: time of {path}", os.stat(one.folder / path).st_mtime, ref.parse_time(PUBLISHED))
    return len(found)


def lists_are_built_byte_for_byte_as_the_reference_builds_them() -> str:
    _built()
    files = sum(map(is_built_as_the_reference_builds_it, LISTS))
    return f"{len(LISTS)} lists, {sum(one.count for one in LISTS):,} identifiers, {files} files"


def verdicts_agree_with_the_reference() -> str:
    _built()
    total = coincidences = 0
    for name, members, outsiders in (
        ("aadhaar", 200, 150),
        ("mobile", 100, 100),
        ("coarse", 100, 1200),
        ("wide", 80, 80),
        ("single", 1, 20),
    ):
        one = BY_NAME[name]
        numbers = one.members[:members] + one.outsiders(outsiders)
        checker = one.checker()
        in_parallel(one.slow_hash, numbers)
        for i, (number, verdict) in enumerate(zip(numbers, one.check(numbers), strict=True)):
            same(f"{name}: number {i}", verdict, checker.check(number))
            if i < members:
                same(f"{name}: member {i}", verdict, "found")
            else:
                coincidences += verdict == "found"
        total += len(numbers)
    assert coincidences, "p = 8 must give coincidences, on which both sides then agree"
    return f"{total:,} numbers, {coincidences} coincidences alike"


def editions_share_no_more_values_than_chance() -> str:
    """Two editions have the same salt and members. Each has 151 values out of 151 * 2^20, so that 0.0001 common ones
    are expected."""
    _built()
    values = [BY_NAME[name].checker().bucket(0) for name in ("edition-1", "edition-2")]
    assert [len(some) for some in values] == [151, 151]
    shared = len(values[0] & values[1])
    assert shared == 0, shared
    return "none of 151 in common"


def complete_lists_of_the_reference_get_the_verdict_that_they_should() -> str:
    """The program checks the cases of tests/vectors/checks.json, from files."""
    vectors = check_cases()
    folder = scratch("checks")

    def run(numbered) -> None:
        i, case = numbered
        files = {**vectors["lists"][case["list"]], **case["files"]}
        place = write_list(folder / str(i), {path: base64.b64decode(data) for path, data in files.items()})
        pins = folder / f"{i}.json"
        pins.write_text(json.dumps(case["pins"]))
        arguments = ["check", "--list", place, "--pin", pins, "--id", case["pin"], "--now", case["now"], "--json"]
        done = selfcheck(*arguments, stdin=case["typed"] + "\n", expect=(10, 11, 12))
        found = json.loads(done.stdout)
        same(f"{case['name']}: verdict", found["verdict"], case["outcome"])
        # The program stops reading files that are longer than they may be, and says so.
        too_large = case.get("error") == "bucket_length" and found["reason"] == "file_too_large"
        same(f"{case['name']}: reason", "bucket_length" if too_large else found.get("reason"), case.get("error"))
        same(f"{case['name']}: exit code", done.returncode, {"found": 10, "not_found": 11}.get(case["outcome"], 12))

    in_parallel(run, enumerate(vectors["cases"]))
    return f"{len(vectors['cases'])} checks"


def audits_pass_on_lists_of_the_reference() -> str:
    _built()
    lists = check_cases()["lists"]
    for i, files in enumerate(lists.values()):
        place = write_list(scratch("audits") / str(i), {path: base64.b64decode(data) for path, data in files.items()})
        for path in [*place.rglob("*")]:
            os.utime(path, (ref.parse_time(PUBLISHED),) * 2)
        selfcheck("verify", "--list", place, "--key", KEY_1.public().text(), "--now", NOW)
    for one in (BY_NAME["aadhaar"], BY_NAME["single"]):
        selfcheck("verify", "--list", one.folder, "--pin", one.pin_file, "--now", NOW)
    return f"{len(lists)} lists of the reference, 2 of the program"
