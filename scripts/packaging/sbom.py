#!/usr/bin/env python3
"""Writes the bill of materials of a release, in CycloneDX 1.5: every component that is in it or builds it, with its version.

sbom.py --version VERSION --commit COMMIT --programs DIRECTORY [--portable DIRECTORY] --out FILE

The programs are those that are released, since their libraries are read from them. The time is that in SOURCE_DATE_EPOCH.
"""

import argparse
import datetime
import json
import os
import pathlib
import sys
import uuid

from components import Component, Missing, Part, parts_of

NAMESPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # the one for addresses, of RFC 4122


def entry_of(component: Component) -> dict:
    entry: dict = {
        "type": "library" if component.is_shipped else "application",
        "bom-ref": component.purl,
        "name": component.name,
        "version": component.version,
        "scope": "required" if component.is_shipped else "excluded",
        "purl": component.purl,
    }
    if component.hashes:
        entry["hashes"] = [{"alg": algorithm, "content": value} for algorithm, value in component.hashes]
    if component.licences:
        entry["licenses"] = [{"license": {"name": name}} for name in component.licences]
    return entry


def document(version: str, commit: str, parts: list[Part], time: datetime.datetime) -> dict:
    product = f"selfcheck@{version}"
    # A component may be in several parts; if it is shipped in one of them, it is shipped.
    components: dict[str, Component] = {}
    for component in sorted((c for part in parts for c in part.components), key=lambda c: (c.purl, not c.is_shipped)):
        components.setdefault(component.purl, component)
    part_entries = [
        {"type": "application", "bom-ref": f"{product}/{part.name}", "name": f"selfcheck {part.name}", "version": version,
         "description": part.description, "licenses": [{"license": {"id": "Apache-2.0"}}]}
        for part in parts
    ]  # fmt: skip
    dependencies = {product: [entry["bom-ref"] for entry in part_entries]}
    for part in parts:
        inner = [f"{product}/engine"] if part.name == "site" else []
        dependencies[f"{product}/{part.name}"] = sorted({*inner, *(component.purl for component in part.components)})
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(NAMESPACE, f'selfcheck {version} {commit}')}",
        "version": 1,
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                "type": "application",
                "bom-ref": product,
                "name": "selfcheck",
                "version": version,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
                "properties": [{"name": "selfcheck:commit", "value": commit}],
            },
        },
        "components": part_entries + [entry_of(component) for component in components.values()],
        "dependencies": [{"ref": ref, "dependsOn": inner} for ref, inner in dependencies.items()],
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("version", "commit", "programs", "out"):
        parser.add_argument(f"--{option}", required=True)
    parser.add_argument("--portable")
    given = parser.parse_args()
    time = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    try:
        parts = parts_of(pathlib.Path(given.programs), pathlib.Path(given.portable) if given.portable else None)
    except Missing as missing:
        print(f"sbom.py: error: {missing}", file=sys.stderr)
        return 1
    text = json.dumps(document(given.version, given.commit, parts, time), indent=2) + "\n"
    pathlib.Path(given.out).write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
