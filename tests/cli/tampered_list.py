#!/usr/bin/python3
"""Makes of a list one that no honest publisher would sign, and signs it: for tests of what must not be believed.

tampered_list.py drop-canary LIST KEY        replaces the canary's value in every bucket by another
tampered_list.py wrong-canary-hash LIST KEY  names a wrong hash for the canary
tampered_list.py set LIST KEY FIELD JSON     changes a field of the manifest

Reads and writes lists by the independent implementation of the format in tests/oracles/, and signs by the program minisign
with the secret key KEY (without a password).
"""

import json
import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "oracles"))
import selfcheck_reference as ref


def drop_canary(directory: pathlib.Path, content: bytes) -> bytes:
    """Writes the buckets without the canary. Returns the manifest with their root."""
    manifest = ref.parse_manifest(content)
    document = json.loads(content)
    count, p = document["bucket_values"], document["p"]
    canary = manifest.value_of(*manifest.verify_canary())

    def without_canary(index: int) -> bytes:
        path = directory / ref.bucket_path(bytes.fromhex(document["root"]), index)
        values = set(ref.decode_body(path.read_bytes()[: ref.body_size(count, p)], count, p))
        values.remove(canary)
        values.add(next(v for v in range(count << p) if v not in values and v != canary))
        return ref.encode_body(sorted(values), p)

    bodies = [without_canary(index) for index in range(1 << document["bits"])]
    levels = ref.merkle_levels([ref.merkle_leaf(body) for body in bodies])
    root = levels[-1][0]
    for index, body in enumerate(bodies):
        path = directory / ref.bucket_path(root, index)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(body + ref.merkle_proof(levels, index))
    document["root"] = root.hex()
    return written(document)


def written(document: dict) -> bytes:
    """Returns a manifest's text as the builder writes it."""
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def main() -> None:
    command, name, secret_key, *rest = sys.argv[1:]
    directory = pathlib.Path(name)
    pointer = ref.Pointer.parse((directory / "current.minisig").read_bytes())
    old = directory / f"manifest-{pointer.manifest_hash().hex()}.json"
    content = old.read_bytes()
    if command == "drop-canary":
        content = drop_canary(directory, content)
    else:
        document = json.loads(content)
        if command == "wrong-canary-hash":
            document["canary"]["hash"] = "00" * 32
        elif command == "set":
            document[rest[0]] = json.loads(rest[1])
        else:
            sys.exit(__doc__)
        content = written(document)
    old.unlink()
    new = f"manifest-{ref.blake2b(32, content).hex()}.json"
    (directory / new).write_bytes(content)
    signed = ["minisign", "-S", "-s", secret_key, "-m", directory / new, "-x", directory / "current.minisig"]
    subprocess.run([*signed, "-t", f"selfcheck-list/1 {new}"], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
