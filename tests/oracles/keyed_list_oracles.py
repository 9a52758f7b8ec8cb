"""Compares keyed lists. The program and the reference's builder build them with a dealt key, and both check them with
the help of evaluators, which are the program's and the reference's."""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import asking_reference as asking
import selfcheck_reference as ref
import share_reference as shares
import voprf_reference as voprf
from evaluators import ReferenceEvaluator, days_from_now, running, write_share
from fixed_numbers import aadhaar
from harness import NOW, in_parallel, same, scratch, selfcheck, write_list
from list_oracles import CliList, is_built_as_the_reference_builds_it
from small_lists import Dealt, Recipe, numbers, pins_of

FAST = ("--rate", 100_000)


@dataclass(frozen=True)
class KeyedList(CliList):
    """A list with a key that `selfcheck deal` deals, and with evaluators whose addresses are known when it is built."""

    threshold: int = 2
    n: int = 3

    @functools.cached_property
    def dealt(self) -> Path:
        folder = scratch("keys") / self.name
        split = ("--threshold", self.threshold, "--of", self.n, "--until", days_from_now(390)[:10])
        selfcheck("deal", *split, "--out", folder, "--no-password")
        return folder

    def share_file(self, index: int) -> Path:
        return self.dealt / f"share-{index}.key"

    @functools.lru_cache(maxsize=16)
    def share(self, index: int) -> int:
        return shares.parse_share(self.share_file(index).read_bytes()).opened(b"")

    @functools.cached_property
    def evaluation(self) -> voprf.EvaluationKey:
        return ref.parse_evaluation(ref.parse_json((self.dealt / "evaluation.json").read_bytes()))

    def key_options(self) -> list:
        options = ["--evaluation", self.dealt / "evaluation.json", "--share", self.share_file(0)]
        for url in _evaluators()[: self.n]:
            options += ["--evaluator", url]
        return options

    def key(self) -> int:
        return self.share(0)

    def reference_fields(self) -> dict:
        """The canary's proof is taken from the program, since its nonce is random, after verifying it."""
        *static, texts = super().reference_fields().items()
        fields = dict([*static, ("evaluation", json.loads((self.dealt / "evaluation.json").read_text())), texts])
        text = self.reference.canary_text
        evaluated = voprf.multiply(self.key(), voprf.hash_to_group(text))
        proof = json.loads(self.manifest)["canary"]["proof"]
        pair = [voprf.hash_to_group(text)], [evaluated]
        assert voprf.verify_proof(self.evaluation.public_key, *pair, bytes.fromhex(proof)), "the canary's proof"
        return fields | {
            "scheme": ref.KEYED,
            "canary": {**fields["canary"], "evaluation": evaluated.hex(), "proof": proof},
        }


LISTS = [
    KeyedList("keyed", "mobile", 80, k=1, p=40),
    KeyedList("keyed-buckets", "aadhaar", 150, ("--bits", 1), k=50, bits=1, mem_mib=9),
    KeyedList("keyed-one", "mobile", 5, threshold=1, n=1),
]


@functools.cache
def _evaluators() -> list[str]:
    """Runs three evaluators, each with its share of every list: the first and the last are the program, the second is
    the reference."""
    stack = contextlib.ExitStack()
    atexit.register(stack.close)
    files = [[one.share_file(i) for one in LISTS if i <= one.n] for i in (1, 2, 3)]
    first, last = (stack.enter_context(running(some, *FAST)) for some in (files[0], files[2]))
    return [first, stack.enter_context(ReferenceEvaluator(files[1])).url, last]


@functools.cache
def _built() -> None:
    for one in LISTS:
        one.build()


def keyed_lists_are_built_byte_for_byte_as_the_reference_builds_them() -> str:
    _built()
    for one in LISTS:
        assert one.evaluation.is_valid() and one.evaluation.is_share(0, one.key()), one.name
        is_built_as_the_reference_builds_it(one)
        selfcheck("verify", "--list", one.folder, "--pin", one.pin_file, "--now", NOW, "--ask")
    return f"{len(LISTS)} lists, {sum(one.count for one in LISTS)} identifiers"


def verdicts_on_keyed_lists_agree_with_the_reference() -> str:
    _built()
    total = 0
    for one in LISTS:
        members = one.members[:12]
        outsiders = one.outsiders(12)
        found = one.check(members + outsiders)
        same(f"{one.name}: the program", found, ["found"] * len(members) + ["not_found"] * len(outsiders))
        checker = one.checker(asking.asking())
        some = members[:6] + outsiders[:6]
        in_parallel(one.slow_hash, some)
        expected = ["found"] * len(members[:6]) + ["not_found"] * 6
        same(f"{one.name}: the reference", [checker.check(number) for number in some], expected)
        total += len(found)
    return f"{total} numbers, evaluators of both"


def any_two_of_three_are_enough_and_one_is_not() -> str:
    """This must hold for both clients, where the third evaluator is down, lies, or has another share."""
    _built()
    one = LISTS[0]
    urls = _evaluators()
    liar = scratch("liar")
    other = Dealt.fixed("a liar", 2, 3)
    own = write_share(liar / "own", other.key, 1, other.shares[1], days_from_now(1))
    numbers_and_verdicts = (one.members[0], "found"), (one.outsiders(1)[0], "not_found")
    cases: list[tuple[str, list[str], str | None]] = [
        ("1 and 2", [urls[0], urls[1], "http://127.0.0.1:9/"], None),
        ("1 and 3", [urls[0], "http://127.0.0.1:9/", urls[2]], None),
        ("2 and 3", ["http://127.0.0.1:9/", urls[1], urls[2]], None),
        ("1", [urls[0], "http://127.0.0.1:9/", "http://localhost:9/"], "evaluators_unreachable"),
    ]
    with _Lying(own, one) as lying:
        cases += [
            ("one lies", [urls[0], lying.url, urls[2]], None),
            ("two lie", [urls[0], lying.url, lying.url + "again/"], "evaluation_invalid"),
            ("others' shares", [urls[0], urls[2] + "x/", urls[1] + "x/"], "evaluation_ended"),
        ]
        for name, addresses, error in cases:
            pin_file = _pinned_elsewhere(one, name, addresses)
            (pin,) = ref.parse_pins(pin_file.read_bytes()).values()
            checker = ref.Checker(pin, one.files(), ref.parse_time(NOW), asking.asking())
            for number, verdict in numbers_and_verdicts:
                expected = ("could_not_tell", error) if error else (verdict, None)
                same(f"{name}: the reference", _outcome(lambda: checker.check(number)), expected)
                arguments = ("check", "--list", one.folder, "--pin", pin_file, "--now", NOW, "--json")
                done = selfcheck(*arguments, stdin=number + "\n", expect=(10, 11, 12))
                record = json.loads(done.stdout)
                same(f"{name}: the program", (record["verdict"], record.get("reason")), expected)
    return f"{len(cases)} cases, a member and another each"


class _Lying(ReferenceEvaluator):
    """An evaluator that answers questions about other shares with its own share and a proof of that."""

    def __init__(self, own: Path, one: KeyedList):
        super().__init__([own])
        (self.own,) = self.shares.values()
        self.shares = {one.evaluation.share_public_key(i): self.own for i in (1, 2, 3)}


def _pinned_elsewhere(one: KeyedList, name: str, addresses: list[str]) -> Path:
    document = json.loads(one.pin_file.read_text())
    document["lists"][0]["evaluators"] = [{"index": i, "url": url} for i, url in enumerate(addresses, 1)]
    path = scratch("pins") / f"{name}.json"
    path.write_text(json.dumps(document))
    return path


def _outcome(check: Callable[[], str]) -> tuple[str, str | None]:
    try:
        return check(), None
    except ref.Refused as refused:
        return "could_not_tell", refused.code


def with_fewer_shares_than_are_needed_no_tag_can_be_computed() -> str:
    """Tries everything that one share could be used for where two are needed: as the key itself, and weighted as in
    each pair. Then shows that any key at all fits this share."""
    _built()
    one = LISTS[0]
    manifest = ref.parse_manifest(one.manifest)
    values = one.checker().bucket(0)
    q, have = voprf.ORDER, one.share(2)
    guesses = {"the share": have, "its double": 2 * have % q, "its negative": -have % q, "nothing": 1}
    for others in (1, 3):
        weight = voprf.lagrange([2, others], 2)
        guesses[f"its part beside {others}"] = weight * have % q
        guesses[f"beside {others} with the same share"] = have * (weight + voprf.lagrange([2, others], others)) % q
    tried = 0
    for number in one.members:
        x, h = ref.canonical_form(one.kind, number), one.slow_hash(number)
        assert manifest.value_of(h, voprf.evaluate(one.key(), x)) in values, "the key gives the tag"
        ys = [voprf.evaluate(guess, x) for guess in guesses.values()]
        # These guesses need no scalar: the element itself, and the public keys in place of K*HashToGroup(x).
        public = (voprf.hash_to_group(x), one.evaluation.public_key, one.evaluation.share_public_key(1))
        ys += [None, bytes(64), *(voprf.finalize(x, element) for element in public)]
        assert not any(manifest.value_of(h, y) in values for y in ys), "a tag without the key"
        tried += len(ys)
    for key in (1, 2, 12345, q - 1):
        _, dealt = voprf.deal(key, [(have - key) * voprf.inverse(2) % q], 3)
        same("another key with this share", (dealt[0], dealt[2]), (key, have))
    return f"{tried} tags tried"


def keyed_lists_of_the_reference_are_checked_and_audited() -> str:
    """The lists are small. The program must refuse some changed ones."""
    dealt = Dealt.fixed("reference's keyed list", 3, 5)
    folder = scratch("reference's keyed lists")
    recipe = Recipe("aadhaar", numbers("aadhaar", 0, 30), "reference's keyed list", bits=1, dealt=dealt)
    small = recipe.build()
    files = [write_share(folder / f"{i}.key", dealt.key, i, dealt.shares[i], days_from_now(1)) for i in range(1, 6)]
    other = Dealt.fixed("another key", 3, 5)
    canary = small.fields["canary"]
    wrong = {
        "another key": {"evaluation": other.fields()},
        "another split": {"evaluation": Dealt((dealt.uniform[0], *other.uniform[1:]), 5).fields()},
        "another canary": {"canary": {**canary, **other.canary_fields(canary["text"].encode(), bytes(32))}},
        "another proof": {"canary": {**canary, "proof": canary["evaluation"] * 2}},
        "fewer than are needed": {"evaluation": {**small.fields["evaluation"], "n": 2}},
        "static": {"scheme": ref.STATIC},
    }
    with contextlib.ExitStack() as stack:
        crew = [stack.enter_context(running(files[:3], *FAST)), stack.enter_context(ReferenceEvaluator(files[3:])).url]
        urls = [crew[0] + "1/", crew[0] + "2/", crew[0] + "3/", crew[1] + "4/", crew[1] + "5/"]
        pin = small.pin(evaluators=[{"index": i, "url": url} for i, url in enumerate(urls, 1)])

        def check(name: str, one, number: str) -> tuple[str, str | None]:
            place = write_list(folder / name, one.files)
            pins = folder / f"{name}.json"
            pins.write_text(json.dumps(pins_of(pin)))
            arguments = ("check", "--list", place, "--pin", pins, "--now", NOW, "--json")
            record = json.loads(selfcheck(*arguments, stdin=number + "\n", expect=(10, 11, 12)).stdout)
            (parsed,) = ref.parse_pins(pins.read_bytes()).values()
            outcome = _outcome(lambda: ref.Checker(parsed, one.files, ref.parse_time(NOW), asking.asking()).check(number))
            same(f"{name}: the program", (record["verdict"], record.get("reason")), outcome)
            return outcome

        for i in (*range(4), 100, 101):
            same(f"number {i}", check("good", small, aadhaar(i))[0], "found" if i < 30 else "not_found")
        for name, changes in wrong.items():
            outcome = check(name, small.changed(**changes), aadhaar(0))
            # A list with another split of the same key is sound, but these evaluators do not have its shares.
            expected = "evaluation_ended" if name == "another split" else "evaluation_key"
            same(name, outcome, ("could_not_tell", expected))
    return f"6 numbers, {len(wrong)} wrong lists"
