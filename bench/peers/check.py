#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Checks a comparison without measuring: every library's answers, the form of peers.json, table and
charts; and that what is wrong is refused.

usage: check.py <bench_peers> <folder>
"""

import os
import subprocess
import sys

import table

KEYS = {"workload": str, "library": str, "version": str, "min_us": (int, float),
        "median_us": (int, float), "ratio": (int, float),
        "limit_fraction": (int, float, type(None)), "allocations": (int, float, type(None))}


def faults(rows, expected):
    """Sentences about what is wrong with the rows of peers.json."""
    found = []
    for row in rows:
        if set(row) != set(KEYS):
            found.append(f"a row has the keys {sorted(row)}")
            continue
        found += [f"{key} is {row[key]!r}" for key, kind in KEYS.items()
                  if not isinstance(row[key], kind)]
    if found:
        return found
    for name in expected:
        of_this = [row for row in rows if row["workload"] == name]
        ours = [row for row in of_this if row["library"] == "kiln"]
        if len(ours) != 1 or ours[0]["ratio"] != 1:
            found.append(f"{name} has not one row of kiln with ratio 1")
            continue
        for row in of_this:
            ratio = row["min_us"] / ours[0]["min_us"]
            if not abs(row["ratio"] / ratio - 1) < 1e-3:
                found.append(f"{name}, {row['library']}: ratio {row['ratio']}, not {ratio}")
            if not 0 < row["min_us"] <= row["median_us"]:
                found.append(f"{name}, {row['library']}: {row['min_us']} µs, then {row['median_us']}")
    return found


def run(program, *options):
    return subprocess.run([program, "--quick", *options], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True)


def main():
    program, folder = sys.argv[1:]
    expected = table.WORKLOADS
    os.makedirs(folder, exist_ok=True)

    result = run(program, "--out", folder)
    if result.returncode != 0:
        sys.exit(result.stderr or f"bench_peers ended with {result.returncode}")
    rows = table.load(folder, "peers.json")
    if wrong := faults(rows, expected):
        sys.exit("peers.json: " + "; ".join(wrong))
    table.print_table(rows, table.load(folder, "peers_run.json"))
    table.draw_charts(folder, rows, table.load(folder, "peers_sizes.json"))
    for chart in ("peers_ratios.svg", "peers_sizes.svg"):
        if os.path.getsize(os.path.join(folder, chart)) < 1000:
            sys.exit(f"{chart} is empty")

    # The controls: a library that answers wrongly, and files that are wrong.
    apart = os.path.join(folder, "control")
    os.makedirs(apart, exist_ok=True)
    control = run(program, "--control", "--only", "W1", "--out", apart)
    if control.returncode == 0 or "control is wrong: number 0 is" not in control.stderr:
        sys.exit(f"a wrong answer was not refused: {control.stderr}")
    if any(row["library"] == "control" for row in table.load(apart, "peers.json")):
        sys.exit("a wrong answer has a row")
    damaged = ([dict(rows[0], ratio="1")] + rows[1:], rows[1:], [dict(rows[0], min_us=1e9)] + rows[1:],
               [{key: rows[0][key] for key in KEYS if key != "version"}] + rows[1:])
    if not all(faults(rows, expected) for rows in damaged):
        sys.exit("a damaged peers.json passes")
    print("peers: every answer agrees with kiln's, and wrong ones are refused")


if __name__ == "__main__":
    main()
