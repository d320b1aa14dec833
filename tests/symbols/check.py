#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Two translation units of different flags share no code of kiln: check.py NM OBJECT OBJECT

A linker keeps one of two functions of the same name. Were that the one for AVX-512, the program
would die on a machine without. One function of each is there as a control, and must be found.
"""

import subprocess
import sys


def shared(nm, objects):
    """Functions of kiln that every object brings and lets the linker choose (weak)."""
    lists = []
    for file in objects:
        lines = subprocess.run([nm, "-C", "--defined-only", file], text=True, check=True,
                               capture_output=True).stdout.splitlines()  # fmt: skip
        fields = [line.split(maxsplit=2) for line in lines]
        lists.append({f[2] for f in fields if len(f) == 3 and f[1] in "Ww" and "kiln::" in f[2]})
    assert all(len(names) > 10 for names in lists), "hardly any function was found"
    return set.intersection(*lists)


names = shared(sys.argv[1], sys.argv[2:4])
control = {name for name in names if "kiln::untagged<" in name}
for name in sorted(names - control):
    print("in both:", name[:300])
if not control:
    print("the control was not found")
sys.exit(0 if names == control and control else 1)
