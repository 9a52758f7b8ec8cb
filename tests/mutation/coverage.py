"""Prints which share of core's lines the core's own tests execute, file by file. scripts/coverage runs it."""

import concurrent.futures
import os
import shutil
import subprocess
import sys

from suites import CORES, ROOT, SUITES, Build, run

WORK = ROOT / "build/coverage"


def main() -> int:
    build = Build()
    sources = [name for name in build.commands if name.startswith("core/src/")]
    shutil.rmtree(WORK, ignore_errors=True)

    def compile_one(source: str) -> None:
        target = WORK / (source + ".o")
        target.parent.mkdir(parents=True, exist_ok=True)
        run("c++", *build.options(source), "--coverage", "-O0", "-w", "-c", ROOT / source, "-o", target)

    with concurrent.futures.ThreadPoolExecutor(CORES) as pool:
        list(pool.map(compile_one, sources))
    for suite in SUITES:
        build.link(suite, [WORK / (source + ".o") for source in sources], WORK / suite, "--coverage")
        run(WORK / suite, "--gtest_brief=1", cwd=WORK, stdout=subprocess.DEVNULL)
    command = ["gcovr", "--root", ROOT, "--object-directory", WORK, "--filter", "core/src/", "--filter", "core/include/", "--exclude-throw-branches"]
    # A line that only ends the program, by a broken condition of a header, is executed in a death test's child.
    return subprocess.run([str(word) for word in [*command, "--fail-under-line", "95", WORK]], env=os.environ | {"LC_ALL": "C"}).returncode


if __name__ == "__main__":
    sys.exit(main())
