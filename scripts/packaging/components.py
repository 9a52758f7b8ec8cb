"""Knows what other people's code is in a release, and what it is built with.

Nothing of it is kept as a list by hand that could be read from the build: the libraries of the programs are those that they load, those of
the portable programs are in the linker's maps, and the npm packages are in the lock file.
"""

import base64
import dataclasses
import json
import pathlib
import re
import subprocess
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
# What Debian calls its release in the names of components.
DISTRIBUTION = "debian-12"

# Libraries of templates leave no trace in a program that a tool could read.
HEADER_ONLY = ["nlohmann-json3-dev", "libexpected-dev", "libcli11-dev"]
# The engine's C and C++ libraries are part of this package.
ENGINE_PACKAGES = ["emscripten", "nlohmann-json3-dev", "libexpected-dev"]
BUILD_PACKAGES = ["g++", "cmake", "ninja-build", "emscripten", "fonts-noto-core"]
# Source packages that are compiled, and the script in which each is pinned.
SOURCES = {
    "libsodium": "core/libsodium/fetch",
    "curl": "scripts/packaging/portable/libraries",
    "fmtlib": "scripts/packaging/portable/libraries",
}

BUILT_HERE = {"libcurl.a", "libfmt.a"}


@dataclasses.dataclass(frozen=True)
class Component:
    name: str
    version: str
    purl: str
    licences: tuple[str, ...] = ()  # as the component itself calls them
    hashes: tuple[tuple[str, str], ...] = ()  # algorithm and value
    notice: pathlib.Path | None = None  # the file with its copyright and its licence
    is_shipped: bool = True  # whether its code is in what is released, or only makes it


@dataclasses.dataclass(frozen=True)
class Part:
    """Something that is released, and what is in it."""

    name: str
    description: str
    components: tuple[Component, ...]


class Missing(Exception):
    pass


def output_of(*command: str) -> str:
    try:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
    except subprocess.CalledProcessError as error:
        raise Missing(f"{' '.join(command)}: {error.stderr.strip()}") from error


def deb_purl(name: str, version: str, arch: str) -> str:
    return f"pkg:deb/debian/{urllib.parse.quote(name)}@{urllib.parse.quote(version)}?arch={arch}&distro={DISTRIBUTION}"


def licences_in(notice: pathlib.Path) -> tuple[str, ...]:
    """Returns the names of licences in a copyright file that is written for machines."""
    if not notice.exists():
        raise Missing(f"{notice} is missing: documentation of packages is not installed here")
    text = notice.read_text("utf-8", "replace")
    # What is said of debian/* is about the package, and not about the library.
    paragraphs = [part for part in re.split(r"\n\s*\n", text) if part.startswith("Files:") and not part.startswith("Files: debian/")]
    return tuple(sorted({name.strip() for part in paragraphs for name in re.findall(r"^License: *(\S.*)$", part, re.MULTILINE)}))


def debian_packages(names: list[str], *, is_shipped: bool = True) -> list[Component]:
    if not names:
        return []
    found = []
    for line in output_of("dpkg-query", "-W", "-f", "${Package}\t${Version}\t${Architecture}\n", *names).splitlines():
        package, version, arch = line.split("\t")
        notice = pathlib.Path(f"/usr/share/doc/{package}/copyright")
        found.append(Component(package, version, deb_purl(package, version, arch), licences_in(notice), (), notice, is_shipped))
    return found


def packages_of_files(paths: set[str]) -> list[str]:
    """Returns the Debian packages that have installed these files, each of which some package has."""
    # The name by which a package knows a file may be the one before /usr was merged.
    names = {path: {path, (real := str(pathlib.Path(path).resolve())), path.removeprefix("/usr"), real.removeprefix("/usr"), f"/usr{path}"} for path in paths}
    asked = sorted({name for candidates in names.values() for name in candidates})
    told = subprocess.run(["dpkg-query", "-S", *asked], check=False, capture_output=True, text=True).stdout
    owners = {file: owner.partition(",")[0] for owner, file in (line.rsplit(": ", 1) for line in told.splitlines())}
    packages = set()
    for path, candidates in names.items():
        found = {owners[name] for name in candidates if name in owners}
        if not found:
            raise Missing(f"no package has {path}")
        packages |= found
    return sorted(packages)


def pinned_source(name: str) -> Component:
    script = SOURCES[name]
    text = (ROOT / script).read_text("utf-8")
    version = re.search(rf"^(?:{name}_)?version=(\S+)$", text, re.MULTILINE)
    tarball = re.search(rf"^([0-9a-f]{{64}})  {name}_\S+\.orig\.tar\.\w+\"?$", text, re.MULTILINE)
    if not version or not tarball:
        raise Missing(f"{script} pins no source of {name}")
    notice = ROOT / "build/deps" / name / "debian/copyright"
    return Component(name, version[1], deb_purl(name, version[1], "source"), licences_in(notice), (("SHA-256", tarball[1]),), notice)


def loaded_by(programs: list[pathlib.Path]) -> list[Component]:
    """Returns the libraries that the programs load, and those that these load."""
    paths = {path for program in programs for path in re.findall(r"=> (/\S+)", output_of("ldd", str(program)))}
    return debian_packages(packages_of_files(paths))


def linked_into(maps: list[pathlib.Path]) -> list[Component]:
    """Returns the libraries of which the linker took something, by its maps. Those that are built here are not among them."""
    paths = set()
    for file in maps:
        # The first section has each member of a library that was taken; it begins at the beginning of a line.
        paths |= set(re.findall(r"^(/\S+\.a)\(", file.read_text("utf-8", "replace"), re.MULTILINE))
        paths |= set(re.findall(r"^LOAD (/\S+\.o)$", file.read_text("utf-8", "replace"), re.MULTILINE))
    # These are known by the source that they are built of here.
    others = {path for path in paths if pathlib.Path(path).name not in BUILT_HERE}
    return debian_packages(packages_of_files(others))


def npm_packages() -> list[Component]:
    """Returns the packages that build the site. The site has nothing of them, but for what web/site/licences.txt says."""
    lock = json.loads((ROOT / "web/package-lock.json").read_text("utf-8"))
    found = []
    for path, entry in lock["packages"].items():
        if not path:
            continue
        name = path.rpartition("node_modules/")[2]
        algorithm, _, digest = entry.get("integrity", "").partition("-")
        hashes = ((("SHA-512", base64.b64decode(digest).hex()),) if algorithm == "sha512" else ())
        purl = f"pkg:npm/{urllib.parse.quote(name, safe='/')}@{urllib.parse.quote(entry['version'])}"
        licences = (entry["license"],) if entry.get("license") else ()
        found.append(Component(name, entry["version"], purl, licences, hashes, None, is_shipped=False))
    return sorted(set(found), key=lambda component: component.purl)




def parts_of(programs: pathlib.Path, portable: pathlib.Path | None) -> list[Part]:
    """Returns the parts of a release, of which the programs are in two folders; without the second one there are no portable ones."""
    names = ["selfcheck", "selfcheck-check", "selfcheck-serve", "selfcheck-evaluator"]
    header_only = debian_packages(HEADER_ONLY)
    parts = [
        Part("programs", "the programs in the Debian packages", (*header_only, pinned_source("libsodium"), *loaded_by([programs / name for name in names]))),
        Part("engine", "the WebAssembly engine in the site and in the npm package", (*debian_packages(ENGINE_PACKAGES), pinned_source("libsodium"))),
        Part("site", "the site and the npm package, which the engine is in", ()),
        Part("build", "what builds all of it, and is in none of it",
             (*debian_packages([name for name in BUILD_PACKAGES if name not in ENGINE_PACKAGES], is_shipped=False), *npm_packages())),
    ]  # fmt: skip
    if portable:
        linked = linked_into([portable / "selfcheck.map", portable / "selfcheck-check.map"])
        parts.insert(1, Part("portable", "the portable programs", (*header_only, *map(pinned_source, SOURCES), *linked)))
    return parts
