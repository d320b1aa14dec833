# SPDX-License-Identifier: MIT
"""compare.py [--control] [--brief] [--threads N] [--runner RUNNER] FIRST PROGRAM FEATURE...: both
programs must print the same. FIRST may be a text file (.txt): then PROGRAM must print what stands
there.

Skipped (status 77) if a program was not built, its runner is not there or the processor lacks a
feature. With --control PROGRAM gets the argument `control` and must print something else; with
--brief only the nets that are trained quickly count.
"""

import argparse
import pathlib
import re
import shutil
import subprocess
import sys


def skip(reason):
    print("skipped:", reason)
    sys.exit(77)


def printed(command):
    run = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return run.stdout


parser = argparse.ArgumentParser()
parser.add_argument("--control", action="store_true")
parser.add_argument("--brief", action="store_true")
parser.add_argument("--threads")
parser.add_argument("--runner")
parser.add_argument("first")
parser.add_argument("program")
parser.add_argument("features", nargs="*")
arguments = parser.parse_args()
first, program = arguments.first, arguments.program

for path in (first, program):
    if not pathlib.Path(path).exists():
        skip(f"{path} was not built: its compiler was not found")
if arguments.runner and not shutil.which(arguments.runner):
    skip(f"{arguments.runner} was not found")
flags = re.search(r"^flags\s*:(.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE)
missing = [feature for feature in arguments.features if feature not in flags[1].split()]
if missing:
    skip("this processor has no " + " ".join(missing))

text = pathlib.Path(first)
expected = text.read_text() if text.suffix == ".txt" else printed([first])
command = [program]
if arguments.runner:
    command.insert(0, arguments.runner)
if arguments.threads:
    command.append(arguments.threads)
if arguments.control:
    command.append("control")
if arguments.brief:
    command.append("brief")
    expected = "".join(line for line in expected.splitlines(True) if not line.startswith("784-"))
found = printed(command)
print(f"{first}\n{expected}\n{program}\n{found}")
if not expected or (found == expected) != (not arguments.control):
    sys.exit("the hashes are the same" if arguments.control else "the hashes differ")
