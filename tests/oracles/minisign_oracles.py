"""Compares signatures with the minisign program, in both directions."""

import json
import random
import subprocess
from pathlib import Path

import selfcheck_reference as ref
from fixed_numbers import mobile
from harness import NOW, in_parallel, same, scratch, selfcheck, write_list
from minisign_cases import minisign_program_accepts, minisign_program_signs, secret_key_file
from small_lists import KEY_1, PUBLISHED, Recipe, numbers, pins_of

_NUMBERS = numbers("mobile", 0, 2)


def _build(folder: Path, secret_key: Path, *more) -> dict[str, bytes]:
    """Builds a list of two numbers with the program. Returns its pointer, and its manifest's name and bytes."""
    text = "\n".join(_NUMBERS) + "\n"
    arguments = [
        "build",
        "--kind",
        "mobile",
        "--secret-key",
        secret_key,
        "--out",
        folder,
        "--test",
        "--mem",
        8,
        "--ops",
        1,
    ]
    arguments += ["--title", "t", "--publisher", "p", "--published", PUBLISHED, *more, "-"]
    selfcheck(*arguments, stdin=text)
    (manifest,) = folder.glob("manifest-*.json")
    return {
        "pointer": (folder / "current.minisig").read_bytes(),
        "name": manifest.name,
        "manifest": manifest.read_bytes(),
    }


def _keygen(folder: Path, *more) -> ref.PublicKey:
    arguments = ("keygen", "--secret", folder / "key", "--public", folder / "key.pub", *(more or ("--no-password",)))
    return ref.PublicKey.parse(selfcheck(*arguments).stdout.decode().strip())


def minisign_accepts_lists_of_the_program() -> str:
    """Each list has a key of its own, which minisign is given as a file and as text."""
    folder = scratch("minisign-lists")

    def run(i: int) -> None:
        place = folder / str(i)
        place.mkdir()
        key = _keygen(place)
        built = _build(place / "list", place / "key")
        trusted = f"Trusted comment: selfcheck-list/1 {built['name']}"
        verify = ["minisign", "-V", "-x", place / "list/current.minisig", "-m", place / "list" / built["name"]]
        for option in (("-P", key.text()), ("-p", place / "key.pub")):
            done = subprocess.run([*verify, *option], capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            assert trusted in done.stdout, done.stdout

    count = 40
    in_parallel(run, range(count))
    return f"{count} keys and lists"


def minisign_and_the_reference_agree_on_signatures() -> str:
    """Elsewhere the program is compared with the reference; here the reference is compared with minisign."""
    rng = random.Random(13)

    def run(seed: int) -> None:
        rng = random.Random(seed)
        key = ref.SecretKey(rng.randbytes(8), rng.randbytes(32))
        message = rng.randbytes(rng.choice((0, 1, 63, 64, 127, 128, 129, 1000, 5000)))
        comment = "".join(rng.choice("abc 019.-/:é") for _ in range(rng.randrange(1, 80))).strip() or "x"
        by_program = minisign_program_signs(key, message, comment, "u")
        same("signature", by_program, key.sign(message, comment, "u"))
        ref.verify_minisign(by_program, [key.public()], message)
        if seed % 2:
            assert minisign_program_accepts(key.public(), message, key.sign(message, comment))
            assert not minisign_program_accepts(key.public(), message + b"x", key.sign(message, comment))

    count = 80
    in_parallel(run, [rng.randrange(2**32) for _ in range(count)])
    return f"{count} keys, messages and comments"


def _minisign_keygen(folder: Path, password: str = "") -> ref.PublicKey:
    command = ["minisign", "-G", "-s", folder / "key", "-p", folder / "key.pub", *([] if password else ["-W"])]
    done = subprocess.run(command, input=f"{password}\n" * 2, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return ref.PublicKey.parse((folder / "key.pub").read_text().splitlines()[1])


def _minisign_signs_list(place: Path, secret_key: Path, built: dict, password: str = "") -> None:
    """Signs a list with minisign, in the place of the program that built it."""
    command = ["minisign", "-S", "-s", secret_key, "-m", place / built["name"], "-x", place / "current.minisig"]
    command += ["-t", f"selfcheck-list/1 {built['name']}"]
    done = subprocess.run(command, input=f"{password}\n", capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (place / "current.minisig").read_bytes() != built["pointer"]


def lists_signed_by_minisign_are_accepted() -> str:
    """The keys are of both programs, and either can use the other's."""
    count = 30

    def run(i: int) -> None:
        place = scratch(f"minisign-signs/{i}")
        key = _minisign_keygen(place) if i % 2 else _keygen(place)
        built = _build(place / "list", place / "key")
        assert minisign_program_accepts(key, built["manifest"], built["pointer"])
        _minisign_signs_list(place / "list", place / "key", built)
        for name in (key.text(), place / "key.pub"):
            selfcheck("verify", "--list", place / "list", "--key", name, "--now", NOW)

    in_parallel(run, range(count))
    return f"{count} keys and lists"


def keys_with_passwords_are_understood_by_both() -> str:
    """Each use takes scrypt some seconds and 1 GiB of memory."""
    word = "correct horse"

    def minisign_signs_with_our_key(place: Path, password: Path) -> None:
        key = _keygen(place, "--password-file", password)
        (place / "plain").write_text(secret_key_file(KEY_1))
        (place / "plain").chmod(0o600)
        built = _build(place / "list", place / "plain")
        _minisign_signs_list(place / "list", place / "key", built, word)
        selfcheck("verify", "--list", place / "list", "--key", key.text(), "--now", NOW)

    def we_sign_with_minisigns_key(place: Path, password: Path) -> None:
        key = _minisign_keygen(place, word)
        built = _build(place / "list", place / "key", "--password-file", password)
        assert minisign_program_accepts(key, built["manifest"], built["pointer"])

    def run(test) -> None:
        place = scratch(f"passwords/{test.__name__}")
        password = place / "password"
        password.write_text(word + "\n")
        password.chmod(0o600)
        test(place, password)

    in_parallel(run, (minisign_signs_with_our_key, we_sign_with_minisigns_key))
    return "both ways"


def every_changed_byte_of_a_pointer_is_judged_alike() -> str:
    """The program and the reference must agree, and must never accept what minisign refuses."""
    small = Recipe("mobile", _NUMBERS, "pointer").build()
    pointer = small.pointer
    folder = scratch("pointers")
    pins = folder / "pins.json"
    pins.write_text(json.dumps(pins_of(small.pin())))
    (pin,) = ref.parse_pins(pins.read_bytes()).values()
    rng = random.Random(14)
    changed = [
        pointer[:i] + bytes([pointer[i] ^ 1 << rng.randrange(8)]) + pointer[i + 1 :] for i in range(len(pointer))
    ]
    changed += [pointer[:i] + pointer[i + 1 :] for i in range(0, len(pointer), 3)]
    changed += [pointer[:i] + bytes([rng.randrange(256)]) + pointer[i:] for i in range(0, len(pointer), 3)]
    # Bytes of the two signatures, in base64 that is well formed.
    parsed = ref.Pointer.parse(pointer)
    for i in range(64):
        for which in (0, 1):
            signatures = [bytearray(parsed.signature), bytearray(parsed.global_signature)]
            signatures[which][i] ^= 1 << rng.randrange(8)
            blob = b"ED" + parsed.key_id + signatures[0]
            changed.append(ref.format_signature(b"x", blob, parsed.trusted_comment, bytes(signatures[1])))

    def run(numbered) -> int:
        i, data = numbered
        files = {**small.files, "current.minisig": data}
        try:
            expected, error = ref.Checker(pin, files, ref.parse_time(NOW)).check(mobile(0)), None
        except ref.Refused as refused:
            expected, error = "could_not_tell", refused.code
        place = write_list(folder / str(i), files)
        arguments = ("check", "--list", place, "--pin", pins, "--now", NOW, "--json")
        found = json.loads(selfcheck(*arguments, stdin=mobile(0), expect=(10, 12)).stdout)
        same(f"change {i}: {data!r}", (found["verdict"], found.get("reason")), (expected, error))
        accepted = found["verdict"] == "found"
        assert not accepted or minisign_program_accepts(pin.keys[0], small.manifest, data), f"change {i}"
        return accepted

    accepted = sum(in_parallel(run, enumerate(changed)))
    return f"{len(changed)} changes, {accepted} of them only to the untrusted comment"
