"""The cases of manifest.json and pins.json: texts of files, with the error that each must give."""

import json

import ristretto255 as group
import selfcheck_reference as ref
import voprf_reference as voprf
from fixed_numbers import mobile
from minisign_cases import keys_that_nobody_has
from primitive_cases import fixed
from small_lists import KEY_1, KEY_2, Dealt, Recipe, keyed, manifest_text, numbers

MAX_INTEGER = 2**53 - 1


class _Files(list):
    """Collects files of one format. Each is read by the reference before it is written to the vectors."""

    def __init__(self, member: str, parse):
        super().__init__()
        self.member = member
        self.parse = parse

    def add(self, name: str, text: str | bytes, error: str | None = None, pad_to: int = 0) -> None:
        data = text if isinstance(text, bytes) else text.encode()
        self._verify(name, data + b" " * max(0, pad_to - len(data)), error)
        case: dict = {"name": name}
        try:
            case[self.member] = data.decode()
        except UnicodeDecodeError:
            case[f"{self.member}_hex"] = data.hex()
        if pad_to:
            case["pad_to"] = pad_to
        if error:
            case["error"] = error
        self.append(case)

    def _verify(self, name: str, data: bytes, error: str | None) -> None:
        try:
            self.parse(data)
            found = None
        except ref.Refused as refused:
            found = refused.code
        assert found == error, (name, found, error)


def _syntax(files: _Files, base: str, integer: str) -> None:
    """Adds cases of what holds for both formats. `integer` must occur in `base` once, as `"name": 1`."""
    assert base.count(integer) == 1

    def number(literal: str) -> str:
        return base.replace(integer, integer.rpartition(" ")[0] + " " + literal)

    def extra(literal: str) -> str:
        """Returns the text with an unknown member that has this value."""
        return '{"unknown": ' + literal + "," + base.removeprefix("{")

    compact = json.dumps(json.loads(base), separators=(",", ":"), ensure_ascii=False)
    files.add("without white space", compact)
    files.add("with all kinds of white space", " \t\r\n" + compact.replace(":{", " \t\r\n: \t\r\n{ \t\r\n") + " \t\r\n")
    reversed_keys = dict(reversed(json.loads(base).items()))
    files.add("keys in reverse order", json.dumps(reversed_keys, ensure_ascii=False))
    files.add("keys and values in escapes", base.replace('"format": "self', '"\\u0066orm\\u0061t": "\\u0073elf'))
    for name, literal in (
        ("null", "null"),
        ("true", "true"),
        ("a string", '"x"'),
        ("an empty string", '""'),
        ("0", "0"),
        ("2^53 - 1", str(MAX_INTEGER)),
        ("all escapes", r'"\"\\\/\b\f\n\r\t\u0000\u00e9\uD83D\uDE00"'),
        ("an object", '{"a": {"b": [1, 2, {}]}}'),
        ("the same key in two objects", '[{"a": 1}, {"a": 1}, {"b": {"a": 1}}]'),
        ("the same key inside and outside", '{"format": {"format": 1}}'),
        ("nested 8 deep", "[" * 7 + "]" * 7),
        ("objects nested 8 deep", '{"a":' * 7 + "1" + "}" * 7),
        ("U+FEFF in a string", '"\ufeff"'),
    ):
        files.add(f"an unknown member: {name}", extra(literal))
    files.add("65,536 bytes", base, pad_to=65_536)
    files.add("65,537 bytes", base, "json_too_large", pad_to=65_537)

    for name, literal in (
        ("1.0", "1.0"),
        ("1e0", "1e0"),
        ("1E3", "1E3"),
        ("1e+3", "1e+3"),
        ("10e-1", "10e-1"),
        ("-1", "-1"),
        ("-0", "-0"),
        ("0.5", "0.5"),
        ("2^53", str(2**53)),
        ("2^63", str(2**63)),
        ("2^64", str(2**64)),
        ("2^64 + 1", str(2**64 + 1)),
        ("a number of 40 digits", "1" + "0" * 39),
        ("1e400, which no double holds", "1e400"),
        ("1e-400, which a double rounds to 0", "1e-400"),
    ):
        files.add(f"{name} as a number", number(literal), "json_number")
        files.add(f"{name} as a number of an unknown member", extra(literal), "json_number")
        files.add(f"{name} as a number in an unknown array", extra(f"[[{literal}]]"), "json_number")
    for name, literal in (
        ("01", "01"),
        ("+1", "+1"),
        (".5", ".5"),
        ("1.", "1."),
        ("1e", "1e"),
        ("-", "-"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("NaN", "NaN"),
        ("Infinity", "Infinity"),
        ("True", "True"),
        ("undefined", "undefined"),
        ("nothing", ""),
        ("full-width 1", "１"),
        ("a string in single quotes", "'x'"),
        ("a string with a tab", '"a\tb"'),
        ("a string with a line feed", '"a\nb"'),
        ("a string with a null character", '"a\x00b"'),
        ("escape x", r'"\x41"'),
        ("escape u with three digits", r'"\u041"'),
        ("escape U", r'"\U0001F600"'),
        ("escape a", r'"\a"'),
        ("a lone high surrogate", r'"\ud83d"'),
        ("a lone high surrogate, then a letter", r'"\ud83dx"'),
        ("a lone low surrogate", r'"\ude00"'),
        ("surrogates in the wrong order", r'"\ude00\ud83d"'),
        ("two high surrogates", r'"\ud83d\ud83d"'),
        ("a string without its end", '"x'),
        ("a comma at an array's end", "[1,]"),
        ("two commas in an array", "[1,,2]"),
        ("an array without comma", "[1 2]"),
        ("an array without its end", "[1"),
        ("an array closed as an object", "[1}"),
        ("a comma at an object's end", '{"a":1,}'),
        ("a key without quotes", "{a:1}"),
        ("a key without value", '{"a"}'),
        ("a key without colon", '{"a" 1}'),
        ("a number as key", "{1:1}"),
        ("a block comment", "1 /* x */"),
        ("a line comment", "1 // x\n"),
        ("a no-break space", "\u00a01"),
        ("a form feed", "\x0c1"),
        ("a vertical tab", "\x0b1"),
        ("a byte order mark", "\ufeff1"),
    ):
        files.add(f"an unknown member: {name}", extra(literal), "json_syntax")
    for name, text in (
        ("empty", ""),
        ("white space", " \n"),
        ("without the last brace", base.rstrip()[:-1]),
        ("cut in the middle", base[: len(base) // 2]),
        ("a byte order mark", "\ufeff" + base),
        ("two byte order marks", "\ufeff\ufeff" + base),
        ("a byte order mark alone", "\ufeff"),
        ("a letter after the value", base + "x"),
        ("a brace after the value", base + "}"),
        ("a comma after the value", base + ","),
        ("the value twice", base + base),
        ("a null character after the value", base + "\x00"),
        ("a null character and more after the value", base + "\x00 more"),
        ("a null character before the value", "\x00" + base),
        ("a no-break space after the value", base + "\u00a0"),
        ("a form feed after the value", base + "\x0c"),
        ("a comment before the value", "// x\n" + base),
        ("a comma before the last brace", base.rstrip()[:-1].rstrip() + ",}"),
    ):
        files.add(name, text, "json_syntax")
    for name, code in (("UTF-16", "utf-16-le"), ("UTF-32", "utf-32-le")):
        files.add(name, base.encode(code), "json_syntax")
    for name, damage in (
        ("a lone continuation byte", b"\x80"),
        ("a byte that no character begins with", b"\xff"),
        ("an overlong slash", b"\xc0\xaf"),
        ("a surrogate in UTF-8", b"\xed\xa0\x80"),
        ("above U+10FFFF", b"\xf4\x90\x80\x80"),
        ("a cut-off character", b"\xe0\xa5"),
    ):
        files.add(
            f"{name} in a string",
            ('{"unknown": "').encode() + damage + b'",' + base.removeprefix("{").encode(),
            "json_syntax",
        )
    files.add("a byte that is not UTF-8 after the value", base.encode() + b"\xff", "json_syntax")
    files.add("a byte that is not UTF-8 in a key", b'{"\xff": 1,' + base.removeprefix("{").encode(), "json_syntax")

    first = json.dumps(json.loads(base)["format"])
    for name, text in (
        ("a key twice, the same value", base.replace('"format"', f'"format": {first}, "format"')),
        ("a key twice, other values", base.replace('"format"', '"format": "x", "format"')),
        ("a key twice, once in escapes", base.replace('"format"', f'"f\\u006frmat": {first}, "format"')),
        ("a key twice, at the two ends", base.rstrip()[:-1] + f', "format": {first}}}'),
        ("an unknown key twice", extra('1, "unknown": 1')),
        ("a key twice in an unknown member", extra('{"a": 1, "a": 1}')),
        ("a key twice, six deep in an unknown member", extra('[[[[{"a": {"b": 1, "b": 2}}]]]]')),
        ("an empty key twice", extra('{"": 1, "": 1}')),
        ("a key with a null character twice", extra(r'{"\u0000": 1, "\u0000": 1}')),
    ):
        files.add(name, text, "json_duplicate_key")
    files.add("keys that differ after a null character", extra(r'{"a\u0000b": 1, "a\u0000c": 1}'))
    for name, text in (
        ("nested 9 deep", extra("[" * 8 + "]" * 8)),
        ("objects nested 9 deep", extra('{"a":' * 8 + "1" + "}" * 8)),
        ("nested 3,000 deep", extra("[" * 3000 + "]" * 3000)),
        ("3,000 opening brackets and no more", "[" * 3000),
    ):
        files.add(name, text, "json_too_deep")
    members = lambda count: "{" + ", ".join(f'"{i}": 0' for i in range(count)) + "}"
    files.add("256 keys in an unknown member", extra(members(256)))
    files.add("256 keys in each of two", extra(f"[{members(256)}, {members(256)}]"))
    files.add("257 keys in an unknown member", extra(members(257)), "json_too_large")
    files.add("257 keys, the last one twice", extra(members(256)[:-1] + ', "255": 0}'), "json_duplicate_key")
    for name, text in (
        ("an array", "[]"),
        ("a string", '"x"'),
        ("a number", "1"),
        ("null", "null"),
        ("an array of it", f"[{base}]"),
    ):
        files.add(f"not an object but {name}", text, "field_type")


# --- manifest.json --------------------------------------------------------------------------------------------------


def manifest_cases() -> list[dict]:
    files = _Files("manifest", ref.parse_manifest)
    texts = {"en": {"title": "A list", "publisher": "Tests", "about": "", "link": ""}}
    fields = {**Recipe("mobile", numbers("mobile", 0, 12), "mobile", sequence=7).build().fields, "texts": texts}
    base = manifest_text(fields)

    def good(name: str, **changes) -> None:
        files.add(name, manifest_text({**fields, **changes}))

    def bad(name: str, error: str, **changes) -> None:
        files.add(name, manifest_text({**fields, **changes}), error)

    files.add("as our builder writes it", base)
    _syntax(files, base, '"sequence": 7')

    # Every field is missing once, has another type once, and stands in another place once.
    for name in ref.MANIFEST_KEYS:
        files.add(f"{name} is missing", manifest_text({k: v for k, v in fields.items() if k != name}), "field_missing")
        wrong = [None, [] if name != "crit" else {}]
        wrong += [True, "1"] if isinstance(fields[name], int) and not isinstance(fields[name], bool) else [1]
        wrong += ["true", "false"] if isinstance(fields[name], bool) else []
        for value in wrong:
            bad(f"{name} is {json.dumps(value)}", "field_type", **{name: value})
    files.add("a field's name in capitals", base.replace('"sequence"', '"Sequence"'), "field_missing")
    files.add("a field's name with a space", base.replace('"sequence"', '"sequence "'), "field_missing")

    # format, crit, scheme, kind.
    for value in (
        "selfcheck-list/2",
        "selfcheck-list/1 ",
        "selfcheck-list/1.0",
        "selfcheck-list",
        "Selfcheck-list/1",
        "",
        "selfcheck-pins/1",
    ):
        bad(f"format {json.dumps(value)}", "unsupported_format", format=value)
    files.add(
        "format with a null character",
        base.replace("selfcheck-list/1", "selfcheck-list/1\\u0000"),
        "unsupported_format",
    )
    for value in ("voprf", "argon2", "argon2i", "Argon2id", "argon2id ", ""):
        bad(f"scheme {json.dumps(value)}", "unsupported_scheme", scheme=value)
    for value in ("phone", "Mobile", "", "mobile ", "aadhar"):
        bad(f"kind {json.dumps(value)}", "field_value", kind=value)
    good("kind aadhaar", kind="aadhaar")
    good("crit names every field", crit=ref.MANIFEST_KEYS)
    good("crit names a field twice", crit=["root", "root"])
    good("crit of 32", crit=["texts"] * 32)
    bad("crit of 33", "field_value", crit=["texts"] * 33)
    for value in ("shards", "", "Root", "root ", "title", "hash"):
        bad(f"crit names {json.dumps(value)}", "unsupported_critical", crit=["texts", value])
    bad("crit names an unknown field that is there", "unsupported_critical", crit=["shards"], shards=1)
    bad("crit with a number", "field_type", crit=[1])
    bad("crit with null", "field_type", crit=["texts", None])
    bad("crit with an array", "field_type", crit=[["texts"]])

    # Bytes.
    for name, size in (("list_id", 16), ("group_salt", 16), ("nonce", 16), ("root", 32)):
        value = fixed(name, size).hex()
        good(f"{name} all zero", **{name: "00" * size})
        for what, wrong in (
            ("in capitals", "AB" + value[2:]),
            ("a digit short", value[:-1]),
            ("a digit long", value + "0"),
            ("a byte short", value[:-2]),
            ("a byte long", value + "00"),
            ("empty", ""),
            ("with 0x", "0x" + value[2:]),
            ("with g", "g" + value[1:]),
            ("with a space", " " + value[1:]),
            ("in full-width digits", "０" * (2 * size)),
        ):
            bad(f"{name} {what}", "field_value", **{name: wrong})

    # sequence and times.
    good("sequence 1", sequence=1)
    good("sequence 2^53 - 1", sequence=MAX_INTEGER)
    bad("sequence 0", "field_value", sequence=0)
    for name, published, until in (
        ("valid for a second", "2026-11-22T00:00:00Z", "2026-11-22T00:00:01Z"),
        ("valid for 400 days", "2026-11-22T00:00:00Z", "2027-12-27T00:00:00Z"),
        ("the first second of the year 2000", "2000-01-01T00:00:00Z", "2000-01-02T00:00:00Z"),
        ("the last second of the year 9999", "9999-12-31T00:00:00Z", "9999-12-31T23:59:59Z"),
        ("29 February", "2028-02-29T00:00:00Z", "2028-03-01T00:00:00Z"),
        ("29 February 2000", "2000-02-29T00:00:00Z", "2000-03-01T00:00:00Z"),
        ("over the end of a year", "2027-12-31T23:59:59Z", "2028-01-01T00:00:00Z"),
    ):
        good(name, published=published, valid_until=until)
    for name, published, until in (
        ("valid until it is published", "2026-11-22T00:00:00Z", "2026-11-22T00:00:00Z"),
        ("valid until before it is published", "2026-11-22T00:00:01Z", "2026-11-22T00:00:00Z"),
        ("valid for 400 days and a second", "2026-11-22T00:00:00Z", "2027-12-27T00:00:01Z"),
        ("valid for a thousand years", "2026-11-22T00:00:00Z", "3026-11-22T00:00:00Z"),
    ):
        bad(name, "limits", published=published, valid_until=until)
    for value in (
        "",
        "2026-11-22",
        "2026-11-22T00:00:00",
        "2026-11-22T00:00:00z",
        "2026-11-22t00:00:00Z",
        "2026-11-22 00:00:00Z",
        "2026-11-22T00:00:00+00:00",
        "2026-11-22T00:00:00.000Z",
        "2026-11-22T00:00Z",
        "2026-11-22T24:00:00Z",
        "2026-11-22T00:60:00Z",
        "2026-11-22T00:00:60Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-11-00T00:00:00Z",
        "2026-11-31T00:00:00Z",
        "2027-02-29T00:00:00Z",
        "2100-02-29T00:00:00Z",
        "1999-12-31T23:59:59Z",
        "0000-00-00T00:00:00Z",
        "10000-01-01T00:00:00Z",
        "+2026-11-22T00:00:00Z",
        " 2026-11-22T00:00:00Z",
        "2026-11-22T00:00:00Z ",
        "2026-11-22T00:00:00Z\n",
        "2026-11-2T00:00:000Z",
        "2026-1-22T00:00:000Z",
        "2026-11-22T-1:00:00Z",
        "２026-11-22T00:00:0Z",
        "2026/11/22T00:00:00Z",
    ):
        bad(f"published {json.dumps(value)}", "field_value", published=value)
    bad("valid_until on 30 February", "field_value", valid_until="2027-02-30T00:00:00Z")
    good("withdrawn", withdrawn=True)

    # Argon2's parameters.
    real = {"test": False, "ops": 3, "mem_kib": 65_536}
    good("not a test list", **real)
    for ops, mem_kib in ((1, 40_960), (5, 8_192), (10, 65_536), (10, 8_192), (1, 262_144), (2, 262_144), (2, 20_480)):
        good(f"ops {ops}, mem_kib {mem_kib}", **{**real, "ops": ops, "mem_kib": mem_kib})
    for ops, mem_kib in ((1, 8_192), (1, 40_959), (4, 8_192), (4, 10_239)):
        bad(f"ops {ops}, mem_kib {mem_kib}, not a test list", "limits", **{**real, "ops": ops, "mem_kib": mem_kib})
        good(f"ops {ops}, mem_kib {mem_kib}, a test list", ops=ops, mem_kib=mem_kib)
    for ops, mem_kib in (
        (0, 65_536),
        (11, 8_192),
        (3, 262_144),
        (10, 65_537),
        (1, 8_191),
        (5, 8_191),
        (1, 262_145),
        (1, 0),
    ):
        bad(f"ops {ops}, mem_kib {mem_kib}", "limits", ops=ops, mem_kib=mem_kib)
    for value in (2**32 - 1, 2**32, 2**32 + 1, MAX_INTEGER):
        bad(f"ops {value}", "limits", ops=value)
        bad(f"mem_kib {value}", "limits", mem_kib=value)
    bad("mem_kib 2^32 + 8192, which 32 bits would make 8192", "limits", mem_kib=2**32 + 8192)

    # Buckets.
    def layout(bits: int, bucket_values: int, p: int, entries: int, k: int) -> dict:
        return {"bits": bits, "bucket_values": bucket_values, "p": p, "entries": entries, "k": k}

    for name, value in (
        ("E = 1 and one entry", layout(0, 1, 20, 1, 1)),
        ("as many entries as values", layout(0, 13, 20, 13, 1)),
        ("one bucket with fewer entries than k", layout(0, 13, 20, 12, 100)),
        ("one bucket, k = 2^37 - 1", layout(0, 13, 20, 12, 2**37 - 1)),
        ("7 bits", layout(7, 8000, 20, 1_000_000, 100)),
        ("14 bits", layout(14, 62_000, 20, 1_000_000_000, 100)),
        ("16 bits", layout(16, 200, 20, 10_000_000, 100)),
        ("fewest entries", layout(3, 101, 20, 800, 100)),
        ("most entries", layout(3, 101, 20, 808, 100)),
        ("p = 8", layout(0, 13, 8, 12, 1)),
        ("p = 40", layout(0, 13, 40, 12, 1)),
        ("the largest bucket file, p = 20", layout(0, 381_300, 20, 300_000, 1)),
        ("the largest bucket file, p = 8", layout(0, 838_860, 8, 300_000, 1)),
        ("the largest bucket file, p = 40", layout(0, 199_728, 40, 100_000, 1)),
        ("the largest bucket file with proof", layout(16, 381_114, 20, 10_000_000, 1)),
    ):
        good(name, **value)
    for name, value in (
        ("no entries", layout(0, 13, 20, 0, 1)),
        ("more entries than values", layout(0, 13, 20, 14, 1)),
        ("an entry too few for k", layout(3, 101, 20, 799, 100)),
        ("an entry too many", layout(3, 101, 20, 809, 100)),
        ("k above E", layout(3, 101, 20, 808, 102)),
        ("k = 0", layout(0, 13, 20, 12, 0)),
        ("k = 0, 3 bits", layout(3, 101, 20, 800, 0)),
        ("k = 2^37", layout(0, 13, 20, 12, 2**37)),
        ("k = 2^53 - 1", layout(16, 200, 20, 10_000_000, MAX_INTEGER)),
        ("entries = 2^53 - 1", layout(0, 13, 20, MAX_INTEGER, 1)),
        ("E = 0", layout(0, 0, 20, 1, 1)),
        ("E one too many for 1 MiB, p = 20", layout(0, 381_301, 20, 300_000, 1)),
        ("E one too many for 1 MiB, p = 8", layout(0, 838_861, 8, 300_000, 1)),
        ("E one too many for 1 MiB, p = 40", layout(0, 199_729, 40, 100_000, 1)),
        ("E one too many for 1 MiB with proof", layout(16, 381_115, 20, 10_000_000, 1)),
        ("E = 2^32, which 32 bits would make 0", layout(0, 2**32, 20, 12, 1)),
        ("E = 2^32 + 13, which 32 bits would make 13", layout(0, 2**32 + 13, 20, 12, 1)),
        ("E = 2^53 - 1", layout(0, MAX_INTEGER, 20, 12, 1)),
        ("p = 0", layout(0, 13, 0, 12, 1)),
        ("p = 7", layout(0, 13, 7, 12, 1)),
        ("p = 41", layout(0, 13, 41, 12, 1)),
        ("p = 64", layout(0, 13, 64, 12, 1)),
        ("p = 2^32 + 20, which 32 bits would make 20", layout(0, 13, 2**32 + 20, 12, 1)),
    ):
        bad(name, "limits", **value)
    for bits in (17, 32, 33, 64):
        bad(f"{bits} bits", "anonymity_floor", **layout(bits, 200, 20, 100 * 2 ** min(bits, 40), 100))

    # The canary.
    canary = fields["canary"]
    good("another canary", canary={"text": "canary:0123456789abc", "hash": "00" * 32})
    good("a canary with an unknown member", canary={**canary, "more": {"x": 1}})
    for value in (
        "",
        "canary:",
        "canary:0123456789ab",
        "canary:0123456789abcd",
        "canary:0123456789abC",
        "canary:0123456789abg",
        "Canary:0123456789abc",
        "canary-0123456789abc",
        f"mobile:+91{mobile(0)}",
        "aadhaar:999941057058",
    ):
        bad(f"canary text {json.dumps(value)}", "field_value", canary={**canary, "text": value})
    bad("canary without text", "field_missing", canary={"hash": canary["hash"]})
    bad("canary without hash", "field_missing", canary={"text": canary["text"]})
    bad("canary, text is a number", "field_type", canary={**canary, "text": 1})
    bad("canary, hash is null", "field_type", canary={**canary, "hash": None})
    bad("canary, hash a byte short", "field_value", canary={**canary, "hash": canary["hash"][2:]})
    bad("canary, hash in capitals", "field_value", canary={**canary, "hash": "AB" + canary["hash"][2:]})

    _texts(good, bad, texts)
    _keyed_manifests(files, fields)
    return list(files)


# 32 bytes each that are no element, for a different reason each time.
NO_ELEMENTS = {
    "the identity": bytes(32),
    # Only its sign keeps 3 from being an element. p + 3, which is 3 modulo p, seems to have the other sign.
    "not below p": (group.P + 3).to_bytes(32, "little"),
    "p, which is 0 modulo p": group.P.to_bytes(32, "little"),
    "negative": (1).to_bytes(32, "little"),
    "G with the highest bit": voprf.GENERATOR[:31] + bytes([voprf.GENERATOR[31] | 0x80]),
    "the identity with the highest bit": (2**255).to_bytes(32, "little"),
    "all bits one": b"\xff" * 32,
    "not a square": bytes.fromhex("26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371"),
}


def _keyed_manifests(files: _Files, static: dict) -> None:
    dealt = Dealt.fixed("manifest key", 2, 3)
    fields = keyed(static, dealt, dealt.canary_fields(static["canary"]["text"].encode(), fixed("manifest proof", 32)))
    evaluation, canary = fields["evaluation"], fields["canary"]
    commitments = evaluation["commitments"]

    def good(name: str, **changes) -> None:
        files.add(f"keyed: {name}", manifest_text({**fields, **changes}))

    def bad(name: str, error: str, **changes) -> None:
        files.add(f"keyed: {name}", manifest_text({**fields, **changes}), error)

    def key(threshold: int, n: int) -> dict:
        return {"evaluation": Dealt.fixed(f"manifest key {threshold}", threshold, n).fields()}

    good("as our builder writes it")
    good("crit names every field", crit=ref.KEYED_MANIFEST_KEYS)
    for threshold, n in ((1, 1), (1, 7), (3, 5), (7, 7)):
        good(f"{threshold} of {n}", **key(threshold, n))
    good("an unknown member of evaluation", evaluation={**evaluation, "more": 1})
    # Reading a manifest verifies no proof; checking the canary does.
    good("another proof", canary={**canary, "proof": "00" * 64})
    # f(1) = a_2: on the way to P_1 the sum is the identity.
    sums = [voprf.ORDER - 5, 5, 9]
    good("C_0 + C_1 is the identity, P_1 is not", evaluation=_evaluation(sums, 3))
    bad("P_1 is the identity", "evaluation_key", evaluation=_evaluation([voprf.ORDER - 5, 5], 3))
    bad("P_3 is the identity", "evaluation_key", evaluation=_evaluation([voprf.ORDER - 15, 5], 3))
    good("P_3 would be the identity, but there are two", evaluation=_evaluation([voprf.ORDER - 15, 5], 2))

    files.add(
        "keyed: evaluation is missing",
        manifest_text({name: value for name, value in fields.items() if name != "evaluation"}),
        "field_missing",
    )
    for value in (None, [], "x", 1):
        bad(f"evaluation is {json.dumps(value)}", "field_type", evaluation=value)
    for name in evaluation:
        without = {member: value for member, value in evaluation.items() if member != name}
        bad(f"{name} is missing", "field_missing", evaluation=without)
        bad(f"{name} is null", "field_type", evaluation={**evaluation, name: None})
    bad("n is a string", "field_type", evaluation={**evaluation, "n": "3"})
    bad("a commitment is a number", "field_type", evaluation={**evaluation, "commitments": [commitments[0], 1]})
    for n in (0, 1, 8, 2**32, 2**32 + 3):
        bad(f"two commitments, n = {n}", "evaluation_key", evaluation={**evaluation, "n": n})
    bad("no commitment", "evaluation_key", evaluation={**evaluation, "commitments": []})
    eight = Dealt.fixed("manifest key", 7, 7).fields()["commitments"] + commitments[:1]
    bad("eight commitments", "evaluation_key", evaluation={"n": 7, "commitments": eight})
    for name, value in (
        ("in capitals", "AB" + commitments[1][2:]),
        ("a byte short", commitments[1][2:]),
        ("a byte long", commitments[1] + "00"),
        ("empty", ""),
    ):
        bad(f"a commitment {name}", "field_value", evaluation={**evaluation, "commitments": [commitments[0], value]})
    for name, element in NO_ELEMENTS.items():
        for j in range(2):
            wrong = [*commitments[:j], element.hex(), *commitments[j + 1 :]]
            bad(f"C_{j} is {name}", "evaluation_key", evaluation={**evaluation, "commitments": wrong})
        bad(f"the canary's evaluation is {name}", "evaluation_key", canary={**canary, "evaluation": element.hex()})
    for name in ("evaluation", "proof"):
        without = {member: value for member, value in canary.items() if member != name}
        bad(f"the canary's {name} is missing", "field_missing", canary=without)
        bad(f"the canary's {name} is null", "field_type", canary={**canary, name: None})
        for what, value in (("a byte short", canary[name][2:]), ("in capitals", "AB" + canary[name][2:])):
            bad(f"the canary's {name} {what}", "field_value", canary={**canary, name: value})

    # A static list may have the canary's two keys, which are unknown there, but not `evaluation`.
    files.add("static, with a keyed list's canary", manifest_text({**static, "canary": canary}))
    for value in (evaluation, None):
        text = manifest_text({**static, "evaluation": value})
        files.add(f"static, with evaluation {json.dumps(value)[:8]}", text, "evaluation_key")


def _evaluation(secrets: list[int], n: int) -> dict:
    """Returns the evaluation of any key, also of one that nobody may deal."""
    elements = (voprf.multiply(secret, voprf.GENERATOR) for secret in secrets)
    return {"n": n, "commitments": [element.hex() for element in elements]}


def _texts(good, bad, texts: dict) -> None:
    english = texts["en"]

    def text(**changes) -> dict:
        return {"texts": {"en": {**english, **changes}}}

    for tag in (
        "en",
        "hi",
        "kok",
        "pa-Guru",
        "pa-guru",
        "en-IN",
        "zh-Hant-HK",
        "sl-rozaj-biske-1994",
        "de-1996",
        "xx-12345678",
    ):
        good(f"language {tag}", texts={tag: english})
    for tag in (
        "",
        "e",
        "engl",
        "EN",
        "En",
        "e1",
        "en-",
        "-en",
        "en--IN",
        "en-I",
        "en_IN",
        "en-123456789",
        "en-IN-IN-IN-IN",
        "हि",
        "en ",
        "en-é2",
    ):
        bad(f"language {json.dumps(tag, ensure_ascii=False)}", "field_value", texts={tag: english})
    short = {"title": "t", "publisher": "p", "about": "", "link": ""}
    many = {f"{chr(97 + i // 26)}{chr(97 + i % 26)}": short for i in range(65)}
    good("64 languages", texts=dict(list(many.items())[:64]))
    bad("65 languages", "field_value", texts=many)
    bad("no language", "field_value", texts={})
    good("no English", texts={"ta": english})
    hindi = {"title": "एक कृत्रिम सूची", "publisher": "परीक्षण", "about": "किसी का नंबर नहीं।", "link": ""}
    good("English and Hindi", texts={"en": english, "hi": hindi})
    bad("the second language is bad", "field_value", texts={"en": english, "hi": {**english, "title": ""}})
    bad("a language that is a string", "field_type", texts={"en": "title"})
    bad("a language that is null", "field_type", texts={"en": None})
    # Unknown keys are ignored, but texts has none: every key is a language.
    bad("an unknown key beside the languages", "field_value", texts={"en": english, "note": english})
    good("an unknown text", texts={"en": {**english, "subtitle": "\u202e", "n": 1}})
    for name, longest in (("title", 400), ("publisher", 400), ("about", 4000)):
        good(f"{name} of {longest} bytes", **text(**{name: "x" * longest}))
        bad(f"{name} of {longest + 1} bytes", "field_value", **text(**{name: "x" * (longest + 1)}))
        # Devanagari letters take three bytes each.
        good(f"{name} of {longest // 3} Devanagari letters", **text(**{name: "क" * (longest // 3)}))
        bad(
            f"{name} of {longest // 3 + 1} Devanagari letters",
            "field_value",
            **text(**{name: "क" * (longest // 3 + 1)}),
        )
    for name in ("title", "publisher"):
        bad(f"{name} is empty", "field_value", **text(**{name: ""}))
        good(f"{name} is a space", **text(**{name: " "}))
    for name in english:
        bad(f"{name} is missing", "field_missing", texts={"en": {k: v for k, v in english.items() if k != name}})
        bad(f"{name} is null", "field_type", **text(**{name: None}))
        bad(f"{name} is a number", "field_type", **text(**{name: 1}))

    for code in (
        0x20,
        0x7E,
        0xA0,
        0xA1,
        0xAD,
        0x061B,
        0x061D,
        0x200B,
        0x200C,
        0x200D,
        0x2010,
        0x2027,
        0x202F,
        0x2065,
        0x206A,
    ):
        good(f"U+{code:04X} in a text", **text(about=f"a{chr(code)}b"))
    for code in (0x915, 0xFEFE, 0xFFF8, 0xFFFC, 0xFFFD, 0xFFFF, 0xE0080, 0x1F600, 0x10FFFF):
        good(f"U+{code:04X} in a text", **text(about=f"a{chr(code)}b"))
    forbidden = [0x00, 0x01, 0x09, 0x0A, 0x0D, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9F, 0x061C, 0x200E, 0x200F]
    forbidden += [
        *range(0x2028, 0x202F),
        *range(0x2066, 0x206A),
        0xFEFF,
        0xFFF9,
        0xFFFA,
        0xFFFB,
        0xE0000,
        0xE0041,
        0xE007F,
    ]
    for code in forbidden:
        bad(f"U+{code:04X} in about", "field_value", **text(about=f"a{chr(code)}b"))
    for code in (0x0A, 0x202E, 0xFEFF):
        bad(f"U+{code:04X} in title", "field_value", **text(title=chr(code) + "x"))
        bad(f"U+{code:04X} in publisher", "field_value", **text(publisher="x" + chr(code)))

    for link in (
        "https://example.org",
        "https://example.org/",
        "https://EXAMPLE.org/A",
        "https://example.org:8443/a",
        "https://example.org:1",
        "https://example.org:0",
        "https://example.org:99999/",
        "https://example.org?x=1&y=2",
        "https://example.org#top",
        "https://xn--i1b6b1a6a2e.example/",
        "https://192.0.2.1/",
        "https://a-b.example/~user/%E0%A4%95;x=(1),[2]!*$@:+",
        "https://localhost/",
    ):
        good(f"link {link}", **text(link=link))
    good("link of 1,000 bytes", **text(link="https://example.org/" + "x" * 980))
    bad("link of 1,001 bytes", "field_value", **text(link="https://example.org/" + "x" * 981))
    for link in (
        "http://example.org/",
        "HTTPS://example.org/",
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org/",
        "/about",
        "example.org",
        "https:example.org",
        "https:/example.org/",
        "https://",
        "https:///",
        "https://.",
        "https://.example.org/",
        "https://:443/",
        "https://user@example.org/",
        "https://user:password@example.org/",
        "https://example.org@evil.example/",
        "https://example.org:80@evil.example/",
        "https://example.org:/",
        "https://example.org:123456/",
        "https://example.org:80:80/",
        "https://example.org:8o/",
        "https://[2001:db8::1]/",
        "https://exam_ple.org/",
        "https://example.org\\evil.example/",
        "https://हिन्दी.example/",
        "https://example.org/हिन्दी",
        "https://example.org/a b",
        " https://example.org/",
        "https://example.org/ ",
        *(f"https://example.org/{c}" for c in "\"'<>\\^`{|}\x7f"),
    ):
        bad(f"link {json.dumps(link, ensure_ascii=False)}", "field_value", **text(link=link))


# --- pins.json ------------------------------------------------------------------------------------------------------


def pins_cases() -> list[dict]:
    files = _Files("pins", ref.parse_pins)
    key_1, key_2 = KEY_1.public().text(), KEY_2.public().text()
    pin = {
        "id": "example-mobile",
        "url": "https://example.org/lists/mobile/",
        "keys": [key_1],
        "list_id": fixed("pin", 16).hex(),
        "kind": "mobile",
        "min_sequence": 7,
    }

    def document(*lists, **changes) -> str:
        return manifest_text({"format": ref.PINS_FORMAT, "lists": list(lists), **changes})

    def good(name: str, **changes) -> None:
        files.add(name, document({**pin, **changes}))

    def bad(name: str, error: str, **changes) -> None:
        files.add(name, document({**pin, **changes}), error)

    files.add("one list", document(pin))
    files.add("two lists", document(pin, {**pin, "id": "other", "kind": "aadhaar"}))
    files.add("64 lists", document(*({**pin, "id": f"l{i}"} for i in range(64))))
    files.add("65 lists", document(*({**pin, "id": f"l{i}"} for i in range(65))), "field_value")
    files.add("no list", document(), "field_value")
    _syntax(files, document(pin), '"min_sequence": 7')
    files.add("format missing", manifest_text({"lists": [pin]}), "field_missing")
    files.add("lists missing", manifest_text({"format": ref.PINS_FORMAT}), "field_missing")
    files.add("lists is an object", document(lists={"a": pin}), "field_type")
    files.add("a list that is a string", document("example-mobile"), "field_type")
    files.add("a list that is null", document(pin, None), "field_type")
    for value in ("selfcheck-pins/2", "selfcheck-list/1", ""):
        files.add(f"format {json.dumps(value)}", document(pin, format=value), "unsupported_format")
    for name in pin:
        files.add(f"{name} is missing", document({k: v for k, v in pin.items() if k != name}), "field_missing")
        bad(f"{name} is null", "field_type", **{name: None})

    for value in ("a", "0", "-", "a-b-c", "x" * 64):
        good(f"id {value}", id=value)
    for value in ("", "x" * 65, "A", "a_b", "a.b", "a b", "a/b", "é", "a\n"):
        bad(f"id {json.dumps(value, ensure_ascii=False)}", "field_value", id=value)
    files.add("two lists with one id", document(pin, {**pin, "list_id": "00" * 16}), "field_value")
    bad("id is a number", "field_type", id=1)

    for url in (
        "https://example.org/",
        "https://example.org:8443/lists/",
        "https://example.org:99999/lists/",
        "http://127.0.0.1/",
        "http://127.0.0.1:8080/lists/mobile/",
        "http://localhost/",
        "http://localhost:8080/lists/",
        "lists/mobile/",
        "/lists/mobile/",
        "./",
        "../lists/",
        "/",
        "a/",
    ):
        good(f"url {url}", url=url)
    for url in (
        "",
        "https://example.org",
        "https://example.org/lists",
        "https://example.org/?list=mobile/",
        "https://example.org/#/",
        "https://",
        "https:///",
        "https://.example.org/",
        "https://user@example.org/",
        "https://user:password@example.org/",
        "https://example.org:port/",
        "https://example.org/a b/",
        "https://example.org\\lists/",
        "http://example.org/",
        "http://127.0.0.1.example.org/",
        "http://127.0.0.1@example.org/",
        "http://127.0.0.2/",
        "http://localhost.example.org/",
        "http://localhost@example.org/",
        "http://localhost:80@example.org/",
        "http://[::1]/",
        "//example.org/lists/",
        "///example.org/",
        "\\\\example.org/",
        "/\\example.org/",
        "/\t/example.org/",
        "\n//example.org/",
        "javascript:/",
        "data:/",
        "file:///lists/",
        "ftp://example.org/",
        "blob:https://example.org/",
        "lists:mobile/",
        " lists/",
        "lists/हिन्दी/",
        "lists?/",
        "lists#/",
    ):
        bad(f"url {json.dumps(url, ensure_ascii=False)}", "field_value", url=url)

    good("two keys", keys=[key_1, key_2])
    good("eight keys", keys=[key_1, key_2] * 4)
    bad("nine keys", "field_value", keys=[key_1] * 9)
    bad("no key", "field_value", keys=[])
    bad("keys is a string", "field_type", keys=key_1)
    for name, key in (
        ("empty", ""),
        ("cut short", key_1[:-4]),
        ("with a space", " " + key_1),
        ("not base64", "*" + key_1[1:]),
        ("with algorithm ED", "RUR" + key_1[3:]),
        ("a number", 1),
        ("null", None),
    ):
        bad(f"a key that is {name}", "key_format", keys=[key_1, key])
    for name, key in keys_that_nobody_has(KEY_1.public()):
        bad(f"beside a good key, one that is {name}", "key_format", keys=[key_1, key.text()])
    files.add("the second of two lists is bad", document(pin, {**pin, "id": "b", "kind": "phone"}), "field_value")
    wrong = keys_that_nobody_has(KEY_1.public())[0][1].text()
    three = document(pin, {**pin, "id": "b"}, {**pin, "id": "c", "keys": [wrong]})
    files.add("the last of three lists has a wrong key", three, "key_format")

    for what, value in (
        ("in capitals", "AB" * 16),
        ("a byte short", "ab" * 15),
        ("a byte long", "ab" * 17),
        ("empty", ""),
    ):
        bad(f"list_id {what}", "field_value", list_id=value)
    good("kind aadhaar", kind="aadhaar")
    for value in ("", "Mobile", "phone"):
        bad(f"kind {json.dumps(value)}", "field_value", kind=value)
    good("min_sequence 1", min_sequence=1)
    good("min_sequence 2^53 - 1", min_sequence=MAX_INTEGER)
    bad("min_sequence 0", "field_value", min_sequence=0)
    bad("min_sequence is a string", "field_type", min_sequence="1")
    bad("min_sequence is true", "field_type", min_sequence=True)
    good("with a manifest", manifest="ab" * 32)
    for what, value in (("in capitals", "AB" * 32), ("a byte short", "ab" * 31), ("empty", "")):
        bad(f"manifest {what}", "field_value", manifest=value)
    bad("manifest is null", "field_type", manifest=None)
    good("an unknown member", note="\u202e", more={"x": [1]})

    def evaluators(*urls: str) -> dict:
        return {"evaluators": [{"index": i, "url": url} for i, url in enumerate(urls, 1)]}

    seven = [f"https://e{i}.example/" for i in range(1, 8)]
    one = evaluators(seven[0])["evaluators"][0]
    good("one evaluator", **evaluators(seven[0]))
    good("seven evaluators", **evaluators(*seven))
    good("evaluators in another order", evaluators=evaluators(*seven)["evaluators"][::-1])
    good("evaluators on this machine", **evaluators("http://127.0.0.1:9001/", "http://localhost:9002/a/"))
    good("an evaluator at a relative address", **evaluators("evaluate/"))
    good("evaluators at addresses that differ in a letter", **evaluators("https://e.example/a/", "https://e.example/b/"))
    good("an unknown member of an evaluator", evaluators=[{**one, "name": "A university"}])
    bad("no evaluators", "field_value", evaluators=[])
    bad("eight evaluators", "field_value", **evaluators(*seven, "https://e8.example/"))
    for value in (None, {}, "https://e1.example/", 1):
        bad(f"evaluators is {json.dumps(value)}", "field_type", evaluators=value)
    for value in (None, [], "https://e1.example/", 1):
        bad(f"an evaluator is {json.dumps(value)}", "field_type", evaluators=[value])
    for name in one:
        bad(f"an evaluator without {name}", "field_missing", evaluators=[{k: v for k, v in one.items() if k != name}])
        bad(f"an evaluator whose {name} is null", "field_type", evaluators=[{**one, name: None}])
    for index in (0, 8, 2**32 + 1, MAX_INTEGER):
        bad(f"an evaluator's index {index}", "field_value", evaluators=[{**one, "index": index}])
    bad("two evaluators of one index", "field_value", evaluators=[one, {**one, "url": seven[1]}])
    bad("two evaluators at one address", "field_value", **evaluators(seven[0], seven[0]))
    for url in ("", "https://e1.example", "http://e1.example/", "https://e1.example/?a/", "//e1.example/", "a:/"):
        bad(f"an evaluator's url {json.dumps(url)}", "field_value", **evaluators(url))
    bad(
        "an evaluator's url of 1,001 bytes", "field_value", **evaluators("https://e1.example/" + "x" * 981 + "/")
    )
    return list(files)
