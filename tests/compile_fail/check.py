# SPDX-License-Identifier: MIT
"""Checks that a file fails to compile, briefly and with the sentence it names.

    check.py FILE COMPILER [FLAG...]

FILE holds a line `// expect: <sentence>`. The first error must contain the sentence and take at most
15 lines with its notes; with -DFIXED the file must compile.
"""

import pathlib
import re
import subprocess
import sys

MOST_LINES = 15
ERROR = re.compile(r"^\S+:\d+:\d+: (?:fatal )?error: ")
# What g++ prints before the error that it belongs to.
PREAMBLE = re.compile(
    r"^In file included from |^ +from |: (?:In|At) |:\d+:   (?:required|recursively|in ‘constexpr’)"
    r"|^\S+:\d+:\d+:   ")


def compile_file(command, file, *flags):
    run = subprocess.run(
        [*command, "-fdiagnostics-color=never", *flags, "-c", file, "-o", "/dev/null"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace")
    return run.returncode == 0, run.stdout.rstrip().split("\n")


def first_error(lines):
    """The lines of the first error: what leads to it, the error, its notes."""
    errors = [number for number, line in enumerate(lines) if ERROR.match(line)]
    if not errors:
        return []
    begin = errors[0]
    while begin > 0 and PREAMBLE.search(lines[begin - 1]):
        begin -= 1
    end = len(lines)
    if len(errors) > 1:
        end = errors[1]
        while PREAMBLE.search(lines[end - 1]):
            end -= 1
    return [line for line in lines[begin:end] if not re.match(r"^\d+ errors? generated", line)]


def complaint(file, command):
    expected = re.findall(r"^\s*// expect: (.*\S)\s*$", pathlib.Path(file).read_text(), re.MULTILINE)
    if len(expected) != 1:
        return "the file needs exactly one line `// expect: <sentence>`", []
    compiled, lines = compile_file(command, file)
    if compiled:
        return "it compiles, but should not", []
    error = first_error(lines)
    if not any(expected[0] in line for line in error):
        return f"the first error does not say: {expected[0]}", lines
    if len(error) > MOST_LINES:
        return f"the first error takes {len(error)} lines, more than {MOST_LINES}", lines
    compiled, lines = compile_file(command, file, "-DFIXED")
    if not compiled:
        return "with -DFIXED it does not compile", lines
    return "", error


sentence, output = complaint(sys.argv[1], sys.argv[2:])
print("\n".join(output[:60]))
if sentence:
    sys.exit(f"{sys.argv[1]}: {sentence}")
