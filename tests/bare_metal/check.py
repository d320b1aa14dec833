# SPDX-License-Identifier: MIT
"""check.py prints GOLDEN PROGRAM [RUNNER...]: the program ends with 0 and prints what is in GOLDEN.
check.py refuses SENTENCE COMPILE...: the command fails, and its output holds the sentence.

Skipped (status 77) if the program was not built or what runs or compiles it is not there. An
argument `needs:FEATURE` is a feature that the processor must have, as /proc/cpuinfo spells it.
"""

import pathlib
import re
import shutil
import subprocess
import sys


def skip(reason):
    print("skipped:", reason)
    sys.exit(77)


def printed(command):
    run = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                         encoding="utf-8", timeout=500)
    print(run.stdout)
    return run


flags = re.search(r"^flags\s*:(.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE)
needed = [a.removeprefix("needs:") for a in sys.argv[1:] if a.startswith("needs:")]
missing = [feature for feature in needed if feature not in flags[1].split()]
if missing:
    skip("this processor has no " + " ".join(missing))
action, wanted, *command = [a for a in sys.argv[1:] if not a.startswith("needs:")]

if action == "refuses":
    if not shutil.which(command[0]):
        skip(f"{command[0]} was not found")
    run = printed(command)
    if run.returncode == 0 or wanted not in run.stdout:
        sys.exit("it compiles, or fails for another reason")
else:
    program, *runner = command
    if not pathlib.Path(program).exists():
        skip(f"{program} was not built: its compiler was not found")
    if runner and not shutil.which(runner[0]):
        skip(f"{runner[0]} was not found")
    run = printed([*runner, program])
    if run.returncode != 0 or run.stdout != pathlib.Path(wanted).read_text():
        sys.exit(f"status {run.returncode}, or not what {wanted} holds")
