"""The cases of keyed_checks.json: whole checks of keyed lists, with what the evaluators are asked and what they
answer."""

from __future__ import annotations

import json
import re

import asking_reference as asking
import selfcheck_reference as ref
import voprf_reference as voprf
from asking_reference import Answer
from fixed_numbers import aadhaar, mobile
from json_cases import NO_ELEMENTS
from primitive_cases import fixed
from small_lists import Dealt, Recipe, SmallList, base64_of, numbers, pins_of

DEALT = Dealt.fixed("keyed checks", 2, 3)
ANEW = Dealt((DEALT.uniform[0], fixed("keyed checks, split anew", 64)), 3)
OTHER = Dealt.fixed("keyed checks, another key", 2, 3)
ALONE = Dealt.fixed("keyed checks, one evaluator", 1, 1)
UNIFORM = fixed("keyed checks, u", 64)


def keyed_check_cases() -> dict:
    return _Checks().document()


def _pinned(*indices: int) -> list[dict]:
    return [{"index": index, "url": f"https://evaluator{index}.example/"} for index in indices]


def _answer(dealt: Dealt, index: int, blinded: bytes) -> bytes:
    asked = voprf.question(dealt.key.share_public_key(index), blinded)
    return voprf.answer(dealt.shares[index], asked, fixed(f"keyed checks, proof {index}", 32))


def _blinded(x: bytes, uniform: bytes = UNIFORM) -> bytes:
    return asking.blind(x, uniform)[1]


class _Checks:
    """Collects cases. Each is run by the reference's checker before it is written."""

    NOW = "2026-12-01T12:00:00Z"

    def __init__(self) -> None:
        self.lists: dict[str, SmallList] = {}
        self.cases: list[dict] = []

    def case(self, name, list_name, typed, outcome, answers, error=None, **other):
        """Adds a case. `answers` is a function that makes the answers from B, once that is known. `other` may have
        uniform, pin, small (the list's files), now and number."""
        small = other.get("small", self.lists[list_name])
        pin = other.get("pin") or self.lists[list_name].pin(evaluators=_pinned(1, 2, 3))
        changed = {path: data for path, data in small.files.items() if self.lists[list_name].files.get(path) != data}
        uniform = other.get("uniform", UNIFORM)
        case = {"name": name, "list": list_name, "files": base64_of(changed), "pins": pins_of(pin), "pin": pin["id"]}
        case |= {"kind": pin["kind"], "typed": typed, "now": other.get("now", self.NOW), "uniform": uniform.hex()}
        request, asked, result, number = self._run(case, {**self.lists[list_name].files, **small.files}, answers)
        assert result == (outcome, error) and number == other.get("number", 0), (name, result, number)
        if asked:
            case |= asked
        case["outcome"] = outcome
        case |= {"error": error} if error else {}
        case |= {"number": number} if number else {}
        case |= {"request": request} if request else {}
        self.cases.append(case)

    @staticmethod
    def _run(case: dict, files: dict[str, bytes], answers):
        """Returns the bucket that is asked for, the questions with their answers, and the verdict."""
        pin = ref.parse_pins(json.dumps(case["pins"]).encode())[case["pin"]]
        uniform = bytes.fromhex(case["uniform"])
        request, asked = None, {}

        given: list[Answer] = []

        def ask(key: voprf.EvaluationKey, x: bytes) -> None:
            blinded = _blinded(x, uniform)
            given.extend(answers(blinded))
            asked["blinded"] = blinded.hex()
            asked["questions"] = [
                {"index": i, "url": url, "body": voprf.question(key.share_public_key(i), blinded).hex()}
                for i, url in pin.evaluators.items()
            ]
            asked["answers"] = [
                {"index": one.index, "status": one.status}
                | ({"retry_after": int(one.retry_after)} if one.retry_after else {})
                | ({"body": one.body.hex()} if one.body else {})
                for one in given
            ]

        def evaluate(key: voprf.EvaluationKey, _, x: bytes) -> bytes:
            return asking.evaluated(key, x, uniform, bytes.fromhex(asked["blinded"]), given)

        try:
            checker = ref.Checker(pin, files, ref.parse_time(case["now"]), evaluate)
            digits = re.sub(r"[^0-9]", "", case["typed"].removeprefix("+91"))
            x = ref.canonical_form(pin.kind, digits)
            request = ref.bucket_path(checker.manifest.root, ref.bucket_index(x, checker.manifest.bits))
            if checker.manifest.evaluation:
                ask(checker.manifest.evaluation, x)
            return request, asked, (checker.check(digits), None), 0
        except ref.Refused as refused:
            return request, asked, ("could_not_tell", refused.code), refused.number

    def document(self) -> dict:
        members = {"mobile": numbers("mobile", 0, 12), "aadhaar": numbers("aadhaar", 0, 12)}
        recipes = {
            "mobile": Recipe("mobile", members["mobile"], "keyed mobile", dealt=DEALT),
            "aadhaar": Recipe("aadhaar", members["aadhaar"], "keyed aadhaar", bits=1, dealt=DEALT),
            "one evaluator": Recipe("mobile", members["mobile"], "keyed alone", dealt=ALONE),
            "static": Recipe("mobile", members["mobile"], "keyed static"),
        }
        self.lists = {name: recipe.build() for name, recipe in recipes.items()}
        self._verdicts()
        self._answers()
        self._statuses()
        self._editions(recipes["mobile"])
        return {"lists": {name: base64_of(small.files) for name, small in self.lists.items()}, "cases": self.cases}

    def _verdicts(self) -> None:
        inside = {"mobile": mobile(3), "aadhaar": aadhaar(5), "one evaluator": mobile(3)}
        outside = {"mobile": mobile(100), "aadhaar": aadhaar(100), "one evaluator": mobile(100)}
        for name, dealt, choices in (
            ("mobile", DEALT, ((1, 2), (1, 3), (2, 3), (3, 1), (1, 2, 3))),
            ("aadhaar", DEALT, ((2, 3), (3, 2, 1))),
            ("one evaluator", ALONE, ((1,),)),
        ):
            pin = self.lists[name].pin(evaluators=_pinned(*range(1, dealt.n + 1)))
            for chosen in choices:

                def good(blinded: bytes, dealt=dealt, chosen=chosen) -> list[Answer]:
                    return [Answer(i, 200, body=_answer(dealt, i, blinded)) for i in chosen]

                self.case(f"{name}, a member, {chosen}", name, inside[name], "found", good, pin=pin)
                self.case(f"{name}, no member, {chosen}", name, outside[name], "not_found", good, pin=pin)
        self.case("another u", "mobile", mobile(3), "found", self._good, uniform=fixed("keyed checks, another u", 64))
        two = self.lists["mobile"].pin(evaluators=_pinned(3, 1))
        answers = lambda b: [Answer(i, 200, body=_answer(DEALT, i, b)) for i in (3, 1)]
        self.case("two are pinned, the last first", "mobile", mobile(3), "found", answers, pin=two)

    @staticmethod
    def _good(blinded: bytes) -> list[Answer]:
        return [Answer(i, 200, body=_answer(DEALT, i, blinded)) for i in (1, 2)]

    def _answers(self) -> None:
        """Adds cases of wrong answers by evaluator 1: without a third evaluator there is no verdict, and with one the
        right verdict."""
        head = voprf.EVALUATION_FORMAT
        plus_q = lambda scalar: (int.from_bytes(scalar, "little") + voprf.ORDER).to_bytes(32, "little")

        def wrong(name: str, make) -> None:
            for typed, verdict in ((mobile(3), "found"), (mobile(100), "not_found")):

                def two(blinded: bytes) -> list[Answer]:
                    bad = make(_answer(DEALT, 1, blinded), blinded)
                    return [Answer(1, 200, body=bad), Answer(2, 200, body=_answer(DEALT, 2, blinded))]

                three = lambda b: [*two(b), Answer(3, 200, body=_answer(DEALT, 3, b))]
                whose = "a member" if verdict == "found" else "no member"
                if verdict == "not_found":
                    self.case(f"{name}, {whose}", "mobile", typed, "could_not_tell", two, "evaluation_invalid")
                self.case(f"{name}, and a third, {whose}", "mobile", typed, verdict, three)

        x = ref.canonical_form("mobile", mobile(3))
        replayed = _answer(DEALT, 1, _blinded(x, fixed("keyed checks, another u", 64)))
        wrong("nothing", lambda right, _: b"")
        wrong("a byte short", lambda right, _: right[:-1])
        wrong("a byte long", lambda right, _: right + b"\x00")
        wrong("another format", lambda right, _: b"selfcheck-eval/2" + right[16:])
        wrong("evaluator 2's answer", lambda _, blinded: _answer(DEALT, 2, blinded))
        wrong("an answer to an earlier question", lambda *_: replayed)
        wrong("an answer with a share of another split", lambda _, blinded: _answer(ANEW, 1, blinded))
        wrong("an answer with a share of another key", lambda _, blinded: _answer(OTHER, 1, blinded))
        wrong("s + q", lambda right, _: right[:80] + plus_q(right[80:]))
        wrong("a changed Z", lambda right, _: head + voprf.total([right[16:48], voprf.GENERATOR]) + right[48:])
        wrong("the identity", lambda right, _: head + bytes(32) + right[48:])
        wrong("no element", lambda right, _: head + next(iter(NO_ELEMENTS.values())) + right[48:])
        wrong("a changed proof", lambda right, _: right[:60] + bytes([right[60] ^ 1]) + right[61:])

    def _statuses(self) -> None:
        def case(name: str, error: str | None, statuses: list[tuple], number: int = 0) -> None:
            def answers(blinded: bytes) -> list[Answer]:
                good = Answer(1, 200, body=_answer(DEALT, 1, blinded))
                return [good, *(Answer(i, code, wait) for i, code, wait in statuses)]

            self.case(name, "mobile", mobile(100), "could_not_tell", answers, error, number=number)

        case("one is down, one too slow", "evaluators_unreachable", [(2, 0, ""), (3, 0, "")])
        case("one fails, one redirects", "evaluators_unreachable", [(2, 500, ""), (3, 302, "")])
        case("one is busy", "evaluators_busy", [(2, 429, "30"), (3, 0, "")], 30)
        case("both are busy", "evaluators_busy", [(2, 429, "30"), (3, 503, "7")], 7)
        case("busy without a number", "evaluators_busy", [(2, 503, ""), (3, 404, "")])
        case("one has ended", "evaluation_ended", [(2, 410, ""), (3, 0, "")])
        case("one has no such share", "evaluation_ended", [(2, 404, ""), (3, 500, "")])
        self.case("no answers", "mobile", mobile(3), "could_not_tell", lambda _: [], "evaluators_unreachable")
        once = lambda b: [Answer(1, 200, body=_answer(DEALT, 1, b))] * 3
        self.case("one answer three times", "mobile", mobile(3), "could_not_tell", once, "evaluators_unreachable")
        key = lambda b: [Answer(i, 200, body=_answer(DEALT, 1, b)) for i in (0, 1, 4)]
        self.case("evaluators that there are not", "mobile", mobile(3), "could_not_tell", key, "evaluation_invalid")
        self.case(
            "u is zero", "mobile", mobile(3), "could_not_tell", self._good, "no_randomness", uniform=bytes(64)
        )

    def _editions(self, recipe: Recipe) -> None:
        """Adds cases of lists that are wrong before anybody is asked, and of some where that shows only afterwards."""
        small = self.lists["mobile"]

        def refused(name: str, error: str, **other) -> None:
            self.case(name, "mobile", mobile(3), "could_not_tell", self._good, error, **other)

        for indices in ((), (1,), (3,), (1, 2, 4)):
            evaluators = {"evaluators": _pinned(*indices)} if indices else {}
            refused(f"evaluators {indices} are pinned", "evaluators_pinned", pin=small.pin(**evaluators))
        text = small.fields["canary"]["text"].encode()
        changed = lambda **canary: small.changed(canary={**small.fields["canary"], **canary})
        proof = bytes.fromhex(small.fields["canary"]["proof"])
        bad = (proof[:5] + bytes([proof[5] ^ 1]) + proof[6:]).hex()
        refused("the canary's proof is changed", "evaluation_key", small=changed(proof=bad))
        others = OTHER.canary_fields(text, fixed("keyed checks, proof", 32))
        refused("the canary's evaluation is another key's", "evaluation_key", small=changed(**others))
        refused("the key is another", "evaluation_key", small=small.changed(evaluation=OTHER.fields()))
        fields = DEALT.fields()
        minus = voprf.multiply(voprf.ORDER - DEALT.shares[0], voprf.GENERATOR).hex()
        commitments = [fields["commitments"][0], minus]
        refused("share 1 is zero", "evaluation_key", small=small.changed(evaluation={"n": 3, "commitments": commitments}))
        refused("three of two", "evaluation_key", small=small.changed(evaluation={**fields, "n": 1}))
        refused("withdrawn", "withdrawn", small=small.changed(withdrawn=True), pin=small.pin())
        refused("expired", "expired", now="2027-03-02T00:00:00Z")

        built = Recipe(recipe.kind, recipe.members, recipe.label, dealt=OTHER).buckets()
        refused("buckets made with another key", "canary_missing", small=recipe.assemble(built, built.bodies))
        anew = small.changed(evaluation=ANEW.fields(), sequence=2)
        answers = lambda b: [Answer(i, 200, body=_answer(ANEW, i, b)) for i in (2, 3)]
        self.case("the key split anew, the same buckets", "mobile", mobile(3), "found", answers, small=anew)
        refused("the key split anew, an old share", "evaluation_invalid", small=anew)
        pin = self.lists["static"].pin(evaluators=_pinned(1, 2, 3))
        self.case("a static list whose pin has evaluators", "static", mobile(3), "found", self._good, pin=pin)
