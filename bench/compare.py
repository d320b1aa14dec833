#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What became slower between two builds of kiln: bench/compare.py BEFORE AFTER

BEFORE and AFTER are git revisions (built with the preset bench in a worktree of their own, below
build/compare) or directories that hold bench_* programs. Every benchmark that both have runs in
turn, on one core, each round in another random order: BEFORE twice and AFTER once. A round gives
the ratio of AFTER to BEFORE, and of BEFORE to itself, which is the noise. Prints what changed by
more than the noise and the threshold; status 1 if anything became slower. What seems to have
changed is measured a second time before it is said.
"""

import argparse
import json
import math
import os
import pathlib
import random
import re
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
TO_MICROSECONDS = {"ns": 1e-3, "us": 1.0, "ms": 1e3, "s": 1e6}


# With fewer, not even the two extremes bound the median: of n rounds, all are on the same side of it
# by chance once in 2ⁿ⁻¹, which is 1 in 16 of 5 rounds and 1 in 32 of 6. So nothing could be said with
# 95 %.
LEAST_ROUNDS = 6


def median_interval(values):
    """Bounds of the median that hold with 95 % whatever the distribution (the sign test's)."""
    ordered, n = sorted(values), len(values)
    skip, below = 0, 2 / 2**n  # the chance that the median is outside the two extremes
    while True:
        below += 2 * math.comb(n, skip + 1) / 2**n
        if below > 0.05 or skip + 1 >= (n + 1) // 2:
            return ordered[skip], ordered[n - 1 - skip]
        skip += 1


def judge(rounds, threshold):
    """Compares rounds of (before, before again, after) in any unit.

    Returns the median ratio after ÷ before, its bounds, the noise of such a median (as found
    between the two runs of before), and "slower", "faster" or "".
    """
    changes = [math.log(after) - (math.log(one) + math.log(two)) / 2 for one, two, after in rounds]
    change, (low, high) = statistics.median(changes), median_interval(changes)
    noise = max(map(abs, median_interval([math.log(one / two) for one, two, _ in rounds])))
    limit = max(noise, math.log1p(threshold))
    verdict = ""
    if low > 0 and change > limit:
        verdict = "slower"
    elif high < 0 and change < -limit:
        verdict = "faster"
    return math.exp(change), (math.exp(low), math.exp(high)), math.expm1(noise), verdict


def build(revision):
    """The directory with the bench programs of a git revision."""
    git = ["git", "-C", str(ROOT)]
    sha = subprocess.run([*git, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}"],
                         capture_output=True, text=True).stdout.strip()  # fmt: skip
    if not sha:
        sys.exit(f"{revision} is neither a directory with bench_* programs nor a git revision")
    tree = ROOT / "build" / "compare" / sha[:12]
    if not tree.exists():
        subprocess.run([*git, "worktree", "prune"], check=True)
        subprocess.run([*git, "worktree", "add", "--detach", str(tree), sha], check=True)
    subprocess.run(["cmake", "--preset", "bench"], cwd=tree, check=True, stdout=sys.stderr)
    subprocess.run(["cmake", "--build", "build/bench"], cwd=tree, check=True, stdout=sys.stderr)
    return tree / "build" / "bench"


def programs(place):
    """The bench_* programs of a build directory or a git revision, by name."""
    directory = pathlib.Path(place) if pathlib.Path(place).is_dir() else build(place)
    found = {}
    for path in sorted([*directory.glob("bench_*"), *directory.glob("bench/bench_*")]):
        if path.is_file() and os.access(path, os.X_OK):
            found[path.name] = path.resolve()
    if not found:
        sys.exit(f"{directory} holds no bench_* programs")
    return found


class Runner:
    def __init__(self, options):
        self.min_time = options.min_time
        self.core = options.core if options.core >= 0 else max(os.sched_getaffinity(0))

    def run(self, program, *arguments):
        return subprocess.run([program, *arguments], capture_output=True, text=True,
                              preexec_fn=lambda: os.sched_setaffinity(0, {self.core}))  # fmt: skip

    def names(self, program):
        return self.run(program, "--benchmark_list_tests=true").stdout.split("\n")[:-1]

    def time(self, program, name):
        """Microseconds of one benchmark, or None where it failed."""
        exactly = "^" + re.sub(r"([.*+?()\[\]{}|^$\\])", r"\\\1", name) + "$"
        said = self.run(program, f"--benchmark_filter={exactly}", "--benchmark_format=json",
                        f"--benchmark_min_time={self.min_time}")  # fmt: skip
        try:
            runs = json.loads(said.stdout)["benchmarks"]
        except (json.JSONDecodeError, KeyError):
            return None
        wall = re.search(r"/(real_time|manual_time|threads:)", name)
        times = [run["real_time" if wall else "cpu_time"] * TO_MICROSECONDS[run["time_unit"]]
                 for run in runs
                 if run.get("run_type") != "aggregate" and not run.get("error_occurred")]
        return min(times) if times and min(times) > 0 else None


def measure(runner, benchmarks, before, after, count):
    """Adds `count` rounds of (before, before again, after) to each benchmark that runs."""
    for _ in range(count):
        for program, name in random.sample(sorted(benchmarks), len(benchmarks)):
            rounds, order = benchmarks[program, name], [0, 1, 2]
            random.shuffle(order)
            times = [None] * 3
            for which in order:
                times[which] = runner.time((before, before, after)[which][program], name)
            if None not in times:
                rounds.append(tuple(times))


def common(runner, before, after, options):
    """The benchmarks to compare; says which ones only one side has."""
    benchmarks = {}
    for program in sorted(before.keys() | after.keys()):
        if not re.search(options.programs, program):
            continue
        sides = [set(runner.names(side[program])) if program in side else set()
                 for side in (before, after)]
        for name in sorted(sides[0] ^ sides[1]):
            print(f"only {'before' if name in sides[0] else 'after'}: {program} {name}")
        benchmarks |= {(program, name): [] for name in sides[0] & sides[1]
                       if re.search(options.filter, name)}
    return benchmarks


def report(benchmarks, threshold):
    """Prints what changed and a summary; returns how many became slower."""
    found = {key: judge(rounds, threshold) for key, rounds in benchmarks.items()
             if len(rounds) >= LEAST_ROUNDS}
    for key in sorted(benchmarks.keys() - found.keys()):
        print(f"does not run on both sides, or not often enough: {' '.join(key)}")
    changed = sorted((ratio, key) for key, (ratio, _, _, verdict) in found.items() if verdict)
    for ratio, key in reversed(changed):
        _, (low, high), noise, verdict = found[key]
        one, two, after = (statistics.median(side) for side in zip(*benchmarks[key]))
        print(f"{verdict}  {ratio:.3f}× [{low:.3f}, {high:.3f}]  noise {noise:.1%}  "
              f"{(one + two) / 2:.3f} → {after:.3f} µs  {' '.join(key)}")
    slower = sum(verdict == "slower" for *_, verdict in found.values())
    if not found:
        print("nothing was compared")
        return 1
    mean = math.exp(statistics.mean(math.log(ratio) for ratio, *_ in found.values()))
    noise = statistics.median(noise for _, _, noise, _ in found.values())
    print(f"{len(found)} compared: {slower} slower, {len(changed) - slower} faster, the others "
          f"within max(noise, {threshold:.0%}); mean ratio {mean:.3f}, typical noise {noise:.1%}")
    return slower


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", help="git revision or directory")
    parser.add_argument("after", help="git revision or directory")
    parser.add_argument("--programs", default="", help="regular expression: programs to run")
    parser.add_argument("--filter", default="", help="regular expression: benchmarks to run")
    parser.add_argument("--rounds", type=int, default=10,
                        help=f"at least {LEAST_ROUNDS}; by default 10")  # fmt: skip
    parser.add_argument("--min-time", type=float, default=0.05, help="seconds a run, at least")
    parser.add_argument("--core", type=int, default=-1, help="by default the last one")
    parser.add_argument("--threshold", type=float, default=0.03, help="what never counts")
    options = parser.parse_args()
    if options.rounds < LEAST_ROUNDS:
        parser.error(f"--rounds must be at least {LEAST_ROUNDS}: fewer bound no median with 95 %, so "
                     "that nothing could be found slower")  # fmt: skip
    return options


def main():
    options = arguments()
    runner = Runner(options)
    before, after = programs(options.before), programs(options.after)
    benchmarks = common(runner, before, after, options)
    measure(runner, benchmarks, before, after, options.rounds)
    suspects = {key: rounds for key, rounds in benchmarks.items()
                if len(rounds) >= LEAST_ROUNDS and judge(rounds, options.threshold)[3]}  # fmt: skip
    measure(runner, suspects, before, after, options.rounds)
    return 1 if report(benchmarks, options.threshold) else 0


if __name__ == "__main__":
    sys.exit(main())
