"""Compares selfcheck-evaluator with the evaluator and the client that were written from docs/FORMAT.md."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import asking_reference as asking
import keyed_cases
import selfcheck_reference as ref
import share_reference as shares
import voprf_reference as voprf
from evaluators import EVALUATOR, HEADERS, ReferenceEvaluator, days_from_now, exchange, running, write_share
from harness import ROOT, same, scratch
from json_cases import NO_ELEMENTS
from primitive_cases import fixed
from small_lists import Dealt

DEALT = Dealt.fixed("evaluator oracles", 2, 3)


def _share_file(name: str, index: int, dealt: Dealt = DEALT, days: int = 1) -> Path:
    path = scratch("shares") / name
    return write_share(path, dealt.key, index, dealt.shares[index], days_from_now(days))


def evaluators_answer_as_the_reference_does() -> str:
    """Compares every status of section 15 but 429, and every header. Answers are compared part by part, since no two
    have the same nonce."""
    ended = Dealt.fixed("evaluator oracles, ended", 1, 1)
    files = [_share_file("1", 1), _share_file("2", 2), _share_file("ended", 1, ended, days=-1)]
    _, blinded = asking.blind(b"aadhaar:999941057058", fixed("evaluator oracles", 64))
    key_1, key_2, key_3 = (DEALT.key.share_public_key(i) for i in (1, 2, 3))
    good = voprf.question(key_1, blinded)
    requests = {
        "share 1": good,
        "share 2": voprf.question(key_2, blinded),
        "the generator": voprf.question(key_1, voprf.GENERATOR),
        "nothing": b"",
        "a byte short": good[:-1],
        "a byte long": good + b"\x00",
        "1,000 bytes": good * 12 + good[:40],
        "another format": b"selfcheck-eval/2" + good[16:],
        "a share that it has not": voprf.question(key_3, blinded),
        "its key with another bit": voprf.question(key_1[:31] + bytes([key_1[31] | 0x80]), blinded),
        "another's share, and no element": voprf.question(key_3, bytes(32)),
        "an ended share": voprf.question(ended.key.share_public_key(1), blinded),
        "an ended share, and no element": voprf.question(ended.key.share_public_key(1), bytes(32)),
        **{f"B is {name}": voprf.question(key_1, element) for name, element in NO_ELEMENTS.items()},
    }
    statuses = []
    with running(files) as url, ReferenceEvaluator(files) as reference:
        for name, body in requests.items():
            (status, headers, answer), (expected, _, theirs) = exchange(url, body), exchange(reference.url, body)
            same(f"{name}: status", status, expected)
            same(f"{name}: headers", {field: headers.get(field) for field in HEADERS}, HEADERS)
            if status == 200:
                share_key, b = body[16:48], body[48:]
                same(f"{name}: Z", voprf.good_answer(share_key, b, answer), voprf.good_answer(share_key, b, theirs))
                assert voprf.good_answer(share_key, b, answer), name
                same(f"{name}: type", headers["Content-Type"], "application/octet-stream")
            else:
                same(f"{name}: body", answer, b"")
            statuses.append(status)
        for method in ("GET", "PUT", "OPTIONS"):
            same(method, exchange(url, b"", method)[0], exchange(reference.url, b"", method)[0])
        again = [exchange(url, good)[2][48:] for _ in range(3)]
        same("different proofs of one question", len(set(again)), 3)
    same("all statuses", sorted(set(statuses)), [200, 400, 404, 410])
    return f"{len(requests)} questions"


def share_files_of_the_reference_are_opened_and_wrong_ones_are_not() -> str:
    """The other tests here show that the program opens the reference's share files, since it answers with them. The
    wrong files are the publisher's share, a share of another key, and changed files."""
    cases = {
        "the publisher's": write_share(scratch("shares") / "0", DEALT.key, 0, DEALT.shares[0], days_from_now(1)),
        "another key's": write_share(scratch("shares") / "x", DEALT.key, 1, DEALT.shares[2], days_from_now(1)),
    }
    text = _share_file("changed", 1).read_text()
    for name, what, into in (
        ("another date", r'"not_after": "2', '"not_after": "3'),
        ("another index", r'"index": 1', '"index": 2'),
        ("another n", r'"n": 3', '"n": 4'),
        ("another box", r'"box": "..', '"box": "zz'),
        ("a key twice", r'"index": 1,', '"index": 1, "index": 1,'),
        ("another format", "selfcheck-share/1", "selfcheck-share/2"),
    ):
        path = scratch("shares") / name
        path.write_text(re.sub(what, into, text))
        path.chmod(0o600)
        cases[name] = path
    for name, path in cases.items():
        done = subprocess.run([EVALUATOR, "--port", "0", "--share", path], capture_output=True)
        same(f"{name}: exit code", done.returncode, 3)
        same(f"{name}: the reference takes it", _opens(path), name == "the publisher's")
    return f"{len(cases)} files"


def _opens(path: Path) -> bool:
    try:
        shares.parse_share(path.read_bytes()).opened(b"")
        return True
    except (ref.Refused, ValueError):
        return False


def the_examples_of_the_format_are_what_the_reference_computes() -> str:
    """Compares every value in section 17 that is written in hexadecimal."""
    text = (ROOT / "docs/FORMAT.md").read_text().partition("## 17.")[2]
    values = re.findall(r"^ {4}(?:\S.{18}| {19})([0-9a-f]{32,}(?:\n {23}[0-9a-f]+)*)$", text, re.MULTILINE)
    values = ["".join(value.split()) for value in values]
    example = keyed_cases.EXAMPLE
    file = shares.ShareFile(1, example.key, "2027-10-01T00:00:00Z", bytes(range(16)), 1, 16, b"\x44" * 24)
    known = file.sealed(example.shares[1], b"a password") + file.associated_data.hex()
    known += ref.slow_hash(b"a password", file.salt, 1, 16).hex()
    known += "".join((ROOT / "tests/vectors" / name).read_text() for name in ("keyed.json", "evaluation.json"))
    missing = [value for value in values if value not in known]
    assert len(values) > 35 and not missing, missing
    return f"{len(values)} values"


def the_reference_computes_what_the_rfcs_say() -> str:
    """The vectors are those of RFC 9380, appendix K.3, and RFC 9497, appendix A.1.2."""
    cases = 0
    for case in _vectors("rfc9380.json"):
        made = voprf.expand_message_xmd(case["message"].encode(), case["dst"].encode(), case["size"])
        same(case["name"], made.hex(), case["uniform_bytes"])
        cases += 1
    for case in _vectors("rfc9497.json"):
        k = int.from_bytes(bytes.fromhex(case["secret_key"]), "little")
        inputs, blinded, evaluated = (list(map(bytes.fromhex, case[name])) for name in ("inputs", "blinded", "evaluated"))
        blinds = [int.from_bytes(bytes.fromhex(text), "little") for text in case["blinds"]]
        made = [voprf.multiply(r, voprf.hash_to_group(x)) for r, x in zip(blinds, inputs, strict=True)]
        same(f"{case['name']}: blinded", made, blinded)
        same(f"{case['name']}: evaluated", [voprf.multiply(k, element) for element in blinded], evaluated)
        nonce = int.from_bytes(bytes.fromhex(case["proof_random_scalar"]), "little")
        public_key = bytes.fromhex(case["public_key"])
        same(f"{case['name']}: public key", voprf.multiply(k, voprf.GENERATOR), public_key)
        proof = voprf.generate_proof(k, public_key, blinded, evaluated, nonce)
        same(f"{case['name']}: proof", proof.hex(), case["proof"])
        assert voprf.verify_proof(public_key, blinded, evaluated, proof), case["name"]
        unblinded = [voprf.multiply(voprf.inverse(r), z) for r, z in zip(blinds, evaluated)]
        outputs = [voprf.finalize(x, n).hex() for x, n in zip(inputs, unblinded)]
        same(f"{case['name']}: outputs", outputs, case["outputs"])
        cases += 1
    return f"{cases} cases"


def _vectors(name: str) -> list[dict]:
    return json.loads((ROOT / "tests/vectors" / name).read_text())["cases"]
