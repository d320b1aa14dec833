# SPDX-License-Identifier: MIT
"""extract.py README PROGRAM: writes the first C++ block of README to PROGRAM."""

import pathlib
import re
import sys

block = re.search(r"^```cpp\n(.*?)^```$", pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"),
                  re.MULTILINE | re.DOTALL)
if not block:
    sys.exit(f"{sys.argv[1]} has no block between ```cpp and ```")
pathlib.Path(sys.argv[2]).write_text(block[1], encoding="utf-8")
