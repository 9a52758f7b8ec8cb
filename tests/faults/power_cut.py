"""Rebuilds what a power cut leaves of a directory, from the log of the calls that changed it.

A file's bytes are safe once the file was synced, and a directory's names once the directory was: that is all that POSIX promises.
Whatever else was written may be on the disk or not. `Disk` follows both: what the programs see, and what is safe."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from library import Call


@dataclass
class File:
    seen: bytes
    safe: bytes
    mode: int


@dataclass
class Change:
    """A change of names that is not safe yet: what each name is to lead to, or nothing where it is gone."""

    names: dict[str, "Node | None"]


@dataclass
class Directory:
    mode: int
    seen: dict[str, "Node"] = field(default_factory=dict)
    safe: dict[str, "Node"] = field(default_factory=dict)
    waiting: list[Change] = field(default_factory=list)

    def change(self, names: dict[str, "Node | None"]) -> None:
        apply(self.seen, names)
        self.waiting.append(Change(names))


Node = File | Directory
# Modes are not followed: what is made has the one that its file or folder is to have.
PRIVATE = re.compile(r"job/|job$|/other|/work|/results|seed|key|share")
# What of the unsafe changes the disk has: each function tells it for one change, or for one file's bytes.
HasChange = Callable[[Change], bool]
BytesOf = Callable[[File], bytes]


def apply(entries: dict[str, Node], names: dict[str, Node | None]) -> None:
    for name, node in names.items():
        if node is None:
            entries.pop(name, None)
        else:
            entries[name] = node


def loaded(path: Path) -> Node:
    """Returns what is at `path`, all of it safe."""
    mode = path.stat().st_mode & 0o777
    if path.is_file():
        return File(path.read_bytes(), path.read_bytes(), mode)
    entries = {entry.name: loaded(entry) for entry in path.iterdir()}
    return Directory(mode, dict(entries), dict(entries))


class Disk:
    def __init__(self, root: Path):
        self._prefix = PurePosixPath(root)
        top = loaded(root)
        assert isinstance(top, Directory)
        self._top = top

    def _parent(self, path: str) -> tuple[Directory, str]:
        parts = PurePosixPath(path).relative_to(self._prefix).parts
        node: Node = self._top
        for part in parts[:-1]:
            assert isinstance(node, Directory)
            node = node.seen[part]
        assert isinstance(node, Directory)
        return node, parts[-1]

    def _find(self, path: str) -> Node | None:
        if PurePosixPath(path) == self._prefix:
            return self._top
        if path.endswith(" (deleted)"):
            return None
        parent, name = self._parent(path)
        return parent.seen.get(name)

    def do(self, call: Call) -> None:
        """Follows a call that has succeeded."""
        if call.result < 0 or call.call_class != "write":
            return
        match call.name:
            case "open" if call.other == "new":
                parent, name = self._parent(call.path)
                parent.change({name: File(b"", b"", 0o600 if PRIVATE.search(call.path) else 0o644)})
            case "mkdir":
                parent, name = self._parent(call.path)
                parent.change({name: Directory(0o700 if PRIVATE.search(call.path) else 0o755)})
            case "unlink" | "rmdir":
                parent, name = self._parent(call.path)
                parent.change({name: None})
            case "rename":
                self._rename(call)
            case _:
                self._do_to(self._find(call.path), call)

    def _rename(self, call: Call) -> None:
        (source, old), (target, new) = self._parent(call.path), self._parent(call.other)
        node = source.seen[old]
        if source is target:
            source.change({old: None, new: node})
        else:
            target.change({new: node})
            source.change({old: None})

    def _do_to(self, node: Node | None, call: Call) -> None:
        match node, call.name:
            case File(), "write":
                end = call.offset + len(call.data)
                node.seen = node.seen[: call.offset].ljust(call.offset, b"\0") + call.data + node.seen[end:]
            case File(), "ftruncate":
                node.seen = node.seen[: call.offset].ljust(call.offset, b"\0")
            case File(), "open" if call.other == "emptied":
                node.seen = b""
            case File(), "fsync" | "fdatasync":
                node.safe = node.seen
            case Directory(), "fsync" | "fdatasync":
                node.safe, node.waiting = dict(node.seen), []
            case _:
                pass

    def write(self, root: Path, has: HasChange, content: BytesOf) -> None:
        """Makes the empty directory `root` what a power cut leaves, if the disk has these of the changes that are not safe."""
        _write(self._top, root, has, content, 0)


def _write(directory: Directory, path: Path, has: HasChange, content: BytesOf, depth: int) -> None:
    assert depth < 20, "a directory lies in itself"
    entries = dict(directory.safe)
    for change in directory.waiting:
        if has(change):
            apply(entries, change.names)
    for name, node in entries.items():
        if isinstance(node, Directory):
            (path / name).mkdir()
            _write(node, path / name, has, content, depth + 1)
        else:
            (path / name).write_bytes(content(node))
        (path / name).chmod(node.mode)


def outcomes(seed: int) -> dict[str, tuple[HasChange, BytesOf]]:
    """Returns the kinds of what a power cut leaves: the least, the two extremes between, and one by lot."""
    lot = random.Random(seed)
    drawn: dict[int, bool] = {}

    def draw(thing: object) -> bool:
        return drawn.setdefault(id(thing), lot.random() < 0.5)

    def torn(file: File) -> bytes:
        return file.safe if file.seen == file.safe or draw(file) else file.seen[: lot.randint(0, len(file.seen))]

    return {
        "what is safe": (lambda _: False, lambda file: file.safe),
        "all names": (lambda _: True, lambda file: file.safe),
        "all bytes": (lambda _: False, lambda file: file.seen),
        "by lot": (draw, torn),
    }
