"""The documents that the checks in this folder read."""

import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def tracked(*options: str) -> list[str]:
    """Returns the names of the files that are in the repository or will be; what is built is not among them."""
    listed = subprocess.run(["git", "ls-files", "-z", "-co", "--exclude-standard", *options], cwd=ROOT, check=True, capture_output=True)
    return [name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def all_documents() -> list[str]:
    """Returns the names of all documents, the README first: the others go on with what its commands have made."""
    return sorted(tracked("--", "*.md"), key=lambda name: (name != "README.md", name))
