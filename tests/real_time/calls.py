# SPDX-License-Identifier: MIT
"""Checks what objects call that is not in them: nothing but memory moves and arithmetic.

    calls.py NM OBJECT...

So nothing in them can allocate, lock, wait, throw or call the system. assert is let pass: it ends
the program. Names the others, and ends with status 1 if there are any.
"""

import subprocess
import sys

ALLOWED = {
    "memcpy", "memmove", "memset", "fma", "fmaf", "fmax", "fmaxf", "fmin", "fminf", "sqrt", "sqrtf",
    "nearbyint", "nearbyintf", "__assert_fail", "__stack_chk_fail", "__gxx_personality_v0",
    "_GLOBAL_OFFSET_TABLE_", "__dso_handle",
    # Called by noexcept functions at -O0 where they call what is not noexcept: it ends the program.
    "_ZSt9terminatev", "__clang_call_terminate", "__cxa_begin_catch",
}  # fmt: skip

run = subprocess.run([sys.argv[1], "--undefined-only", "--format=just-symbols", *sys.argv[2:]],
                     check=True, capture_output=True, text=True)
called = {line for line in run.stdout.split("\n") if line and not line.endswith(":")}
if not called & {"memcpy", "memmove", "memset"}:
    sys.exit("not even memory is moved: are these the right objects?")
print("calls", *sorted(called))
others = sorted(called - ALLOWED)
if others:
    sys.exit(f"NOT ALLOWED: {' '.join(others)}")
