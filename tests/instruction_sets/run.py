# SPDX-License-Identifier: MIT
"""run.py --compiler NAME [--needs FEATURE]... [--control] PROGRAM [RUNNER]: runs the tests in it.

Skipped (status 77) if the program was not built, its runner is not there, or the processor lacks a
feature. With --control the program must fail, and say that elements are wrong.
"""

import argparse
import os
import pathlib
import re
import shutil
import subprocess
import sys

parser = argparse.ArgumentParser()
parser.add_argument("--compiler")
parser.add_argument("--needs", action="append", default=[])
parser.add_argument("--control", action="store_true")
parser.add_argument("program")
parser.add_argument("runner", nargs="?")
arguments = parser.parse_args()


def skip(reason):
    print("skipped:", reason)
    sys.exit(77)


if not pathlib.Path(arguments.program).exists():
    skip(f"{arguments.program} was not built: {arguments.compiler} was not found")
command = [arguments.program]
if arguments.runner:  # Debian's wine is not on the path
    runner = shutil.which(arguments.runner, path=os.environ["PATH"] + ":/usr/lib/wine")
    if not runner:
        skip(f"{arguments.runner} was not found")
    command.insert(0, runner)
flags = re.search(r"^flags\s*:(.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE)
missing = [feature for feature in arguments.needs if feature not in flags[1].split()]
if missing:
    skip("this processor has no " + " ".join(missing))

# Wine keeps its registry beside the program, and says nothing of its own.
environment = os.environ | {"WINEPREFIX": str(pathlib.Path(arguments.program).resolve().parent / "wine"),
                            "WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml="}
run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment,
                     encoding="utf-8", errors="replace", check=False)
print(run.stdout)
if arguments.control:
    if run.returncode == 0 or not re.search(r"elements wrong in plain loops: [1-9]", run.stdout):
        sys.exit("the control was not noticed")
elif run.returncode != 0 or "No errors detected" not in run.stdout:
    sys.exit(f"status {run.returncode}")
