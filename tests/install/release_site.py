#!/usr/bin/env python3
"""Tests the site in a release, and its manifest for WEBCAT's extension: release_site.py DIRECTORY_OF_THE_RELEASE VERSION

The manifest has what the extension wants, and exactly the files that are in the archive, each with its SHA-256. Each page is to be sent with the policy
that it has in its markup. SHA256SUMS has the manifest's own sum.
"""

import base64
import hashlib
import html
import json
import pathlib
import re
import sys
import tarfile

# What a page has from a header alone, because no markup can say it.
ONLY_IN_HEADER = "; frame-ancestors 'none'"


def sha256(contents: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(contents).digest()).decode().rstrip("=")


def packed(archive: pathlib.Path, folder: str) -> dict[str, bytes]:
    """Returns the contents of each file in the archive, by its path on the site."""
    found = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            assert member.isdir() or member.isfile(), f"{member.name} is neither a file nor a folder"
            if member.isfile():
                file = tar.extractfile(member)
                assert file and member.name.startswith(f"{folder}/"), f"{member.name} is not in {folder}"
                found[member.name.removeprefix(folder)] = file.read()
    return found


def faults_of(release: pathlib.Path, version: str) -> list[str]:
    name = f"selfcheck-site-{version}"
    site = packed(release / f"{name}.tar.gz", name)
    written = (release / f"{name}.webcat.json").read_bytes()
    manifest = json.loads(written)
    faults = []

    def expect(what: str, found: object, wanted: object) -> None:
        if found != wanted:
            faults.append(f"{what}: {found!r} and not {wanted!r}")

    files, wasm, policies = manifest.pop("files"), manifest.pop("wasm"), manifest.pop("extra_csp")
    default = "default-src 'none'"
    expect("fields", manifest, {"name": "Selfcheck", "version": version, "default_csp": default, "default_index": "index.html", "default_fallback": "/index.html"})  # fmt: skip
    for path in sorted(site.keys() | files.keys()):
        expect(f"files, {path}", files.get(path), sha256(site[path]) if path in site else None)
    engines = sorted(sha256(contents) for path, contents in site.items() if path.endswith(".wasm"))
    expect("number of engines", len(engines), 2)
    expect("wasm", wasm, engines)

    pages = {path: contents.decode() for path, contents in site.items() if path.endswith(".html")}
    expect("a page of the check", "/index.html" in pages, True)
    for path, page in pages.items():
        in_markup = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)"', page)
        expect(f"extra_csp, {path}", policies.get(path), html.unescape(in_markup[1]) + ONLY_IN_HEADER if in_markup else "a page with a policy")
    expect("extra_csp of files that there are not", sorted(policies.keys() - site.keys()), [])

    sum_of_manifest = f"{hashlib.sha256(written).hexdigest()}  {name}.webcat.json"
    expect("SHA256SUMS has the manifest", sum_of_manifest in (release / "SHA256SUMS").read_text().splitlines(), True)
    if not faults:
        print(f"the manifest for WEBCAT has the {len(site)} files of {name}, and no others")
    return faults


def main() -> int:
    faults = faults_of(pathlib.Path(sys.argv[1]), sys.argv[2])
    for fault in faults:
        print(f"FAILED: {fault}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
