# SPDX-License-Identifier: MIT
"""compare.py [--control] FIRST PROGRAM FEATURE...: both programs must print the same.
FIRST may be a text file (.txt): then PROGRAM must print what stands there.

Skipped (status 77) if a program was not built or the processor lacks a feature. With --control
PROGRAM gets the argument `control` and must print something else.
"""

import pathlib
import re
import subprocess
import sys


def printed(command):
    run = subprocess.run(command, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return run.stdout


arguments = sys.argv[1:]
control = arguments[0] == "--control"
first, program, *features = arguments[1:] if control else arguments

for path in (first, program):
    if not pathlib.Path(path).exists():
        print(f"skipped: {path} was not built: its compiler was not found")
        sys.exit(77)
flags = re.search(r"^flags\s*:(.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE)
missing = [feature for feature in features if feature not in flags[1].split()]
if missing:
    print("skipped: this processor has no", *missing)
    sys.exit(77)

text = pathlib.Path(first)
expected = text.read_text() if text.suffix == ".txt" else printed([first])
found = printed([program, "control"] if control else [program])
print(f"{first}\n{expected}\n{program}\n{found}")
if not expected or (found == expected) != (not control):
    sys.exit("the hashes are the same" if control else "the hashes differ")
