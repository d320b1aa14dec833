# SPDX-License-Identifier: MIT
"""Runs a program and compares what it prints with the comment that closes its source.

    compare_output.py SOURCE SCRATCH PROGRAM [ARGUMENT...]

The program runs in SCRATCH, a folder made empty for it, and must end with status 0. In SOURCE:

    // needs: KILN_DATA_DIR        skipped (status 77) unless that variable is set
    // arguments: --iterations 100 further arguments of the program
    // attempts: 3                 run again so often if it fails: it measures time, on a processor
                                   that other programs share
    // Output:                     the last block of // lines that end the file: the expected lines,
    // accuracy 0.9…               where … or ... matches the rest, or anything up to what follows
    // …                           it; alone on a line it matches any number of lines.

White space at the ends of lines does not count. Without an Output block only the status counts.
"""

import difflib
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys


def expected_lines(source):
    """The lines after `// Output:` in the comment that closes the file, or None."""
    lines = source.rstrip().split("\n")
    start = len(lines)
    while start > 0 and lines[start - 1].startswith("//"):
        start -= 1
    closing = [re.sub(r"^// ?", "", line).rstrip() for line in lines[start:]]
    if "Output:" not in closing:
        return None
    return closing[closing.index("Output:") + 1 :]


def pattern(line):
    """A regular expression for one expected line, its end included."""
    parts = re.split(r"…|\.\.\.", line)
    if line and not any(parts):
        return r"(?:.*\n)*?"
    return ".*?".join(re.escape(part) for part in parts) + r"[ \t]*\n"


def run_in(scratch, command):
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    return subprocess.run(
        command, cwd=scratch, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL, encoding="utf-8", errors="replace")


def main():
    source = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
    scratch = pathlib.Path(sys.argv[2])
    command = sys.argv[3:]
    for variable in re.findall(r"^// needs: (\w+)$", source, re.MULTILINE):
        if variable not in os.environ:
            print(f"skipped: {variable} is not set")
            return 77
    for arguments in re.findall(r"^// arguments: (.*)$", source, re.MULTILINE):
        command += shlex.split(arguments)

    attempts = re.findall(r"^// attempts: (\d+)$", source, re.MULTILINE)
    for _ in range(int(attempts[0]) if attempts else 1):
        run = run_in(scratch, command)
        if run.returncode == 0:
            break
    printed = [line.rstrip() for line in run.stdout.rstrip().split("\n")]
    if run.returncode != 0:
        print("\n".join(printed))
        print(f"{command[0]} ended with status {run.returncode}")
        return 1

    expected = expected_lines(source)
    if expected is None:
        return 0
    while expected and not expected[-1]:
        expected.pop()
    if re.fullmatch("".join(map(pattern, expected)), "\n".join(printed) + "\n"):
        return 0
    print("\n".join(difflib.unified_diff(expected, printed, "expected", "printed", lineterm="")))
    return 1


sys.exit(main())
