"""The cases of minisign.json. Needs the `minisign` program, whose signatures are deterministic."""

import base64
import subprocess
import tempfile
from pathlib import Path

import ed25519_points as points
import selfcheck_reference as ref
from primitive_cases import fixed
from small_lists import KEY_1, KEY_2

_ORDER = 2**252 + 27742317777372353535851937790883648493  # L, the order of the Ed25519 group


def secret_key_file(key: ref.SecretKey, with_checksum: bool = True) -> str:
    """Returns the file of an unencrypted secret key. `minisign -G -W` leaves the checksum zero; a key whose password
    was taken off by `minisign -C` has one."""
    secret = key.seed + key.public().key
    checksum = ref.blake2b(32, b"Ed" + key.key_id + secret) if with_checksum else bytes(32)
    blob = b"Ed" + bytes(2) + b"B2" + bytes(32 + 8 + 8) + key.key_id + secret + checksum
    return f"untrusted comment: synthetic test key, known to everybody\n{base64.b64encode(blob).decode()}\n"


def minisign_program_signs(
    key: ref.SecretKey, message: bytes, trusted: str, untrusted: str, legacy: bool = False
) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        secret, file, signature = (Path(folder) / name for name in ("key", "message", "signature"))
        secret.write_text(secret_key_file(key))
        file.write_bytes(message)
        command = ["minisign", "-S", "-s", secret, "-m", file, "-x", signature, "-t", trusted, "-c", untrusted]
        subprocess.run(command + (["-l"] if legacy else []), check=True, capture_output=True, input=b"")
        return signature.read_bytes()


def minisign_program_accepts(key: ref.PublicKey, message: bytes, signature: bytes) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        file, signature_file = (Path(folder) / name for name in ("message", "signature"))
        file.write_bytes(message)
        signature_file.write_bytes(signature)
        command = ["minisign", "-V", "-q", "-x", signature_file, "-m", file, "-P", key.text()]
        return subprocess.run(command, capture_output=True).returncode == 0


def minisign_cases() -> list[dict]:
    return _public_keys() + _secret_keys() + _signatures()


def _public_keys() -> list[dict]:
    cases = []
    for n, key in enumerate((KEY_1.public(), KEY_2.public()), 1):
        cases.append(
            {
                "type": "public_key",
                "name": f"key {n}",
                "public_key": key.text(),
                "key_id": key.key_id.hex(),
                "key": key.key.hex(),
            }
        )
    good = KEY_1.public().text()
    raw = base64.b64decode(good)
    ones = base64.b64encode(b"Ed" + b"\xff" * 8 + KEY_1.public().key).decode()
    malformed = {
        "empty": "",
        # libsodium 1.0.18 reads every byte above 0x7f as a slash.
        "a letter of two bytes in place of two slashes": ones.replace("//", "é", 1),
        "a character short": good[:-1],
        "a character long": good + "A",
        "padding that does not belong": good + "=",
        "four characters long": good + "AAAA",
        "a space before": " " + good,
        "a space after": good + " ",
        "a line feed after": good + "\n",
        "a space inside": good[:20] + " " + good[20:],
        "a character that is not base64": good[:20] + "*" + good[21:],
        "base64url": base64.urlsafe_b64encode(b"Ed" + b"\xff" * 40).decode(),
        "algorithm ED": base64.b64encode(b"ED" + raw[2:]).decode(),
        "algorithm zero": base64.b64encode(bytes(2) + raw[2:]).decode(),
        "41 bytes, padded": base64.b64encode(raw[:-1]).decode(),
        "43 bytes, padded": base64.b64encode(raw + b"\x00").decode(),
        "a whole key file": f"untrusted comment: minisign public key\n{good}\n",
    }
    for name, text in malformed.items():
        _expect("key_format", ref.PublicKey.parse, text)
        cases.append({"type": "public_key", "name": name, "public_key": text, "error": "key_format"})
    for name, key in keys_that_nobody_has(KEY_1.public()):
        _expect("key_format", ref.PublicKey.parse, key.text())
        cases.append({"type": "public_key", "name": name, "public_key": key.text(), "error": "key_format"})
    return cases


def keys_that_nobody_has(good: ref.PublicKey) -> list[tuple[str, ref.PublicKey]]:
    """Returns keys in the right form that are no multiple of the base point, in the one encoding of a point."""
    eighth = points.torsion_point()
    key = points.decode(good.key)
    small = [points.multiply(times, eighth) for times in range(8)]
    mistyped = good.key[:20] + bytes([good.key[20] ^ 4]) + good.key[21:]
    above = next(y for y in range(2, 19) if points.decode(y.to_bytes(32, "little")) is not None)
    no_point = next(y for y in range(2, 19) if points.decode(y.to_bytes(32, "little")) is None)
    assert points.decode(mistyped) is None
    bodies = [
        ("mistyped in one place", mistyped),
        ("no point of the curve", no_point.to_bytes(32, "little")),
        ("all bits one", b"\xff" * 32),
        *((f"{times} times a point of order 8", points.encode(point)) for times, point in enumerate(small)),
        ("the identity above the prime", (points.P + 1).to_bytes(32, "little")),
        ("the identity with a sign", (1 + 2**255).to_bytes(32, "little")),
        ("the point of order 2 with a sign", (points.P - 1 + 2**255).to_bytes(32, "little")),
        ("a point above the prime", (points.P + above).to_bytes(32, "little")),
        *(
            (f"a key and a point of order {order}", points.encode(points.add(key, small[8 // order])))
            for order in (2, 4, 8)
        ),
    ]
    return [(name, ref.PublicKey(good.key_id, body)) for name, body in bodies]


def _expect(code: str, call, *arguments) -> None:
    try:
        call(*arguments)
    except ref.Refused as refused:
        assert refused.code == code, (refused, code, arguments)
    else:
        raise AssertionError((code, arguments))


def _secret_keys() -> list[dict]:
    """Cases of secret keys' files, each with its public key and a signature: Ed25519 signatures are deterministic."""
    cases = []
    for n, (key, with_checksum) in enumerate(((KEY_1, True), (KEY_2, True), (KEY_2, False)), 1):
        for message in (b"", b"message", fixed(f"long {n}", 64) * 20):
            trusted = f"trusted {n}"
            signature = ref.Pointer.parse(key.sign(message, trusted))
            cases.append(
                {
                    "type": "secret_key",
                    "name": f"key file {n} signs {len(message)} bytes",
                    "secret_key_file": secret_key_file(key, with_checksum),
                    "public_key": key.public().text(),
                    "message": message.hex(),
                    "trusted_comment": trusted,
                    "signature": signature.signature.hex(),
                    "global_signature": signature.global_signature.hex(),
                }
            )
    return cases


def _signatures() -> list[dict]:
    cases: list[dict] = []
    message, trusted = b"The message.\n", "a trusted comment"
    key = KEY_1.public()

    def add(name: str, file: bytes, error: str | None = None, message: bytes = message, key=key, program=True) -> None:
        if error:
            _expect(error, ref.verify_minisign, file, [key], message)
            expected = {"error": error}
        else:
            expected = {"trusted_comment": ref.verify_minisign(file, [key], message).trusted_comment.decode()}
        # The minisign program accepts what we accept, except where a case says otherwise. It also accepts some of what
        # we refuse.
        if not error:
            assert minisign_program_accepts(key, message, file) == program, name
        case = {"type": "signature", "name": name, "public_key": key.text(), "message": message.hex()}
        # A case has its bytes as text if they are UTF-8, as all but one are.
        try:
            case["file"] = file.decode()
        except UnicodeDecodeError:
            case["file_hex"] = file.hex()
        cases.append({**case, **expected})

    for name, comment in (("plain", trusted), ("in Hindi", "विश्वसनीय टिप्पणी"), ("of 200 characters", "x" * 200)):
        add(f"by the reference, trusted comment {name}", KEY_1.sign(message, comment))
        add(f"by minisign, trusted comment {name}", minisign_program_signs(KEY_1, message, comment, "by minisign"))
    for text in (b"", b"\x00", bytes(range(256)), b"x" * 5000):
        add(f"by the reference, a message of {len(text)} bytes", KEY_1.sign(text, trusted), message=text)
        by_program = minisign_program_signs(KEY_1, text, trusted, "by minisign")
        add(f"by minisign, a message of {len(text)} bytes", by_program, message=text)
    add("by minisign, key 2", minisign_program_signs(KEY_2, message, trusted, "by minisign"), key=KEY_2.public())
    add("an empty untrusted comment", KEY_1.sign(message, trusted, ""))
    # minisign 0.11 wants no more than 1,024 bytes for the line with its label and its end.
    add("an untrusted comment of 1,003 bytes", KEY_1.sign(message, trusted, "x" * 1003))

    good = KEY_1.sign(message, trusted)
    lines = good.split(b"\n")[:4]
    parsed = ref.Pointer.parse(good)

    def with_line(number: int, line: bytes) -> bytes:
        return b"".join((line if i == number else old) + b"\n" for i, old in enumerate(lines))

    def blob(algorithm: bytes = b"ED", key_id: bytes = parsed.key_id, signature: bytes = parsed.signature) -> bytes:
        return base64.b64encode(algorithm + key_id + signature)

    add("CRLF", good.replace(b"\n", b"\r\n"))
    add("CRLF in the third line only", with_line(2, lines[2] + b"\r"))

    # Form.
    legacy = minisign_program_signs(KEY_1, message, trusted, "by minisign -l", legacy=True)
    assert base64.b64decode(legacy.split(b"\n")[1])[:2] == b"Ed"
    for name, file in {
        "minisign's older form, not prehashed": legacy,
        "an untrusted comment of 1,004 bytes": KEY_1.sign(message, trusted, "x" * 1004),
        "algorithm Ed over the prehashed signature": with_line(1, blob(b"Ed")),
        "algorithm eD": with_line(1, blob(b"eD")),
        "empty": b"",
        "two CR before an LF": good.replace(b"\n", b"\r\r\n"),
        "LF, then CR": good.replace(b"\n", b"\n\r"),
        "CRLF, the last without LF": good.replace(b"\n", b"\r\n")[:-1],
        "a CR inside the trusted comment, well signed": KEY_1.sign(message, "a\rb"),
        "CR": good.replace(b"\n", b"\r"),
        "without the final LF": good[:-1],
        "two LF at the end": good + b"\n",
        "a fifth line": good + b"more\n",
        "an empty line first": b"\n" + good,
        "only two lines": b"".join(line + b"\n" for line in lines[:2]),
        "a byte order mark": b"\xef\xbb\xbf" + good,
        "no untrusted comment": with_line(0, b""),
        "untrusted comment without its label": with_line(0, b"a comment"),
        "untrusted comment, label without space": with_line(0, b"untrusted comment:x"),
        "untrusted comment of 1,025 bytes": with_line(0, b"untrusted comment: " + b"x" * 1025),
        "untrusted comment with a tab": with_line(0, b"untrusted comment: a\tb"),
        "untrusted comment with a null character": with_line(0, b"untrusted comment: a\x00b"),
        "trusted comment, label in capitals": with_line(2, b"Trusted comment: " + trusted.encode()),
        "trusted comment, label without space": with_line(2, b"trusted comment:" + trusted.encode()),
        "the comments swapped": b"".join(lines[i] + b"\n" for i in (2, 1, 0, 3)),
        "the signatures swapped": b"".join(lines[i] + b"\n" for i in (0, 3, 2, 1)),
        "signature, a character that is not base64": with_line(1, b"*" + lines[1][1:]),
        "signature, padding missing": with_line(1, lines[1].rstrip(b"=")),
        "signature, a space at the end": with_line(1, lines[1] + b" "),
        "signature, a byte short": with_line(1, blob(signature=parsed.signature[:-1])),
        "signature, a byte long": with_line(1, blob(signature=parsed.signature + b"\x00")),
        "global signature, a byte short": with_line(3, base64.b64encode(parsed.global_signature[:-1])),
        "global signature, a byte long": with_line(3, base64.b64encode(parsed.global_signature + b"\x00")),
        "global signature, bits set that base64 does not use": with_line(3, _not_canonical(lines[3])),
        "signature, bits set that base64 does not use": with_line(1, _not_canonical(lines[1])),
        "trusted comment with a tab, well signed": KEY_1.sign(message, "a\tb"),
        "trusted comment with an escape character, well signed": KEY_1.sign(message, "a\x1b[2Jb"),
        "more than 4,096 bytes": KEY_1.sign(message, "x" * 4000),
    }.items():
        add(name, file, "signature_format")

    # libsodium 1.0.18 reads every byte above 0x7f as a slash.
    slashes = (KEY_1.sign(b"%d" % i, trusted) for i in range(100))
    i, slashed = next((i, s) for i, s in enumerate(slashes) if all(b"/" in s.split(b"\n")[line] for line in (1, 3)))
    for what, line in (("signature", 1), ("global signature", 3)):
        for byte in (b"\x80", b"\xc1", b"\xff"):
            split = slashed.split(b"\n")
            split[line] = split[line].replace(b"/", byte, 1)
            name = f"{what}, byte 0x{byte.hex()} in place of a slash"
            add(name, b"\n".join(split), "signature_format", message=b"%d" % i)

    # Keys and signatures.
    add("another message", good, "signature_invalid", message=message + b" ")
    add("an empty message", good, "signature_invalid", message=b"")
    add("signed with key 2, checked with key 1", KEY_2.sign(message, trusted), "signature_unknown_key")
    impostor = ref.SecretKey(KEY_1.key_id, KEY_2.seed)
    add("signed with key 2 under the key id of key 1", impostor.sign(message, trusted), "signature_invalid")
    add("a changed key id", with_line(1, blob(key_id=bytes(8))), "signature_unknown_key")
    add("a changed trusted comment", with_line(2, b"trusted comment: a trusted commenT"), "signature_invalid")
    add("an empty trusted comment", with_line(2, b"trusted comment: "), "signature_invalid")
    add("a longer trusted comment", with_line(2, lines[2] + b" "), "signature_invalid")
    for position in (0, 31, 32, 63):
        flipped = bytearray(parsed.signature)
        flipped[position] ^= 1
        add(
            f"a flipped bit in byte {position} of the signature",
            with_line(1, blob(signature=bytes(flipped))),
            "signature_invalid",
        )
        flipped = bytearray(parsed.global_signature)
        flipped[position] ^= 1
        add(
            f"a flipped bit in byte {position} of the global signature",
            with_line(3, base64.b64encode(flipped)),
            "signature_invalid",
        )
    other = ref.Pointer.parse(KEY_1.sign(b"another message", trusted))
    add(
        "the global signature of another signature",
        with_line(3, base64.b64encode(other.global_signature)),
        "signature_invalid",
    )
    add(
        "all zero signatures",
        ref.format_signature(b"zero", b"ED" + KEY_1.key_id + bytes(64), b"x", bytes(64)),
        "signature_invalid",
    )
    # With S + L in place of S it is the same signature for a verifier that does not check that S is reduced.
    s = int.from_bytes(parsed.global_signature[32:], "little") + _ORDER
    malleable = parsed.global_signature[:32] + s.to_bytes(32, "little")
    add("a global signature whose S is not reduced", with_line(3, base64.b64encode(malleable)), "signature_invalid")
    return cases


def _not_canonical(text: bytes) -> bytes:
    """Returns base64 that a lenient decoder reads as the same bytes: the last character before the padding has unused
    bits, which are changed."""
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    stem = text.rstrip(b"=")
    assert len(stem) < len(text)
    changed = stem[:-1] + bytes([alphabet[alphabet.index(stem[-1]) | 1]]) + text[len(stem) :]
    assert changed != text and base64.b64decode(changed) == base64.b64decode(text)
    return changed
