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

# Workloads in which a wrong library takes part, and what is said of it.
CONTROLS = {"W1": "W1: control is wrong: number 0 is", "W5": "W5: control is wrong: number",
            "W7": "W7: control is wrong: number"}


def form_faults(row):
    """Sentences about what is wrong with the fields of one row."""
    if set(row) != set(KEYS):
        missing, more = sorted(set(KEYS) - set(row)), sorted(set(row) - set(KEYS))
        return [f"a row of {row.get('workload')} lacks {missing} and has {more}"]
    where = f"{row['workload']}, {row['library']}"
    found = [f"{where}: {key} is {row[key]!r}" for key, kind in KEYS.items()
             if not isinstance(row[key], kind) or isinstance(row[key], bool) or row[key] == ""]
    if row["workload"] not in table.WORKLOADS + table.PARTS:
        found.append(f"{where}: there is no such workload")
    limited = row["workload"] in table.LIMITED
    if limited != (row["limit_fraction"] is not None):
        found.append(f"{where}: limit_fraction is {row['limit_fraction']!r}")
    return found


def workload_faults(name, of_this):
    """Sentences about what is wrong among the rows of one workload."""
    ours = [row for row in of_this if row["library"] == "kiln"]
    if len(ours) != 1 or ours[0]["ratio"] != 1:
        return [f"{name} has not one row of kiln with ratio 1"]
    found = []
    # What trains or predicts; parts of the course are counted with the whole.
    counted = not name.startswith("course_")
    if ours[0]["allocations"] != (0 if counted else None):
        found.append(f"{name}: kiln allocates {ours[0]['allocations']} times")
    if len({row["library"] for row in of_this}) != len(of_this):
        found.append(f"{name} has two rows of one library")
    for row in of_this:
        ratio = row["min_us"] / ours[0]["min_us"]
        if not abs(row["ratio"] / ratio - 1) < 1e-3:
            found.append(f"{name}, {row['library']}: ratio {row['ratio']}, not {ratio}")
        if not 0 < row["min_us"] <= row["median_us"]:
            found.append(f"{name}, {row['library']}: {row['min_us']} µs, then {row['median_us']}")
        if row["allocations"] is not None and row["allocations"] < 0:
            found.append(f"{name}, {row['library']}: {row['allocations']} allocations")
    return found


def faults(rows, expected):
    """Sentences about what is wrong with the rows of peers.json."""
    found = [fault for row in rows for fault in form_faults(row)]
    for name in expected if not found else []:
        found += workload_faults(name, [row for row in rows if row["workload"] == name])
    return found


def damaged(rows):
    """What peers.json must not hold, by what is wrong with it."""
    first, others = rows[0], rows[1:]
    last = max(i for i, row in enumerate(rows) if row["library"] != "kiln")
    without = {key: first[key] for key in KEYS if key != "version"}
    return {
        "a text for a number": [dict(first, ratio="1")] + others,
        "true for a number": [dict(first, ratio=True)] + others,
        "no version": [dict(first, version="")] + others,
        "a field is missing": [without] + others,
        "a field too many": [dict(first, more=1)] + others,
        "kiln is missing": others,
        "kiln twice": [first] + rows,
        "another library twice": rows + [rows[last]],
        "the minimum is above the median": [dict(first, min_us=1e9)] + others,
        "an unknown workload": rows + [dict(first, workload="W8")],
        "no share of the limit": [dict(first, limit_fraction=None)] + others,
        "kiln allocates": [dict(first, allocations=1)] + others,
        "kiln's allocations are unknown": [dict(first, allocations=None)] + others,
        "a workload is missing": [row for row in rows if row["workload"] != "W3a_dependent"],
    }


def run(program, *options):
    return subprocess.run([program, "--quick", *options], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True)


def main():
    program, folder = sys.argv[1:]
    expected = table.WORKLOADS + table.PARTS
    os.makedirs(folder, exist_ok=True)

    result = run(program, "--out", folder)
    if result.returncode != 0:
        sys.exit(result.stderr or f"bench_peers ended with {result.returncode}")
    rows = table.load(folder, "peers.json")
    if wrong := faults(rows, expected):
        sys.exit("peers.json: " + "; ".join(wrong))
    table.print_table(rows, table.load(folder, "peers_run.json"))
    table.draw_charts(folder, rows, table.load(folder, "peers_sizes.json"))
    for chart in table.CHARTS:
        if os.path.getsize(os.path.join(folder, chart)) < 1000:
            sys.exit(f"{chart} is empty")

    # The controls: a library that answers wrongly or learns too little, and files that are wrong.
    # What an earlier run left must be gone where a run ends early.
    apart = os.path.join(folder, "control")
    os.makedirs(apart, exist_ok=True)
    for workload, sentence in CONTROLS.items():
        control = run(program, "--control", "--only", workload, "--out", apart)
        if control.returncode == 0 or sentence not in control.stderr:
            sys.exit(f"{workload}: a wrong answer was not refused: {control.stderr}")
        if {row["library"] for row in table.load(apart, "peers.json")} & {"control"}:
            sys.exit(f"{workload}: a wrong answer has a row")
    if run(program, "--only", "W8", "--out", apart).returncode != 2:
        sys.exit("a workload that is not there was run")
    if os.path.exists(os.path.join(apart, "peers.json")):
        sys.exit("the rows of an earlier run are left")
    for what, wrong in damaged(rows).items():
        if not faults(wrong, expected):
            sys.exit(f"a damaged peers.json passes: {what}")
    print("peers: every answer agrees with kiln's, and wrong ones are refused")


if __name__ == "__main__":
    main()
