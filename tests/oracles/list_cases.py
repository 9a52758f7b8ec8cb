"""The cases of builder.json, checks.json and layout.json."""

import json
import re

import selfcheck_reference as ref
from fixed_numbers import aadhaar, mobile
from small_lists import KEY_1, KEY_2, PUBLISHED, VALID_UNTIL, Recipe, SmallList, base64_of, numbers, pins_of

# --- builder.json ---------------------------------------------------------------------------------------------------


def builder_cases() -> list[dict]:
    recipes = {
        "one entry": Recipe("mobile", numbers("mobile", 0, 1), "one"),
        "twelve mobile numbers, one bucket": Recipe("mobile", numbers("mobile", 0, 12), "mobile"),
        "twelve Aadhaar numbers, one bucket, p = 8": Recipe("aadhaar", numbers("aadhaar", 0, 12), "aadhaar", p=8),
        "p = 40": Recipe("aadhaar", numbers("aadhaar", 0, 5), "wide", p=40),
        "two passes over 9 MiB": Recipe("mobile", numbers("mobile", 0, 5), "two", ops=2, mem_kib=9216),
        "two buckets": Recipe("aadhaar", numbers("aadhaar", 20, 12), "pair", bits=1),
        "eight buckets": Recipe("mobile", numbers("mobile", 20, 48), "eight", bits=3, p=10),
        "numbers given twice": Recipe("mobile", numbers("mobile", 0, 6) + numbers("mobile", 3, 3), "twice"),
        "two entries with one value": _coincidence(),
    }
    return [{"name": name, **_builder_case(recipe)} for name, recipe in recipes.items()]


def _coincidence() -> Recipe:
    """A list in which two entries have the same stored value, which leaves room for one more dummy."""
    for edition in range(1000):
        members = numbers("mobile", 0, 30)
        recipe = Recipe("mobile", members, "coincidence", p=8, edition=str(edition), shared_salt="coincidence salt")
        secrets = recipe.secrets
        hs = [ref.slow_hash(ref.canonical_form("mobile", n), secrets["group_salt"], 1, 8192) for n in members]
        if len({ref.stored_value(ref.tag(h, secrets["list_id"], secrets["nonce"]), 31, 8) for h in hs}) == 29:
            return recipe
    raise AssertionError("no coincidence")


def _builder_case(recipe: Recipe) -> dict:
    built = recipe.buckets()
    small = recipe.build()
    return {
        "kind": recipe.kind,
        "numbers": recipe.members,
        **{name: value.hex() for name, value in recipe.secrets.items()},
        "ops": recipe.ops,
        "mem_kib": recipe.mem_kib,
        "bits": recipe.bits,
        "p": recipe.p,
        "canary_text": built.canary_text.decode(),
        "canary_hash": built.canary_hash.hex(),
        "entries": built.entries,
        "bucket_values": built.bucket_values,
        "root": built.root.hex(),
        "buckets": [
            {
                "index": index,
                "path": ref.bucket_path(built.root, index),
                "values": [str(value) for value in built.values[index]],
                "body": body.hex(),
                "proof": small.buckets[ref.bucket_path(built.root, index)][len(body) :].hex(),
            }
            for index, body in enumerate(built.bodies)
        ],
    }


# --- layout.json ----------------------------------------------------------------------------------------------------


def layout_cases() -> list[dict]:
    cases: list[dict] = []
    for kind, population in ref.POPULATION.items():
        for entries in (
            1,
            2,
            99,
            100,
            1000,
            5000,
            10_000,
            11_915,
            100_000,
            103_847,
            103_848,
            103_849,
            122_729,
            122_730,
        ):
            cases.append(_p_case(kind, entries))
        for entries in (122_731, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, population - 1, population):
            cases.append(_p_case(kind, entries))
        for bits in range(18):
            cases.append(
                {
                    "type": "anonymity",
                    "name": f"{kind}, {bits} bits",
                    "kind": kind,
                    "bits": bits,
                    "anonymity_set": population >> bits,
                    "allowed": bits <= 16 and population >> bits >= ref.MIN_ANONYMITY,
                }
            )
        for entries, p in ((1, 20), (1000, 20), (5000, 20), (1_000_000, 20), (1000, 27), (100, 8), (10_000_000, 40)):
            coincidences = population / 2**p
            cases.append(
                {
                    "type": "coincidence",
                    "name": f"{kind}, {entries} entries, p = {p}",
                    "kind": kind,
                    "entries": entries,
                    "p": p,
                    "probability": coincidences / (entries + coincidences),
                }
            )
    return cases


def _p_case(kind: str, entries: int) -> dict:
    return {
        "type": "p",
        "name": f"{kind}, {entries} entries",
        "kind": kind,
        "entries": entries,
        "p": ref.choose_p(kind, entries),
    }


# --- checks.json ----------------------------------------------------------------------------------------------------


def check_cases() -> dict:
    return _Checks().document()


def _flip(data: bytes, position: int) -> bytes:
    position %= len(data)
    return data[:position] + bytes([data[position] ^ 0x10]) + data[position + 1 :]


class _Checks:
    """Collects cases. Each is run by the reference's checker before it is written."""

    NOW = "2026-12-01T12:00:00Z"

    def __init__(self) -> None:
        self.lists: dict[str, SmallList] = {}
        self.cases: list[dict] = []

    def case(self, name, list_name, typed, outcome, error=None, *, files=None, pin=None, now=NOW, more_pins=()):
        small = self.lists[list_name]
        pin = pin or small.pin()
        files = files or {}
        pins = pins_of(*more_pins, pin)
        case = {"name": name, "list": list_name, "files": base64_of(files), "pins": pins, "pin": pin["id"]}
        case |= {"kind": pin["kind"], "typed": typed, "now": now, "outcome": outcome}
        if error:
            case["error"] = error
        request = self._run(case, {**small.files, **files})
        if request:
            case["request"] = request
        self.cases.append(case)

    @staticmethod
    def _run(case: dict, files: dict[str, bytes]) -> str | None:
        """Returns the path of the bucket that a client asks for, or None if it does not get so far."""
        import json

        pin = ref.parse_pins(json.dumps(case["pins"]).encode())[case["pin"]]
        request = None
        try:
            checker = ref.Checker(pin, files, ref.parse_time(case["now"]))
            digits = re.sub(r"[^0-9]", "", case["typed"].removeprefix("+91"))
            index = ref.bucket_index(ref.canonical_form(pin.kind, digits), checker.manifest.bits)
            request = ref.bucket_path(checker.manifest.root, index)
            outcome = (checker.check(digits), None)
        except ref.Refused as refused:
            outcome = ("could_not_tell", refused.code)
        assert outcome == (case["outcome"], case.get("error")), (case["name"], outcome)
        return request

    def document(self) -> dict:
        mobile_recipe = Recipe("mobile", numbers("mobile", 0, 12), "mobile")
        aadhaar_recipe = Recipe("aadhaar", numbers("aadhaar", 0, 24), "aadhaar", bits=2)
        one = self.lists["mobile"] = mobile_recipe.build()
        four = self.lists["aadhaar"] = aadhaar_recipe.build()
        self.lists["mobile, second edition"] = Recipe(
            "mobile", numbers("mobile", 0, 12), "mobile", sequence=2, edition="2"
        ).build()
        self.lists["mobile, another list of the same publisher"] = Recipe(
            "mobile", numbers("mobile", 6, 12), "other"
        ).build()
        self._verdicts(one, four)
        self._pointer(one, four)
        self._manifest(one, four)
        self._pins_and_time(one)
        self._canary(mobile_recipe, aadhaar_recipe)
        self._buckets(aadhaar_recipe, one, four)
        return {
            "lists": {name: base64_of(small.files) for name, small in self.lists.items()},
            "cases": self.cases,
        }

    def _verdicts(self, one: SmallList, four: SmallList) -> None:
        m, a = mobile(3), aadhaar(3)
        self.case("a member", "mobile", m, "found")
        self.case("a member, as people type", "mobile", f"+91 {m[:5]}-{m[5:]}", "found")
        self.case("not a member", "mobile", mobile(100), "not_found")
        self.case("a member of the other list of the publisher", "mobile", mobile(15), "not_found")
        for i in range(24):
            self.case(f"member {i} of four buckets", "aadhaar", aadhaar(i), "found")
        for i in range(8):
            self.case(f"not a member of four buckets ({i})", "aadhaar", aadhaar(100 + i), "not_found")
        self.case("a member, with spaces", "aadhaar", f"{a[:4]} {a[4:8]} {a[8:]}", "found")
        self.case("a member of the second edition", "mobile, second edition", m, "found")
        self.case("a member of the other list", "mobile, another list of the same publisher", mobile(15), "found")

    def _pointer(self, one: SmallList, four: SmallList) -> None:
        def wrong(name: str, error: str, pointer: bytes, pin: dict | None = None) -> None:
            self.case(name, "mobile", mobile(3), "could_not_tell", error, files={"current.minisig": pointer}, pin=pin)

        comment = f"{ref.LIST_FORMAT} {one.manifest_path}"
        parsed = ref.Pointer.parse(one.pointer)

        def forged(signature: bytes, global_signature: bytes, key_id: bytes = KEY_1.key_id, trusted: str = comment):
            return ref.format_signature(b"forged", b"ED" + key_id + signature, trusted.encode(), global_signature)

        wrong(
            "a flipped bit in the signature",
            "signature_invalid",
            forged(_flip(parsed.signature, 9), parsed.global_signature),
        )
        wrong(
            "a flipped bit in the global signature",
            "signature_invalid",
            forged(parsed.signature, _flip(parsed.global_signature, 9)),
        )
        wrong(
            "a flipped bit in the key id",
            "signature_unknown_key",
            forged(parsed.signature, parsed.global_signature, _flip(parsed.key_id, 0)),
        )
        other_hash = "0" * 64
        wrong(
            "a changed trusted comment",
            "signature_invalid",
            forged(parsed.signature, parsed.global_signature, trusted=f"{ref.LIST_FORMAT} manifest-{other_hash}.json"),
        )
        wrong("signed with a key that is not pinned", "signature_unknown_key", one.signed_by(KEY_2).pointer)
        impostor = ref.SecretKey(KEY_1.key_id, KEY_2.seed)
        wrong("signed with another key of the same key id", "signature_invalid", one.signed_by(impostor).pointer)
        for name, trusted in (
            ("of version 2", f"selfcheck-list/2 {one.manifest_path}"),
            ("of version 10", f"selfcheck-list/10 {one.manifest_path}"),
        ):
            wrong(f"a pointer {name}", "unsupported_format", KEY_1.sign(one.manifest, trusted))
        for name, trusted in (
            (
                "that minisign writes by itself",
                "timestamp:1795392000\tfile:manifest.json\tprehashed".replace("\t", " "),
            ),
            ("in capitals", comment.upper()),
            ("with two spaces", comment.replace(" ", "  ")),
            ("with a space at the end", comment + " "),
            ("without a manifest", ref.LIST_FORMAT),
            ("with a hash of 63 characters", comment.replace(".json", "")[:-1] + ".json"),
            ("with a hash in capitals", f"{ref.LIST_FORMAT} manifest-{other_hash[:-1]}A.json"),
            ("with a path", f"{ref.LIST_FORMAT} ../{one.manifest_path}"),
            ("empty", ""),
        ):
            wrong(f"a trusted comment {name}", "pointer_format", KEY_1.sign(one.manifest, trusted))
        with_crlf = {"current.minisig": one.pointer.replace(b"\n", b"\r\n")}
        self.case("a member, a pointer with CRLF", "mobile", mobile(3), "found", files=with_crlf)
        self.case("not a member, a pointer with CRLF", "mobile", mobile(100), "not_found", files=with_crlf)
        wrong("a pointer with CR", "signature_format", one.pointer.replace(b"\n", b"\r"))
        wrong("a pointer with CRLF, without the final LF", "signature_format", one.pointer.replace(b"\n", b"\r\n")[:-1])
        wrong("a pointer without the final LF", "signature_format", one.pointer[:-1])
        wrong("a pointer cut in half", "signature_format", one.pointer[: len(one.pointer) // 2])
        wrong("an empty pointer", "signature_format", b"")
        wrong("an HTML page instead of the pointer", "signature_format", b"<!doctype html>\n<title>Not found</title>\n")
        # The trusted comment is genuine, but the manifest that it names was not signed.
        signature = KEY_1.sign_raw(ref.blake2b(64, b"another manifest"))
        global_signature = KEY_1.sign_raw(signature + comment.encode())
        wrong("the signature is of another manifest", "signature_invalid", forged(signature, global_signature))
        # A signature without prehashing signs the manifest itself.
        plain = KEY_1.sign_raw(one.manifest)
        legacy = ref.format_signature(
            b"legacy", b"Ed" + KEY_1.key_id + plain, comment.encode(), KEY_1.sign_raw(plain + comment.encode())
        )
        wrong("a signature of minisign's older form", "signature_format", legacy)
        self.case(
            "the pointer of another list",
            "mobile",
            mobile(3),
            "could_not_tell",
            "pinned_list_id",
            files=self.lists["mobile, another list of the same publisher"].files,
        )

    def _manifest(self, one: SmallList, four: SmallList) -> None:
        path = one.manifest_path
        for name, data in (
            ("a flipped bit at the start of the manifest", _flip(one.manifest, 0)),
            ("a flipped bit in the middle of the manifest", _flip(one.manifest, len(one.manifest) // 2)),
            ("a flipped bit at the end of the manifest", _flip(one.manifest, -1)),
            ("a manifest cut short", one.manifest[:-1]),
            ("a manifest with a space more", one.manifest + b" "),
            ("an empty manifest", b""),
            ("another list's manifest under this name", four.manifest),
        ):
            self.case(name, "mobile", mobile(3), "could_not_tell", "manifest_mismatch", files={path: data})
        for name, error, changes in (
            ("a list of version 2", "unsupported_format", {"format": "selfcheck-list/2"}),
            ("an unknown scheme", "unsupported_scheme", {"scheme": "voprf"}),
            ("a critical field that is unknown", "unsupported_critical", {"crit": ["shards"]}),
            ("17 bits", "anonymity_floor", {"bits": 17}),
            ("parameters below the floor without being a test list", "limits", {"test": False}),
            ("more memory than a client gives", "limits", {"mem_kib": 262145}),
            ("withdrawn", "withdrawn", {"withdrawn": True}),
        ):
            self.case(name, "mobile", mobile(3), "could_not_tell", error, files=one.changed(**changes).files)
        self.case(
            "a newer manifest with an unknown field",
            "mobile",
            mobile(3),
            "found",
            files=one.changed(shards=[1, {"x": None}]).files,
        )

    def _pins_and_time(self, one: SmallList) -> None:
        m = mobile(3)

        def pinned(name: str, outcome: str, error: str | None = None, more_pins=(), files=None, **pin) -> None:
            self.case(name, "mobile", m, outcome, error, pin=one.pin(**pin), more_pins=more_pins, files=files)

        keys = [KEY_2.public().text(), KEY_1.public().text()]
        pinned("the second of two pinned keys", "found", keys=keys)
        pinned(
            "the first of two pinned keys", "found", keys=keys, files={"current.minisig": one.signed_by(KEY_2).pointer}
        )
        pinned("only another key is pinned", "could_not_tell", "signature_unknown_key", keys=keys[:1])
        pinned(
            "another key with the same key id is pinned",
            "could_not_tell",
            "signature_invalid",
            keys=[ref.SecretKey(KEY_1.key_id, KEY_2.seed).public().text()],
        )
        pinned("another list id is pinned", "could_not_tell", "pinned_list_id", list_id="00" * 16)
        pinned(
            "the pin of the wrong one of two lists",
            "could_not_tell",
            "pinned_list_id",
            list_id="00" * 16,
            more_pins=[one.pin(id="first")],
        )
        pinned("the manifest is pinned", "found", manifest=ref.blake2b(32, one.manifest).hex())
        pinned("another manifest is pinned", "could_not_tell", "manifest_mismatch", manifest="00" * 32)
        pinned("a later edition is pinned", "could_not_tell", "sequence_too_low", min_sequence=2)
        pinned("a much later edition is pinned", "could_not_tell", "sequence_too_low", min_sequence=2**53 - 1)
        second = self.lists["mobile, second edition"]
        self.case("an older edition is pinned", "mobile, second edition", m, "found", pin=second.pin(min_sequence=1))
        self.case(
            "an old edition is played again",
            "mobile, second edition",
            m,
            "could_not_tell",
            "sequence_too_low",
            files=one.files,
        )
        aadhaar_pin = one.pin(kind="aadhaar")
        self.case(
            "a list of another kind than pinned", "mobile", aadhaar(3), "could_not_tell", "pinned_kind", pin=aadhaar_pin
        )
        for name, now, outcome, error in (
            ("the second before it is published", "2026-11-21T23:59:59Z", "could_not_tell", "not_yet_published"),
            ("the second in which it is published", PUBLISHED, "found", None),
            ("the last second in which it is valid", "2027-03-01T23:59:59Z", "found", None),
            ("the second in which it expires", VALID_UNTIL, "could_not_tell", "expired"),
            ("years later", "2036-01-01T00:00:00Z", "could_not_tell", "expired"),
            ("a clock that was never set", "2000-01-01T00:00:00Z", "could_not_tell", "not_yet_published"),
        ):
            self.case(name, "mobile", m, outcome, error, now=now)
        self.case("not a member, expired", "mobile", mobile(100), "could_not_tell", "expired", now=VALID_UNTIL)

    def _canary(self, mobile_recipe: Recipe, aadhaar_recipe: Recipe) -> None:
        one = self.lists["mobile"]
        canary = one.fields["canary"]
        for who, number in (("a member", mobile(3)), ("not a member", mobile(100))):
            wrong_hash = one.changed(canary={**canary, "hash": _flip(bytes.fromhex(canary["hash"]), 31).hex()})
            self.case(
                f"the canary's hash is wrong, {who}",
                "mobile",
                number,
                "could_not_tell",
                "canary_hash",
                files=wrong_hash.files,
            )
            other_text = one.changed(canary={**canary, "text": "canary:0000000000000"})
            self.case(
                f"the canary's text is another, {who}",
                "mobile",
                number,
                "could_not_tell",
                "canary_hash",
                files=other_text.files,
            )
            without = Recipe(
                "mobile", mobile_recipe.members, "mobile", options={"with_canary": False, "bucket_values": 13}
            ).build()
            self.case(
                f"the bucket lacks the canary, {who}",
                "mobile",
                number,
                "could_not_tell",
                "canary_missing",
                files=without.files,
            )
        # A manifest with another canary text is as good if text, hash and buckets agree: clients don't check that the
        # builder made the text from the salt.
        built, text = aadhaar_recipe.buckets(), b"canary:0000000000000"
        h = ref.slow_hash(text, aadhaar_recipe.secrets["group_salt"], 1, 8192)
        tag = ref.tag(h, aadhaar_recipe.secrets["list_id"], aadhaar_recipe.secrets["nonce"])
        value = ref.stored_value(tag, built.bucket_values, aadhaar_recipe.p)
        old = ref.tag(built.canary_hash, aadhaar_recipe.secrets["list_id"], aadhaar_recipe.secrets["nonce"])
        old_value = ref.stored_value(old, built.bucket_values, aadhaar_recipe.p)
        bodies = [ref.encode_body(sorted({*values, value} - {old_value}), aadhaar_recipe.p) for values in built.values]
        own = aadhaar_recipe.assemble(built, bodies).changed(canary={"text": text.decode(), "hash": h.hex()})
        self.case("a canary of the publisher's choice", "aadhaar", aadhaar(3), "found", files=own.files)
        self.case(
            "a canary of the publisher's choice, not a member", "aadhaar", aadhaar(100), "not_found", files=own.files
        )
        # The canary is in every bucket but one.
        index = ref.bucket_index(ref.canonical_form("aadhaar", aadhaar(3)), 2)
        dummy = next(v for v in range(built.bucket_values << 20) if v not in built.values[index])
        some = [body for body in built.bodies]
        some[index] = ref.encode_body(sorted({*built.values[index], dummy} - {old_value}), aadhaar_recipe.p)
        lacking = aadhaar_recipe.assemble(built, some)
        for i in range(8):
            n = aadhaar(i)
            here = ref.bucket_index(ref.canonical_form("aadhaar", n), 2) == index
            outcome = ("could_not_tell", "canary_missing") if here else ("found",)
            self.case(f"one bucket of four lacks the canary, member {i}", "aadhaar", n, *outcome, files=lacking.files)

    def _buckets(self, recipe: Recipe, one: SmallList, four: SmallList) -> None:
        def wrong(name: str, error: str, change, number: str = aadhaar(3), list_name: str = "aadhaar") -> None:
            path = self.lists[list_name].bucket_path_of(number)
            data = change(self.lists[list_name].files[path])
            self.case(name, list_name, number, "could_not_tell", error, files={path: data})

        for who, number in (("a member", aadhaar(3)), ("not a member", aadhaar(100))):
            wrong(
                f"a flipped bit at the start of the bucket, {who}", "bucket_proof", lambda data: _flip(data, 0), number
            )
            wrong(
                f"a flipped bit in the middle of the body, {who}", "bucket_proof", lambda data: _flip(data, 8), number
            )
            wrong(f"a flipped bit at the end of the body, {who}", "bucket_proof", lambda data: _flip(data, -65), number)
            wrong(
                f"a flipped bit at the start of the proof, {who}", "bucket_proof", lambda data: _flip(data, -64), number
            )
            wrong(f"a flipped bit at the end of the proof, {who}", "bucket_proof", lambda data: _flip(data, -1), number)
            wrong(f"a byte missing, {who}", "bucket_length", lambda data: data[:-1], number)
            wrong(f"a byte too many, {who}", "bucket_length", lambda data: data + b"\x00", number)
            wrong(f"an empty bucket file, {who}", "bucket_length", lambda data: b"", number)
            wrong(f"a bucket without its proof, {who}", "bucket_length", lambda data: data[:-64], number)
            wrong(
                f"an HTML page instead of the bucket, {who}",
                "bucket_length",
                lambda data: b"<!doctype html>\n<title>Not found</title>\n",
                number,
            )
        wrong("all zero", "bucket_proof", lambda data: bytes(len(data)))
        wrong("a flipped bit, one bucket", "bucket_proof", lambda data: _flip(data, 3), mobile(3), "mobile")
        wrong("a byte missing, one bucket", "bucket_length", lambda data: data[:-1], mobile(3), "mobile")
        index = ref.bucket_index(ref.canonical_form("aadhaar", aadhaar(3)), 2)
        root = bytes.fromhex(four.fields["root"])
        for other in range(4):
            if other != index:
                wrong(
                    f"bucket {other} instead of bucket {index}",
                    "bucket_proof",
                    lambda _: four.files[ref.bucket_path(root, other)],
                )
        second = self.lists["mobile, second edition"]
        wrong(
            "the bucket of another edition",
            "bucket_proof",
            lambda _: second.buckets[second.bucket_path_of(mobile(3))],
            mobile(3),
            "mobile",
        )
        # The publisher itself signed buckets that are not in the one form that section 5 allows.
        built = recipe.buckets()
        body, values = built.bodies[index], built.values[index]
        last_bit = built.bucket_values * (recipe.p + 2) - 1
        padded = body[:-1] + bytes([body[-1] | 0x80])
        assert last_bit % 8 != 7, "the body needs padding bits"
        low_clear = ref.encode_body(values, recipe.p)
        ones = int.from_bytes(low_clear, "little")
        upper = ones & ((1 << 2 * built.bucket_values) - 1)
        first_one = upper & -upper
        for name, bits in (
            ("a padding bit is one", int.from_bytes(padded, "little")),
            ("a value is missing", ones & ~first_one),
            ("a value too many", ones | 1 << (2 * built.bucket_values - 1)),
            ("all zero, with a good proof", 0),
        ):
            bodies = list(built.bodies)
            bodies[index] = bits.to_bytes(len(body), "little")
            bad = recipe.assemble(built, bodies)
            self.case(
                f"{name}, though the root is right",
                "aadhaar",
                aadhaar(3),
                "could_not_tell",
                "bucket_encoding",
                files=bad.files,
            )
