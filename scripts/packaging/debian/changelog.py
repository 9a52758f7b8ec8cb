#!/usr/bin/env python3
"""Prints the changelog of a Debian package: each version in CHANGELOG.md that has a date, the newest first.

changelog.py --package NAME --version VERSION --revision REVISION --contact "NAME <ADDRESS>" --changelog CHANGELOG.md

A version that has no section yet is dated with the time in SOURCE_DATE_EPOCH, or else with today.
"""

import argparse
import datetime
import os
import pathlib
import re
import sys
from email.utils import format_datetime

RELEASED = re.compile(r"^## (\d+\.\d+\.\d+) - (\d{4}-\d\d-\d\d)$", re.MULTILINE)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("package", "version", "revision", "contact", "changelog"):
        parser.add_argument(f"--{option}", required=True)
    given = parser.parse_args()
    dated = [
        (version, datetime.datetime.fromisoformat(f"{date}T12:00:00+00:00"))
        for version, date in RELEASED.findall(pathlib.Path(given.changelog).read_text("utf-8"))
    ]
    if given.version not in [version for version, _ in dated]:
        epoch = os.environ.get("SOURCE_DATE_EPOCH")
        utc = datetime.timezone.utc
        dated.insert(0, (given.version, datetime.datetime.fromtimestamp(int(epoch), utc) if epoch else datetime.datetime.now(utc)))
    for version, date in dated:
        print(f"{given.package} ({version}-{given.revision}) bookworm; urgency=medium\n")
        print(f"  * What is new: /usr/share/doc/{given.package}/changelog.gz\n")
        print(f" -- {given.contact}  {format_datetime(date)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
