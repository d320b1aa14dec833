# SPDX-License-Identifier: MIT
"""Checks what it costs to compile a file, whose constants are the work.

    cost.py SECONDS MEGABYTES COMPILER [FLAG...] FILE

The file must compile, in at most as many seconds of processor time and as much memory. What is a
little too slow is tried twice more, since other programs slow down a processor that they share.
"""

import resource
import subprocess
import sys


def compile_once(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    if subprocess.run([*command, "-fsyntax-only"]).returncode != 0:
        sys.exit("it does not compile")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, after.ru_maxrss / 1024


def main():
    most_seconds, most_megabytes = float(sys.argv[1]), float(sys.argv[2])
    for attempt in range(3):
        seconds, megabytes = compile_once(sys.argv[3:])
        print(f"{seconds:.1f} s, {megabytes:.0f} MB")
        if megabytes > most_megabytes:
            sys.exit(f"more than {most_megabytes:.0f} MB")
        if seconds <= most_seconds:
            return
        if seconds > 2 * most_seconds:
            break
    sys.exit(f"more than {most_seconds:g} s")


main()
