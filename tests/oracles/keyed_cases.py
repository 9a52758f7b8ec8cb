"""The cases of keyed.json and evaluation.json."""

from __future__ import annotations

from itertools import combinations

import asking_reference as asking
import selfcheck_reference as ref
import voprf_reference as voprf
from asking_reference import Answer
from json_cases import NO_ELEMENTS
from primitive_cases import fixed
from small_lists import Dealt

INPUT = b"aadhaar:999941057058"
SALT = bytes(range(16))
LIST_ID, NONCE = b"\x11" * 16, b"\x22" * 16


def repeated(byte: int, size: int = 64) -> bytes:
    return bytes([byte]) * size


# The example of FORMAT.md, section 17.
EXAMPLE = Dealt((repeated(0xA0), repeated(0xA1)), 3)
UNIFORM = repeated(0xB0)
CANARY = ref.canary_text(SALT)


def _answer(dealt: Dealt, index: int, blinded: bytes) -> bytes:
    asked = voprf.question(dealt.key.share_public_key(index), blinded)
    return voprf.answer(dealt.shares[index], asked, fixed(f"answer {index}", 32))


# --- keyed.json: the example of FORMAT.md, section 17 ----------------------------------------------------------------


def keyed_cases() -> list[dict]:
    r, blinded = asking.blind(INPUT, UNIFORM)
    cases = [_key_case()]
    for name, text in (("an identifier", INPUT), ("a canary's text", CANARY)):
        element = voprf.hash_to_group(text).hex()
        cases.append({"type": "hash_to_group", "name": name, "input": text.decode(), "element": element})
    canary = voprf.multiply(EXAMPLE.shares[0], voprf.hash_to_group(CANARY))
    cases.append(_proof_case("the canary's evaluation", 0, voprf.hash_to_group(CANARY), repeated(0xC0)))
    case = {"type": "finalize", "name": "the canary's", "input": CANARY.decode(), "evaluated": canary.hex()}
    cases.append({**case, "y": voprf.finalize(CANARY, canary).hex()})
    case = {"type": "blind", "name": "an identifier", "input": INPUT.decode(), "uniform": UNIFORM.hex()}
    case |= {"blind": voprf.scalar_bytes(r).hex(), "inverse": voprf.scalar_bytes(voprf.inverse(r)).hex()}
    cases.append({**case, "blinded": blinded.hex()})
    for i, answer in example_answers().items():
        asked = voprf.question(EXAMPLE.key.share_public_key(i), blinded)
        case = {"type": "answer", "name": f"of evaluator {i}", "index": i, "question": asked.hex()}
        cases.append({**case, "evaluated": answer[16:48].hex(), "answer": answer.hex()})
        cases.append(_proof_case(f"of evaluator {i}", i, blinded, repeated(0xC0 + i)))
    for chosen in combinations((1, 2, 3), 2):
        cases.append(_combine_case(chosen, r))
    cases += [_tag_case("an identifier's", INPUT), _tag_case("the canary's", CANARY)]
    for name, element in _NAMED_NO_ELEMENTS.items():
        cases.append({"type": "no_element", "name": name, "element": element.hex()})
    wrong = wrong_answers()
    for name, what in (
        ("answer 1 s plus q", "s + q"),
        ("answer 2 as answer 1", "evaluator 2's"),
        ("answer 1 Z plus P", "Z + P"),
    ):
        cases.append({"type": "bad_answer", "name": name, "index": 1, "answer": wrong[what].hex()})
    return cases


_NAMED_NO_ELEMENTS = {
    "identity": NO_ELEMENTS["the identity"],
    "not canonical ff": NO_ELEMENTS["all bits one"],
    "p is zero not canonical": NO_ELEMENTS["p, which is 0 modulo p"],
    "negative": NO_ELEMENTS["negative"],
    "not a square": NO_ELEMENTS["not a square"],
}


def example_answers() -> dict[int, bytes]:
    """Returns the answers of the three evaluators. The 64 bytes that their nonces are made from are all 0xc1, 0xc2 and
    0xc3."""
    _, blinded = asking.blind(INPUT, UNIFORM)
    answers = {}
    for i in (1, 2, 3):
        evaluated = voprf.multiply(EXAMPLE.shares[i], blinded)
        answers[i] = voprf.EVALUATION_FORMAT + evaluated + _proof(i, blinded, evaluated, repeated(0xC0 + i))
    return answers


def _proof(index: int, c: bytes, d: bytes, nonce_uniform: bytes) -> bytes:
    nonce = voprf.scalar_from_uniform(nonce_uniform)
    proof = voprf.generate_proof(EXAMPLE.shares[index], EXAMPLE.key.share_public_key(index), [c], [d], nonce)
    assert voprf.verify_proof(EXAMPLE.key.share_public_key(index), [c], [d], proof)
    return proof


def _key_case() -> dict:
    scalars = [voprf.scalar_bytes(voprf.scalar_from_uniform(uniform)).hex() for uniform in EXAMPLE.uniform]
    case = {"type": "key", "name": "a key in three shares, two of which are needed", "threshold": 2, "n": 3}
    case |= {"key_uniform": EXAMPLE.uniform[0].hex(), "key": scalars[0]}
    case |= {"coefficients_uniform": [EXAMPLE.uniform[1].hex()], "coefficients": scalars[1:]}
    case |= {"commitments": [element.hex() for element in EXAMPLE.key.commitments]}
    case |= {"shares": [voprf.scalar_bytes(share).hex() for share in EXAMPLE.shares[1:]]}
    return {**case, "share_keys": [EXAMPLE.key.share_public_key(i).hex() for i in (1, 2, 3)]}


def _proof_case(name: str, index: int, c: bytes, nonce_uniform: bytes) -> dict:
    """Returns the case of a proof, with all values that are computed on the way to it."""
    k, public_key = EXAMPLE.shares[index], EXAMPLE.key.share_public_key(index)
    d = voprf.multiply(k, c)
    nonce = voprf.scalar_from_uniform(nonce_uniform)
    seed, (weight,) = voprf.composite_weights(public_key, [c], [d])
    m, z = voprf.multiply(weight, c), voprf.multiply(weight, d)
    case = {"type": "proof", "name": name, "key": voprf.scalar_bytes(k).hex(), "public_key": public_key.hex()}
    case |= {"c": c.hex(), "d": d.hex(), "nonce_uniform": nonce_uniform.hex()}
    case |= {"nonce": voprf.scalar_bytes(nonce).hex(), "proof": _proof(index, c, d, nonce_uniform).hex()}
    case |= {"seed": seed.hex(), "weight": voprf.scalar_bytes(weight).hex(), "m": m.hex(), "z": z.hex()}
    return {**case, "t2": voprf.multiply(nonce, voprf.GENERATOR).hex(), "t3": voprf.multiply(nonce, m).hex()}


def _combine_case(chosen: tuple[int, ...], r: int) -> dict:
    answers = example_answers()
    z = voprf.combine({i: answers[i][16:48] for i in chosen})
    n = voprf.multiply(voprf.inverse(r), z)
    case = {"type": "combine", "name": "evaluators " + ",".join(map(str, chosen)), "indices": list(chosen)}
    case |= {"weights": [voprf.scalar_bytes(voprf.lagrange(chosen, i)).hex() for i in chosen]}
    case |= {"input": INPUT.decode(), "uniform": UNIFORM.hex(), "evaluated": z.hex(), "unblinded": n.hex()}
    y = voprf.finalize(INPUT, n)
    assert y == voprf.evaluate(EXAMPLE.shares[0], INPUT)
    return {**case, "y": y.hex()}


def _tag_case(name: str, x: bytes) -> dict:
    h, y = ref.slow_hash(x, SALT, 1, 8192), voprf.evaluate(EXAMPLE.shares[0], x)
    tag = ref.tag(h, LIST_ID, NONCE, y)
    case = {"type": "tag", "name": name, "h": h.hex(), "list_id": LIST_ID.hex(), "nonce": NONCE.hex(), "y": y.hex()}
    value = str(ref.stored_value(tag, 6391, 21))
    return {**case, "tag": str(tag), "bucket_values": 6391, "p": 21, "value": value}


# --- evaluation.json: the rest of what a client, an evaluator and a dealer compute or refuse ----------------------


def evaluation_cases() -> list[dict]:
    return [*_scalars(), *_deals(), *_nonces(), *_blinded(), *_bad_answers(), *_evaluations(), *_failures()]


def _scalars() -> list[dict]:
    q = voprf.ORDER
    cases = []
    for name, scalar in (("0", 0), ("1", 1), ("q - 1", q - 1), ("q", q), ("q + 1", q + 1), ("2^255", 2**255)):
        data = scalar.to_bytes(32, "little")
        cases.append({"type": "scalar", "name": name, "scalar": data.hex(), "valid": voprf.is_scalar(data)})
    for name, element in {"an element": voprf.hash_to_group(INPUT), "G": voprf.GENERATOR, **NO_ELEMENTS}.items():
        valid = voprf.is_element(element)
        cases.append({"type": "element", "name": name, "element": element.hex(), "valid": valid})
    return cases


def _deals() -> list[dict]:
    """`uniform` holds the bytes that K, a_1, ... are made from. `shares` and `share_keys` begin with index 0."""
    cases = []
    for threshold, n in ((1, 1), (1, 3), (2, 2), (3, 5), (4, 7), (7, 7)):
        one = _dealt(threshold, n)
        case = {"type": "deal", "name": f"{threshold} of {n}", "uniform": [uniform.hex() for uniform in one.uniform]}
        case |= {**one.fields(), "shares": [voprf.scalar_bytes(share).hex() for share in one.shares]}
        cases.append({**case, "share_keys": [one.key.share_public_key(i).hex() for i in range(n + 1)]})
    return cases


def _dealt(threshold: int, n: int) -> Dealt:
    return Dealt.fixed(f"keyed {threshold} {n}", threshold, n)


def _nonces() -> list[dict]:
    """Cases of whole answers and of a canary's proof, with the nonce of section 15, and of questions whose B is no
    element."""
    cases = []
    _, blinded = asking.blind(INPUT, UNIFORM)
    random = fixed("evaluator's random bytes", 32)
    for name, b in {"a number": blinded, "the generator": voprf.GENERATOR, **NO_ELEMENTS}.items():
        asked = voprf.question(EXAMPLE.key.share_public_key(1), b)
        case = {"type": "answer", "name": f"B is {name}", "share": voprf.scalar_bytes(EXAMPLE.shares[1]).hex()}
        case |= {"question": asked.hex(), "random": random.hex()}
        case |= {"answer": voprf.answer(EXAMPLE.shares[1], asked, random).hex()} if voprf.is_element(b) else {}
        cases.append(case)
    case = {"type": "canary", "name": "the example's", "key": voprf.scalar_bytes(EXAMPLE.shares[0]).hex()}
    case |= {**EXAMPLE.fields(), "text": CANARY.decode(), "random": random.hex()}
    return [*cases, {**case, **EXAMPLE.canary_fields(CANARY, random)}]


def _blinded() -> list[dict]:
    cases = []
    for name, uniform in (("the example", UNIFORM), ("others", fixed("blind", 64)), ("zero", bytes(64)), ("q", None)):
        uniform = voprf.ORDER.to_bytes(64, "little") if uniform is None else uniform
        case = {"type": "blind", "name": name, "input": INPUT.decode(), "uniform": uniform.hex()}
        try:
            case["blinded"] = asking.blind(INPUT, uniform)[1].hex()
        except ref.Refused as refused:
            case["error"] = refused.code
        cases.append(case)
    return cases


def wrong_answers() -> dict[str, bytes]:
    """Returns wrong answers that come in place of evaluator 1's answer to the example."""
    good = example_answers()
    right = good[1]
    z, c, s = right[16:48], right[48:80], right[80:]
    head = voprf.EVALUATION_FORMAT
    plus_q = lambda scalar: (int.from_bytes(scalar, "little") + voprf.ORDER).to_bytes(32, "little")
    _, other = asking.blind(INPUT, fixed("another question", 64))
    wrong = {
        "nothing": b"",
        "a byte short": right[:-1],
        "a byte long": right + b"\x00",
        "a page": b"<!doctype html><title>Sign in</title>".ljust(112),
        "another format": b"selfcheck-eval/2" + right[16:],
        "evaluator 2's": good[2],
        "to another question": _answer(EXAMPLE, 1, other),
        "another Z": head + voprf.total([z, voprf.GENERATOR]) + c + s,
        "Z + P": head + voprf.total([z, EXAMPLE.key.public_key]) + c + s,
        "Z of another key": head + voprf.multiply(5, z) + c + s,
        "c + q": head + z + plus_q(c) + s,
        "s + q": head + z + c + plus_q(s),
        "s with the highest bit": head + z + c + s[:31] + bytes([s[31] | 0x80]),
        "c and s exchanged": head + z + s + c,
        "c and s zero": head + z + bytes(64),
        "the question": voprf.question(EXAMPLE.key.share_public_key(1), asking.blind(INPUT, UNIFORM)[1]).ljust(112),
    }
    wrong |= {f"Z is {name}": head + element + c + s for name, element in NO_ELEMENTS.items()}
    for position in (0, 15, 16, 47, 48, 79, 80, 111):
        changed = bytes([right[position] ^ 1])
        wrong[f"byte {position} changed"] = right[:position] + changed + right[position + 1 :]
    return wrong


def _bad_answers() -> list[dict]:
    _, blinded = asking.blind(INPUT, UNIFORM)
    share_key = EXAMPLE.key.share_public_key(1)
    cases = []
    for name, body in wrong_answers().items():
        assert voprf.good_answer(share_key, blinded, body) is None, name
        case = {"type": "bad_answer", "name": name, "share_key": share_key.hex(), "blinded": blinded.hex()}
        cases.append({**case, "answer": body.hex()})
    return cases


def _evaluation_case(name: str, dealt: Dealt, x: bytes, uniform: bytes, blinded: bytes, answers: list[Answer]) -> dict:
    case = {"type": "evaluate", "name": name, **dealt.fields(), "input": x.decode(), "uniform": uniform.hex()}
    case |= {"blinded": blinded.hex(), "answers": []}
    for answer in answers:
        one = {"index": answer.index, "status": answer.status}
        one |= {"retry_after": int(answer.retry_after)} if answer.retry_after else {}
        one |= {"body": answer.body.hex()} if answer.body else {}
        case["answers"].append(one)
    try:
        y = asking.evaluated(dealt.key, x, uniform, blinded, answers)
        assert y == voprf.evaluate(dealt.shares[0], x), name
        case["y"] = y.hex()
    except ref.Refused as refused:
        case["error"] = refused.code
        case |= {"number": refused.number} if refused.number else {}
    return case


def _evaluations() -> list[dict]:
    """Cases in which some subsets of the evaluators answer, for some keys."""
    cases = []
    answers = example_answers()
    _, blinded = asking.blind(INPUT, UNIFORM)
    for chosen in ((1, 2), (2, 1), (1, 3), (2, 3), (1, 2, 3), (3, 2, 1)):
        good = [Answer(i, 200, body=answers[i]) for i in chosen]
        cases.append(_evaluation_case(f"the example, {chosen}", EXAMPLE, INPUT, UNIFORM, blinded, good))
    uniform = fixed("evaluations", 64)
    for threshold, n in ((1, 1), (3, 5), (7, 7)):
        dealt = _dealt(threshold, n)
        _, blinded = asking.blind(CANARY, uniform)
        for chosen in list(combinations(range(1, n + 1), threshold))[::3]:
            good = [Answer(i, 200, body=_answer(dealt, i, blinded)) for i in chosen]
            cases.append(_evaluation_case(f"{threshold} of {n}, {chosen}", dealt, CANARY, uniform, blinded, good))
    assert all("y" in case for case in cases)
    return cases


def _failures() -> list[dict]:
    _, blinded = asking.blind(INPUT, UNIFORM)
    right = {i: Answer(i, 200, body=body) for i, body in example_answers().items()}
    wrong = {i: Answer(i, 200, body=right[i % 3 + 1].body) for i in right}
    none = {i: Answer(i) for i in right}
    status = lambda i, code, wait="": Answer(i, code, wait)
    cases = []

    def case(name: str, expected: str | None, answers: list[Answer], wait: int = 0, uniform=UNIFORM, b=blinded) -> None:
        made = _evaluation_case(name, EXAMPLE, INPUT, uniform, b, answers)
        assert made.get("error") == expected and made.get("number", 0) == wait, (name, made)
        cases.append(made)

    case("no answers", "evaluators_unreachable", [])
    case("none came", "evaluators_unreachable", [*none.values()])
    case("one is good, the others are not there", "evaluators_unreachable", [right[1], none[2], none[3]])
    case("one is good, and comes three times", "evaluators_unreachable", [right[1]] * 3)
    case("one is good, the others fail", "evaluators_unreachable", [right[1], status(2, 500), status(3, 302)])
    case("all lie", "evaluation_invalid", [*wrong.values()])
    case("one is good, one lies", "evaluation_invalid", [right[1], wrong[2], none[3]])
    case("one is good, one lies and then comes right", None, [right[1], wrong[2], right[2]])
    case("one lies, two are good", None, [wrong[1], right[2], right[3]])
    case("an evaluator that there is not", "evaluation_invalid", [right[1], Answer(4, 200, body=right[2].body)])
    case("index 0", "evaluation_invalid", [right[1], Answer(0, 200, body=right[2].body)])
    case("two numbers are exchanged", "evaluation_invalid", [Answer(2, 200, body=right[1].body), wrong[1]])
    case("the answers of status 201", "evaluators_unreachable", [Answer(i, 201, body=right[i].body) for i in right])
    case("404", "evaluation_ended", [right[1], status(2, 404), none[3]])
    case("410", "evaluation_ended", [status(i, 410) for i in right])
    case("410 and a lie", "evaluation_ended", [status(1, 410), wrong[2], wrong[3]])
    case("429", "evaluators_busy", [right[1], status(2, 429), none[3]])
    case("503", "evaluators_busy", [status(i, 503) for i in right])
    case("429 and 410", "evaluators_busy", [status(1, 410), status(2, 429), wrong[3]])
    case("429, two good", None, [status(1, 429, "7"), right[2], right[3]])
    case("the least wait", "evaluators_busy", [status(1, 429, "30"), status(2, 503, "7"), status(3, 429, "9")], 7)
    case("a wait of an hour", "evaluators_busy", [status(1, 429, "3600"), status(2, 429)], 3600)
    case("waits that don't count", "evaluators_busy", [status(1, 429, "3601"), status(2, 429, "0")])
    case("a wait of another status", "evaluators_busy", [status(1, 429), status(2, 500, "5"), status(3, 404, "6")])
    good = [*right.values()]
    case("another u", "evaluation_invalid", good, uniform=fixed("another question", 64))
    case("another B", "evaluation_invalid", good, b=asking.blind(INPUT, fixed("another question", 64))[1])
    case("B is the identity", "evaluation_invalid", good, b=bytes(32))
    case("another B, and busy", "evaluation_invalid", [status(1, 429, "5")], b=bytes(32))
    case("u is zero", "no_randomness", good, uniform=bytes(64))
    return cases
