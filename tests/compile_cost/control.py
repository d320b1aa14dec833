#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Shows that bench/compile/measure.py sees a broken bound: control.py MEASURE_PY"""

import importlib.util
import sys

spec = importlib.util.spec_from_file_location("measure", sys.argv[1])
measure = importlib.util.module_from_spec(spec)
spec.loader.exec_module(measure)


def complaints(with_seconds=False, cost=lambda n: 200 + 2 * n, width_cost=lambda n: 250, **w1):
    program = {"library": "kiln", "workload": "w1", "seconds": 1, "peak_mb": 250,
               "stripped_bytes": 18_000, **w1}  # fmt: skip
    points = [{"n": n, "allocated_mb": cost(n)} for n in (10, 20, 60)]
    widths = [{"n": n, "allocated_mb": width_cost(n)} for n in (16, 1024)]
    result = {"programs": [program], "layers": [{"name": "layers", "points": points}],
              "widths": [{"name": "widths", "points": widths}]}  # fmt: skip
    measure.fit(result["layers"])
    return list(measure.broken(result, with_seconds))


assert complaints() == []
assert complaints(cost=lambda n: 200 + (30 * n if n < 60 else 1500)) == []
assert len(complaints(peak_mb=351)) == 1
assert len(complaints(stripped_bytes=24_001)) == 1
assert complaints(seconds=3.1) == []
assert len(complaints(with_seconds=True, seconds=3.1)) == 1
assert len(complaints(cost=lambda n: 200 + n * n)) == 1
assert len(complaints(cost=lambda n: 200 + n * n / 4)) == 1
assert len(complaints(width_cost=lambda n: 250 + n / 10)) == 1

line = measure.line_through([1, 2, 5], [12, 14, 20])
assert abs(line["slope"] - 2) < 1e-9 and abs(line["at_0"] - 10) < 1e-9, line
assert line["residual"] < 1e-9 < measure.line_through([1, 2, 3], [1, 4, 9])["residual"]
