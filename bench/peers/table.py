#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Prints the table of a run of bench_peers, and draws its charts with gnuplot.

usage: table.py <folder> [--run <bench_peers>] [--markdown] [--charts]

  <folder>    where peers.json, peers_sizes.json and peers_run.json are
  --run       makes the run first; ends as it ends, but prints what it gave
  --markdown  the README's table: libraries beside workloads, with machine, flags and date
  --charts    writes peers_ratios.svg and peers_sizes.svg there
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys

WORKLOADS = ["W1", "W2", "W3a", "W3b", "W4", "W5", "W5_sparse", "W6_infer", "W6_train", "W7",
             "course"]
# What stands in peers.json beside them.
PARTS = ["W3a_dependent", "W3b_dependent", "course_gather", "course_step", "course_evaluate"]
# Bound by arithmetic or bandwidth: their rows say how much of the limit they reach.
LIMITED = ["W1", "W2", "W4", "W5", "W5_sparse", "W6_infer", "W6_train", "W7"]
CHARTS = ["peers_ratios.svg", "peers_sizes.svg"]
FRAMEWORKS = ["OpenBLAS", "oneDNN", "PyTorch", "PyTorch, jit"]


def load(folder, name):
    with open(os.path.join(folder, name)) as file:
        return json.load(file)


def time_text(us):
    if us < 1:
        return f"{us * 1e3:.3g} ns"
    if us < 1e3:
        return f"{us:.3g} µs"
    return f"{us / 1e3:.3g} ms" if us < 1e6 else f"{us / 1e6:.3g} s"


def percent(fraction):
    return "" if fraction is None else f"{100 * fraction:.0f} %"


def count_text(number):
    return "?" if number is None else f"{number:.3g}"


def machine(run):
    l1, l2, l3, memory = run["bandwidth_gbs"]
    digits = "MNIST" if run["mnist"] else "drawn digits"
    return (f"{run['processor']}, one core: {run['peak_gflops']:.0f} GFLOP/s, reads L1 {l1:.0f}, "
            f"L2 {l2:.0f}, L3 {l3:.0f}, memory {memory:.0f} GB/s. {run['compiler']}, "
            f"{run['flags']}, {run['date']}; {digits}.")


def print_table(rows, run):
    print(machine(run))
    if run["quick"]:
        print("A quick run: the figures mean nothing.")
    form = "{:16} {:21} {:>18} {:>9} {:>9} {:>9} {:>8} {:>7}"
    print(form.format("workload", "library", "version", "min", "median", "÷ kiln", "of limit",
                      "allocs"))
    last = None
    for row in rows:
        if last not in (None, row["workload"]):
            print()
        last = row["workload"]
        print(form.format(row["workload"], row["library"], row["version"][:18],
                          time_text(row["min_us"]), time_text(row["median_us"]),
                          f"{row['ratio']:.2f}", percent(row["limit_fraction"]),
                          count_text(row["allocations"])))


def print_markdown(rows, run):
    cell = {(row["library"], row["workload"]): row for row in rows}
    workloads = list(dict.fromkeys(row["workload"] for row in rows))
    libraries = list(dict.fromkeys(row["library"] for row in rows))
    first = workloads[0]
    libraries.sort(key=lambda name: cell.get((name, first), {"ratio": 1e9})["ratio"])
    libraries.remove("kiln")
    print(machine(run) + " Shortest times; for the others, their time ÷ kiln's.\n")
    print("| | " + " | ".join(workloads) + " | allocations in " + first + " |")
    print("|---" * (len(workloads) + 2) + "|")

    def line(name, text):
        cells = [text(cell[name, w]) if (name, w) in cell else "–" for w in workloads]
        row = cell.get((name, first))
        cells.append(count_text(row["allocations"]) if row else "")
        print("| " + " | ".join([name] + cells) + " |")

    line("kiln", lambda row: f"**{time_text(row['min_us'])}**")
    limits = [percent(cell["kiln", w]["limit_fraction"]) or "–" for w in workloads]
    print("| kiln, of the limit | " + " | ".join(limits) + " | |")
    for name in libraries:
        line(name, lambda row: f"{row['ratio']:.2f}")


def wins_from(sizes):
    """The size from which on one of the big frameworks is always faster than kiln, or None."""
    best = {}
    for row in sizes:
        if row["library"] in FRAMEWORKS:
            n = int(row["workload"].removeprefix("size_"))
            best[n] = min(best.get(n, 1e9), row["ratio"])
    result = None
    for n in sorted(best, reverse=True):
        if best[n] >= 1:
            break
        result = n
    return result


def gnuplot(path, settings, series):
    """series: {label: [(x, y)]}, drawn with `settings`, which ends before the plot command."""
    blocks, plots = "", []
    for i, (label, points) in enumerate(series.items()):
        body = "".join(f"{x} {y}\n" for x, y in points)
        blocks += f"$series{i} << END\n{body}END\n"
        plots.append(f"$series{i} using 1:2 with linespoints pt {i % 13 + 4} ps 0.7 "
                     f"lw {3 if label == 'kiln' else 1.2} title '{label}'")
    script = (f"set terminal svg size 900,520 font 'sans,13' background 'white'\n"
              f"set output '{path}'\nset grid lc rgb '#dddddd'\nset key outside right\n"
              f"{settings}\n{blocks}plot {', '.join(plots)}\n")
    subprocess.run(["gnuplot"], input=script, text=True, check=True)


def draw_charts(folder, rows, sizes):
    workloads = [w for w in dict.fromkeys(row["workload"] for row in rows) if w in WORKLOADS]
    series = {}
    for row in rows:
        if row["workload"] in workloads:
            points = series.setdefault(row["library"], [])
            points.append((workloads.index(row["workload"]), row["ratio"]))
    tics = ", ".join(f"'{w}' {i}" for i, w in enumerate(workloads)).replace("_", "\\\\_")
    gnuplot(os.path.join(folder, CHARTS[0]),
            f"set title \"time ÷ kiln's\"\nset logscale y\nset xrange [-0.3:{len(workloads) - 0.7}]\n"
            f"set xtics ({tics})", {k: sorted(v) for k, v in series.items()})
    if not sizes:
        return
    series = {}
    for row in sizes:
        n = int(row["workload"].removeprefix("size_"))
        series.setdefault(row["library"], []).append((n, 100 * row["limit_fraction"]))
    n = wins_from(sizes)
    where = f"a big framework wins from n = {n}" if n else "no big framework wins in this range"
    gnuplot(os.path.join(folder, CHARTS[1]),
            f"set title 'one layer n → n, ReLU, 100 rows: {where}'\nset logscale x 2\n"
            "set xlabel 'n'\nset ylabel '% of the limit of the machine'\nset yrange [0:105]", series)
    print(f"Over sizes (one layer n → n, 100 rows): {where}.")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--run")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--charts", action="store_true")
    options = parser.parse_args()
    folder, status = options.folder, 0
    if options.run:
        for chart in CHARTS:  # of an earlier run
            pathlib.Path(folder, chart).unlink(missing_ok=True)
        status = subprocess.run([options.run, "--out", folder]).returncode
    rows, run = load(folder, "peers.json"), load(folder, "peers_run.json")
    if options.markdown:
        print_markdown(rows, run)
    else:
        print_table(rows, run)
    if options.charts:
        draw_charts(folder, rows, load(folder, "peers_sizes.json"))
    sys.exit(status)


if __name__ == "__main__":
    main()
