# SPDX-License-Identifier: MIT
"""Checks the stack of every function in objects compiled with -fstack-usage.

    stack.py CEILING OBJECT...

Beside each object stands what the compiler noted (.su): a line for each function with its bytes.
None may take more than CEILING bytes, nor an amount that the compiler cannot bound.
"""

import pathlib
import sys

ceiling = int(sys.argv[1])
functions = []
for path in map(pathlib.Path, sys.argv[2:]):
    lines = path.with_suffix(".su").read_text().splitlines()
    if not lines:
        sys.exit(f"{path}: no function in it")
    for line in lines:
        name, size, kind = line.rsplit("\t", 2)
        functions.append((int(size), kind, name))
functions.sort(reverse=True)
for size, kind, name in functions[:3]:
    print(f"{size:7} bytes, {kind}: {name[:200]}")
wrong = [one for one in functions if one[0] > ceiling or one[1] == "dynamic"]
for size, kind, name in wrong:
    print(f"BEYOND {ceiling}: {size} bytes, {kind}: {name[:200]}")
print(f"{len(functions)} functions, {len(wrong)} of them beyond {ceiling} bytes or without a bound")
sys.exit(1 if wrong else 0)
