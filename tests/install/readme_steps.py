#!/usr/bin/env python3
"""Runs the README's commands of the program in another root: readme_steps.py ROOT

They are typed as in tests/docs/run: in one shell, on a terminal, with a folder that has a publisher's numbers.
"""

import importlib.machinery
import importlib.util
import os
import pathlib
import re
import sys

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "docs")]
import synthetic  # noqa: E402

loader = importlib.machinery.SourceFileLoader("documents_run", str(TESTS / "docs/run"))
sys.dont_write_bytecode = True
documents_run = importlib.util.module_from_spec(importlib.util.spec_from_loader("documents_run", loader))
loader.exec_module(documents_run)


def main() -> int:
    root = pathlib.Path(sys.argv[1])
    leak = root / "root/leak"
    leak.mkdir()
    numbers = list(synthetic.numbers("mobile", 20, seed=1))
    (leak / "numbers.txt").write_text("\n".join(numbers) + "\n")
    (leak / "our.txt").write_text("\n".join([*synthetic.numbers("mobile", 2, seed=2), numbers[0]]) + "\n")
    commands = [command for command in documents_run.commands_of("README.md") if command.startswith("selfcheck ")]
    (leak / "session.sh").write_text("cd /root/leak\n" + documents_run.session(commands))
    environment = {"HOME": "/root", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "TERM": "dumb", "LANG": "C.UTF-8"}
    arguments = ["chroot", str(root), "bash", "/root/leak/session.sh"]
    screen, status = documents_run.run_on_terminal(arguments, pathlib.Path("/"), environment, numbers[0])
    ends = re.findall(rf"{documents_run.MARK} (\d+)", screen)
    wanted = ["10" if command.startswith("selfcheck check ") else "0" for command in commands]
    if status != 0 or ends != wanted or not {"build", "check", "keygen", "verify"} <= {command.split()[1] for command in commands}:
        print(screen, file=sys.stderr)
        return 1
    print(f"README.md: {len(commands)} commands in a clean root")
    return 0


if __name__ == "__main__":
    sys.exit(main())
