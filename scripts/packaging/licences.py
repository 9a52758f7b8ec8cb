#!/usr/bin/env python3
"""Prints the copyright and the licence of all code of others that is in a release: licences.py --programs DIRECTORY [--portable DIRECTORY]

Libraries that the programs load from the system are not in the release, and have theirs there.
"""

import argparse
import pathlib
import sys

from components import HEADER_ONLY, ROOT, Component, Missing, debian_packages, parts_of, pinned_source

HEAD = """\
Other people's code in Selfcheck's release

Selfcheck itself is under the Apache License 2.0 (LICENSE). What follows is in the release's files as they are delivered; where code is
under the GNU LGPL, the source of everything and the scripts that link it anew are in the release, too. What is in the site alone is
listed in the site's licences.txt, which is at the end.
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", required=True)
    parser.add_argument("--portable")
    given = parser.parse_args()
    where: dict[Component, list[str]] = {}
    try:
        for component in [*debian_packages(HEADER_ONLY), pinned_source("libsodium")]:
            where.setdefault(component, []).append("programs")
        for part in parts_of(pathlib.Path(given.programs), pathlib.Path(given.portable) if given.portable else None):
            if part.name in ("portable", "engine"):
                for component in part.components:
                    where.setdefault(component, []).append(part.name)
    except Missing as missing:
        print(f"licences.py: error: {missing}", file=sys.stderr)
        return 1
    print(HEAD)
    for component, parts in sorted(where.items(), key=lambda item: (item[0].name, item[0].version)):
        title = f"{component.name} {component.version} (in: {', '.join(sorted(set(parts)))})"
        assert component.notice
        print(f"{'=' * 100}\n{title}\n{'=' * 100}\n\n{component.notice.read_text('utf-8', 'replace').strip()}\n")
    print(f"{'=' * 100}\nThe site's licences.txt\n{'=' * 100}\n\n{(ROOT / 'web/site/licences.txt').read_text('utf-8').strip()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
