#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs bench/compare.py on fake bench programs: fake.py COMPARE_PY

They print what Google Benchmark would, with noise that is bounded, so that no test fails by chance.
"""

import importlib.util
import os
import pathlib
import subprocess
import sys
import tempfile

# Started a thousand times: so Python looks for no packages, and `random`, slow to import, is not.
FAKE = '''#!{python} -IS
import json, os, re, sys
times = {times}
arguments = dict(argument.split("=", 1) for argument in sys.argv[1:])
if "--benchmark_list_tests" in arguments:
    print("\\n".join(times))
else:
    print(json.dumps({{"benchmarks": [
        {{"name": name, "run_type": "iteration", "time_unit": "us", "real_time": 1,
          "cpu_time": time * (0.995 + os.urandom(1)[0] / 25500)}}
        for name, time in times.items() if re.search(arguments["--benchmark_filter"], name)]}}))
'''
TIMES = {"step/784-50-10": 100, "predict/784-50-10": 2.5, "predict/784-50-10/batch:100": 80}


def compare(compare_py, times, *options):
    """Its status and what it prints, for a build with TIMES and one with `times`."""
    with tempfile.TemporaryDirectory() as folder:
        for name, side in (("before", TIMES), ("after", times)):
            program = pathlib.Path(folder, name, "bench", "bench_fake")
            program.parent.mkdir(parents=True)
            program.write_text(FAKE.format(python=sys.executable, times=side))
            os.chmod(program, 0o755)
        done = subprocess.run([sys.executable, compare_py, f"{folder}/before", f"{folder}/after",
                               "--rounds", "6", *options], capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr


def expect(status_and_text, status, *lines):
    assert status_and_text[0] == status and all(line in status_and_text[1] for line in lines), (
        status_and_text, status, lines)  # fmt: skip


def main(compare_py):
    slow, fast = TIMES | {"step/784-50-10": 106}, TIMES | {"predict/784-50-10": 2.2}
    expect(compare(compare_py, TIMES), 0, "3 compared: 0 slower, 0 faster")
    expect(compare(compare_py, slow), 1, "slower  1.0", "bench_fake step/784-50-10",
           "3 compared: 1 slower, 0 faster")
    expect(compare(compare_py, slow, "--threshold", "0.1"), 0, "0 slower")
    expect(compare(compare_py, slow, "--filter", "^predict"), 0, "2 compared: 0 slower")
    expect(compare(compare_py, fast), 0, "faster  0.8", "0 slower, 1 faster")
    expect(compare(compare_py, {"step/784-50-10": 100, "new": 1}), 0, "only after: bench_fake new",
           "only before: bench_fake predict/784-50-10", "1 compared")  # fmt: skip
    expect(compare(compare_py, {"new": 1}), 1, "nothing was compared")
    # Five rounds say nothing with 95 %; benchmarks that end early are not judged by so few.
    expect(compare(compare_py, slow, "--rounds", "5"), 2, "--rounds must be at least 6")
    expect(compare(compare_py, TIMES, "--rounds", "7"), 0, "3 compared")

    spec = importlib.util.spec_from_file_location("compare", compare_py)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    quiet = [(100, 100 + 0.1 * (i % 3), 110) for i in range(8)]
    noisy = [(100, 100 * (1.3 if i % 2 else 0.7), 110) for i in range(8)]
    once = [(100, 100.1, 100.2)] * 7 + [(100, 100.1, 300)]
    assert module.judge(quiet, 0.03)[3] == "slower"
    assert module.judge(noisy, 0.03)[3] == "", "10 % within noise of 30 %"
    assert module.judge(once, 0.03)[3] == "", "one bad round says nothing"
    assert module.judge([(a, b, 90) for a, b, _ in quiet], 0.03)[3] == "faster"
    five = dict.fromkeys([("bench_fake", "step")], [(a, b, 90) for a, b, _ in quiet[:5]])
    assert module.report(five, 0.03) == 1, "nothing is judged by five rounds"
    assert module.median_interval(range(6)) == (0, 5) and module.median_interval(range(10)) == (1, 8)


main(sys.argv[1])
