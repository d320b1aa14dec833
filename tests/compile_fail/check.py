# SPDX-License-Identifier: MIT
"""Checks that a file fails to compile, briefly and with the sentence it names.

    check.py FILE COMPILER [FLAG...]
    check.py --fixed FILE... -- COMPILER [FLAG...]

FILE holds a line `// expect: <sentence>` and a line `// numbers: <number>...`, or `// numbers: none`
where no sizes disagree; `// numbers with <compiler>: ...` is for a compiler that cannot print them. The first error must contain the sentence and, apart from it, the numbers;
with its notes it takes at most 15 lines, and there are at most three errors.

With --fixed all files must compile with -DFIXED, each in a namespace of its own, in one go.
"""

import pathlib
import re
import subprocess
import sys

MOST_LINES = 15
MOST_ERRORS = 3
ERROR = re.compile(r"^\S+:\d+:\d+: (?:fatal )?error: ")
# What g++ prints before the error that it belongs to.
PREAMBLE = re.compile(
    r"^In file included from |^ +from |: (?:In|At) |:\d+:   (?:required|recursively|in ‘constexpr’)"
    r"|^\S+:\d+:\d+:   ")
# The lines that are not the user's own code, shown once more.
SAID = re.compile(r"(?:error|note): |: In |:   (?:required|recursively|in ‘constexpr’)")

# What clang names beside the user's own file; to g++ it is that file.
OURS = re.compile(r"^In file included from \S*/support/precompiled\.hpp:\d+:$")


def compile_source(command, source, *flags):
    run = subprocess.run(
        [*command, "-fdiagnostics-color=never", "-fsyntax-only", *flags],
        input=source, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        errors="replace")
    lines = run.stdout.rstrip().split("\n")
    return run.returncode == 0, [line for line in lines if not OURS.match(line)]


def first_error(lines, errors):
    """The lines of the first error: what leads to it, the error, its notes."""
    begin = errors[0]
    while begin > 0 and PREAMBLE.search(lines[begin - 1]):
        begin -= 1
    end = len(lines)
    if len(errors) > 1:
        end = errors[1]
        while PREAMBLE.search(lines[end - 1]):
            end -= 1
    return [line for line in lines[begin:end] if not re.match(r"^\d+ errors? generated", line)]


def says(lines, number, sentence):
    """Whether a number is printed, other than by the sentence or as a place in a file."""
    pattern = re.compile(rf"(?<![\w.:-]){re.escape(number)}(?:[uU]?[lL]{{0,2}})(?![\w.:])")
    return any(pattern.search(line.split(sentence)[0]) for line in lines if SAID.search(line))


def named(file, key):
    text = pathlib.Path(file).read_text()
    return re.findall(rf"^\s*// {key}: (.*\S)\s*$", text, re.MULTILINE)


def complaint(file, command):
    """What is wrong with how the file fails to compile, and what the compiler says."""
    expected, numbers = named(file, "expect"), named(file, "numbers")
    if len(expected) != 1:
        return "the file needs exactly one line `// expect: <sentence>`", []
    if len(numbers) != 1:
        return "the file needs exactly one line `// numbers: <number>...` or `// numbers: none`", []
    compiled, lines = compile_source(command, "", file)
    if compiled:
        return "it compiles, but should not", []
    errors = [number for number, line in enumerate(lines) if ERROR.match(line)]
    error = first_error(lines, errors) if errors else []
    if not any(expected[0] in line for line in error):
        return f"the first error does not say: {expected[0]}", lines
    numbers = named(file, f"numbers with {re.escape(pathlib.Path(command[0]).name)}") or numbers
    for number in numbers[0].split():
        if number != "none" and not says(error, number, expected[0]):
            return f"the first error does not print the number {number}", lines
    if len(error) > MOST_LINES:
        return f"the first error takes {len(error)} lines, more than {MOST_LINES}", lines
    if len(errors) > MOST_ERRORS:
        return f"there are {len(errors)} errors, more than {MOST_ERRORS}", lines
    return "", lines


def fixed_complaint(files, command):
    """What is wrong with the mended files, all of them in one source."""
    includes, bodies = set(), []
    for number, file in enumerate(files):
        text = pathlib.Path(file).read_text()
        includes.update(re.findall(r"^#include <.*>$", text, re.MULTILINE))
        bodies.append(f"namespace file_{number} {{\n#include \"{pathlib.Path(file).resolve()}\"\n}}")
    source = "\n".join(["#define FIXED", *sorted(includes), *bodies, ""])
    compiled, lines = compile_source(command, source, "-x", "c++", "-")
    return "" if compiled else "with -DFIXED it does not compile", [] if compiled else lines


def main(arguments):
    if arguments[0] == "--fixed":
        end = arguments.index("--")
        name = f"{end - 1} files"
        sentence, output = fixed_complaint(arguments[1:end], arguments[end + 1:])
    else:
        name = arguments[0]
        sentence, output = complaint(name, arguments[1:])
    print("\n".join(output[:60]))
    if sentence:
        sys.exit(f"{name}: {sentence}")


main(sys.argv[1:])
