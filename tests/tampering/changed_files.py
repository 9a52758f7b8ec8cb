"""Files that are somebody's, sound and signed, and in the wrong place: other buckets', lists', editions', keys'."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import selfcheck_reference as ref
from lists import POINTER, List, Publisher, pin_with, synthetic_numbers
from verdicts import Answer, Tally, ask_each, ask_file, ask_in_words

KIND = "a file in the place of another"


def bucket_directory(made: List) -> Path:
    return (made.directory / made.bucket_name).parent


def replace_buckets(copy: List, other: List) -> None:
    """Puts the buckets of `other` in the place of those that the copy's manifest names."""
    for file in bucket_directory(copy).iterdir():
        shutil.copyfile(bucket_directory(other) / file.name, file)


def rotate_buckets(copy: List) -> None:
    files = sorted(bucket_directory(copy).iterdir())
    contents = [file.read_bytes() for file in files]
    for file, content in zip(files, contents[1:] + contents[:1], strict=True):
        file.write_bytes(content)


def other_proof(copy: List, other: List) -> None:
    """The number's own bucket, with the proof of the same bucket in another list."""
    size = copy.manifest.bucket_file_size - 32 * copy.manifest.bits
    body, proof = copy.read(copy.bucket_name)[:size], other.read(other.bucket_name)[size:]
    (copy.directory / copy.bucket_name).write_bytes(body + proof)


def other_body(copy: List, other: List) -> None:
    size = copy.manifest.bucket_file_size - 32 * copy.manifest.bits
    body, proof = other.read(other.bucket_name)[:size], copy.read(copy.bucket_name)[size:]
    (copy.directory / copy.bucket_name).write_bytes(body + proof)


def file_from(copy: List, name: str, other: List, other_name: str) -> None:
    (copy.directory / name).write_bytes(other.read(other_name))


def whole_list(copy: List, other: List) -> None:
    shutil.rmtree(copy.directory)
    shutil.copytree(other.directory, copy.directory)


def mixed_pointer(copy: List, other: List, lines_of_other: set[int]) -> None:
    ours, theirs = (made.read(POINTER).split(b"\n") for made in (copy, other))
    mixed = [theirs[i] if i in lines_of_other else line for i, line in enumerate(ours)]
    (copy.directory / POINTER).write_bytes(b"\n".join(mixed))
    # Whatever the pointer names is there.
    for name in (made.name for made in other.directory.glob("manifest-*")):
        if not (copy.directory / name).exists():
            file_from(copy, name, other, name)


def with_key_id_of(copy: List, other: List) -> None:
    """The pointer of a list that somebody else has signed, with the id of the key that should have."""
    pointer = ref.Pointer.parse(other.read(POINTER))
    key_id = ref.Pointer.parse(copy.read(POINTER)).key_id
    whole_list(copy, other)
    blob = b"ED" + key_id + pointer.signature
    (copy.directory / POINTER).write_bytes(ref.format_signature(b"x", blob, pointer.trusted_comment, pointer.global_signature))


def signed_by_minisign(copy: List, key: Path, comment: Callable[[str], str]) -> None:
    """A pointer that minisign has made, with a key, and another trusted comment."""
    name = copy.manifest_name
    command = ["minisign", "-S", "-s", key, "-m", copy.directory / name, "-x", copy.directory / POINTER, "-t", comment(name)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def renamed_manifest(copy: List, older: List) -> None:
    """An older edition's manifest under the name that the pointer has signed."""
    file_from(copy, copy.manifest_name, older, older.manifest_name)


class Editions:
    """One list and what else its publisher, and others, have signed."""

    def __init__(self, publisher: Publisher, name: str, **options) -> None:
        self.publisher = publisher
        count = 24
        first = publisher.publish(name, count, **options)
        self.older = first.copy(publisher.folder / f"{name}-older")
        self.sibling = publisher.publish(f"{name}-sibling", count, **options)
        numbers = synthetic_numbers(2 * count)
        added = [number for number in numbers[count:] if number != first.stranger][:3]
        publisher.build(first, numbers[:count] + added, **options)
        self.newer = first
        stranger_key = publisher.make_key(f"{name}-stranger")
        mine, publisher.key = publisher.key, stranger_key
        self.stranger = publisher.publish(f"{name}-by-a-stranger", count, **options)
        publisher.key = mine

    def cases(self) -> dict[str, tuple[str, Callable[[List], None]]]:
        """What is done to a copy of the newer edition, and the reason that fits."""
        older, sibling, stranger, key = self.older, self.sibling, self.stranger, self.publisher.key
        cases = {
            "an older edition, whole": ("sequence_too_low", lambda copy: whole_list(copy, older)),
            "an older edition's pointer": ("sequence_too_low", lambda copy: file_from(copy, POINTER, older, POINTER)),
            "an older edition's manifest": ("manifest_mismatch", lambda copy: renamed_manifest(copy, older)),
            "another list's manifest": ("manifest_mismatch", lambda copy: renamed_manifest(copy, sibling)),
            "another list's pointer": ("file_missing", lambda copy: file_from(copy, POINTER, sibling, POINTER)),
            "another list, whole": ("pinned_list_id", lambda copy: whole_list(copy, sibling)),
            "a list by another key, whole": ("signature_unknown_key", lambda copy: whole_list(copy, stranger)),
            "another key's pointer": ("signature_unknown_key", lambda copy: file_from(copy, POINTER, stranger, POINTER)),
            "another key under the pinned key's id": ("signature_invalid", lambda copy: with_key_id_of(copy, stranger)),
            "an older signature": ("signature_invalid", lambda copy: mixed_pointer(copy, older, {1})),
            "an older trusted comment": ("signature_invalid", lambda copy: mixed_pointer(copy, older, {2})),
            "an older global signature": ("signature_invalid", lambda copy: mixed_pointer(copy, older, {3})),
            "an older signature, with its comment": ("signature_invalid", lambda copy: mixed_pointer(copy, older, {1, 2})),
            "an older comment, with its signature": ("signature_invalid", lambda copy: mixed_pointer(copy, older, {2, 3})),
            "a pointer that names nothing":
                ("pointer_format", lambda copy: signed_by_minisign(copy, key, lambda _: "timestamp:1 file:x")),
            "a pointer that names a path":
                ("pointer_format", lambda copy: signed_by_minisign(copy, key, lambda name: f"selfcheck-list/1 ../x/{name}")),
            "a pointer of another version":
                ("unsupported_format", lambda copy: signed_by_minisign(copy, key, lambda name: f"selfcheck-list/2 {name}")),
            "no bucket": ("file_missing", lambda copy: shutil.rmtree(bucket_directory(copy))),
            "no manifest": ("file_missing", lambda copy: (copy.directory / copy.manifest_name).unlink()),
            "no pointer": ("file_missing", lambda copy: (copy.directory / POINTER).unlink()),
        }
        sizes = [made.manifest.bucket_file_size for made in (self.newer, older)]
        reason = "bucket_proof" if sizes[0] == sizes[1] else "file_too_large" if sizes[0] < sizes[1] else "bucket_length"
        cases["an older edition's buckets"] = (reason, lambda copy: replace_buckets(copy, older))
        if self.newer.manifest.bits:
            cases["buckets in each other's place"] = ("bucket_proof", rotate_buckets)
        return cases


def twin_cases(twin: List) -> dict[str, tuple[str, Callable[[List], None]]]:
    """What can be done to a list with the files of another one that has the same numbers, and files of the same lengths."""
    cases = {"another list's buckets": ("bucket_proof", lambda copy: replace_buckets(copy, twin))}
    if twin.manifest.bits:
        cases["another list's proof"] = ("bucket_proof", lambda copy: other_proof(copy, twin))
        cases["another list's body"] = ("bucket_proof", lambda copy: other_body(copy, twin))
    return cases


def try_each(made: List, cases: dict[str, tuple[str, Callable[[List], None]]], tally: Tally) -> None:
    tally.untouched(KIND, made.name, ask_each(made))
    for what, (reason, change) in cases.items():
        copy = made.copy(made.directory.with_name(f"{made.name}-copy"))
        change(copy)
        alone = ask_each(copy)
        tally.could_not_tell(KIND, f"{made.name}: {what}", {reason}, alone)
        tally.could_not_tell(KIND, f"{made.name}: {what}, a file", {reason}, ask_file(copy))
        words = ask_in_words(copy)
        tally.could_not_tell(KIND, f"{made.name}: {what}, in words", {""}, [words])
        assert words.message == alone[0].message, words
        shutil.rmtree(copy.directory)


def try_other_pins(made: List, tally: Tally) -> None:
    """The list is sound, and is not what the site's owner has pinned."""
    pins = {
        "signature_unknown_key": {"keys": [ref.SecretKey(b"12345678", bytes(32)).public().text()]},
        "signature_invalid": {"keys": [ref.SecretKey(made.pin.keys[0].key_id, bytes(32)).public().text()]},
        "pinned_list_id": {"list_id": "00" * 16},
        "sequence_too_low": {"min_sequence": 2**53 - 1},
        "manifest_mismatch": {"manifest": "00" * 32},
    }
    for reason, changes in pins.items():
        pin_file = pin_with(made, made.pin_file.with_suffix(".changed"), **changes)
        answers: list[Answer] = ask_each(made, pin_file=pin_file)
        tally.could_not_tell("a pin of another list, edition or key", f"{made.name}: {changes}", {reason}, answers)
