#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What it costs to compile nets: seconds, memory and sizes, beside other libraries.

Compiles the small programs of this folder, and README's, each several times and in turn; links,
strips and runs them. Then lets one net grow, in layers and in widths, and fits a line. A library
whose headers are not installed is left out.

"seconds" are those of the processor, and the least of all rounds: other work on the machine
disturbs them less than a clock on the wall (which the JSON file holds, too). "allocated" is what
g++ says it holds at the end if it never collects garbage (-fmem-report): the same in every run, so
that growth can be checked on a noisy machine.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import re
import shlex
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WORKLOADS = {"readme": "README's program", "w1": "W1, one sample", "w6": "W6, a training step",
             "deep": "20 layers, a training step"}  # fmt: skip
# Name, a header that tells whether it is there, further flags, what to link, file of its version.
PEERS = [
    ("Eigen", "Eigen/Core", ["-isystem", "/usr/include/eigen3"], [], "libeigen3-dev"),
    ("dlib", "dlib/dnn.h", [], ["-ldlib", "-llapack", "-lblas", "-lpthread"], "libdlib-dev"),
    ("tiny-dnn", "tiny_dnn/tiny_dnn.h", [], ["-lpthread"], "tiny-dnn"),
]
# What must hold of W1.
BOUNDS = {"seconds": 3.0, "peak_mb": 350.0, "stripped_bytes": 24_000}
# How much more a layer may cost in a deep net than in a shallow one (where the cost is linear, it
# costs the same), and a wide net than a narrow one.
LARGEST_LAYER_RATIO, LARGEST_WIDTH_RATIO = 1.5, 1.25
# Name, template for the macros, the values of n; what grows is the number of layers.
LAYERS = [
    ("one sample, equal widths", "-DTRAIN=0 -DLAYERS={n}"),
    ("training step, equal widths", "-DLAYERS={n}"),
    ("one sample, all widths different", "-DTRAIN=0 -DSTEP=3 -DLAYERS={n}"),
    ("training step, all widths different", "-DSTEP=3 -DLAYERS={n}"),
]
WIDTHS = [
    ("one sample, 3 layers", "-DTRAIN=0 -DLAYERS=3 -DWIDTH={n}"),
    ("training step, 3 layers", "-DLAYERS=3 -DWIDTH={n}"),
]


def run(command, **options):
    """Runs it; returns wall seconds, processor seconds and peak memory in MB of the whole tree."""
    begin = time.monotonic()
    process = subprocess.Popen(command, **options)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.monotonic() - begin
    if process.returncode != 0:
        sys.exit(f"failed with status {process.returncode}: {shlex.join(map(str, command))}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


class Compiler:
    def __init__(self, options, folder):
        self.command = [*shlex.split(options.launcher), options.compiler, "-w"]
        self.flags = ["-std=c++20", *shlex.split(options.flags)]
        self.includes = [f"-I{ROOT / 'include'}"]
        for path in options.isystem:
            if path != "/usr/include":  # where it stands anyway, and must stand last
                self.includes += ["-isystem", path]
        self.folder = folder

    def name(self):
        said = subprocess.run([self.command[-2], "--version"], capture_output=True, text=True)
        return said.stdout.split("\n")[0]

    def has(self, header, flags):
        probe = [*self.command, *self.flags, *flags, "-E", "-x", "c++", "-", "-o", os.devnull]
        code = f"#include <{header}>\n"
        return subprocess.run(probe, input=code, text=True, capture_output=True).returncode == 0

    def compile(self, source, flags):
        """One compilation to build/x.o: (wall, processor seconds, peak memory)."""
        self.object = self.folder / "x.o"
        return run([*self.command, *self.flags, *self.includes, *flags, "-c", source, "-o",
                    self.object])

    def allocated(self, source, flags):
        """MB that g++ holds at the end if it never collects any; peak memory where it does not say."""
        said = subprocess.run([*self.command, *self.flags, *self.includes, *flags, "-c", source,
                               "-fmem-report", "--param=ggc-min-heapsize=16777216", "-o",
                               self.folder / "x.o"], capture_output=True, text=True).stderr
        total = re.search(r"^Total +(\d+)([kM])\b", said, re.MULTILINE)
        if total:
            return int(total[1]) / (1024 if total[2] == "k" else 1)
        return self.compile(source, flags)[2]

    def link(self, libraries):
        """Bytes of the stripped program, which must also run."""
        program = self.folder / "program"
        run([*self.command, "-s", self.object, "-o", program, *libraries])
        run([program], stdout=subprocess.DEVNULL)
        return program.stat().st_size


def version_of(package):
    said = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package], capture_output=True,
                          text=True) if package else None  # fmt: skip
    return said.stdout.strip() if said and said.returncode == 0 else ""


def kiln_version():
    text = (ROOT / "include/kiln/version.hpp").read_text()
    return ".".join(re.findall(r"\b\d+\b", re.sub(r"//.*", "", text))[-3:])


def programs(compiler, only):
    """What there is to compile: dictionaries with a source, flags and libraries."""
    readme = re.search(r"```cpp\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)[1]
    (compiler.folder / "kiln_readme.cpp").write_text(readme)
    third_party = compiler.folder / "third_party"  # where tiny-dnn looks for stb
    third_party.mkdir(exist_ok=True)
    if not (third_party / "stb").exists():
        (third_party / "stb").symlink_to("/usr/include/stb")
    libraries = [("kiln", None, [], [], None), *PEERS]
    for library, header, flags, link, package in libraries:
        if only and library not in only:
            continue
        flags = [*flags, f"-I{compiler.folder}"]
        if header and not compiler.has(header, flags):
            print(f"{library} is left out: its headers are not here", file=sys.stderr)
            continue
        version = version_of(package) if package else kiln_version()
        for workload in WORKLOADS:
            name = f"{library.lower().replace('-', '_')}_{workload}.cpp"
            folder = compiler.folder if (library, workload) == ("kiln", "readme") else HERE
            yield {"workload": workload, "library": library, "version": version,
                   "source": folder / name, "flags": flags, "link": link, "runs": []}


def measure_programs(compiler, rounds, only, workloads):
    all_programs = [p for p in programs(compiler, only) if p["workload"] in workloads]
    for turn in range(rounds):
        for program in all_programs:
            program["runs"].append(compiler.compile(program["source"], program["flags"]))
            if turn == 0:
                program["object_bytes"] = compiler.object.stat().st_size
                program["stripped_bytes"] = compiler.link(program["link"])
    for program in all_programs:
        wall, seconds, peak = zip(*program.pop("runs"))
        program.update(seconds=min(seconds), median_seconds=statistics.median(seconds),
                       wall_seconds=min(wall), median_wall_seconds=statistics.median(wall),
                       peak_mb=statistics.median(peak))
        del program["source"], program["flags"], program["link"]
    return all_programs


def line_through(xs, ys):
    """The least-squares line: value at 0, slope, and the largest deviation ÷ the line's rise."""
    mean_x, mean_y = statistics.mean(xs), statistics.mean(ys)
    slope = (sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys))
             / sum((x - mean_x) ** 2 for x in xs))  # fmt: skip
    start = mean_y - slope * mean_x
    residual = max(abs(y - start - slope * x) for x, y in zip(xs, ys))
    rise = abs(slope) * (max(xs) - min(xs))
    return {"at_0": start, "slope": slope, "residual": residual / rise if rise > 0 else 0.0}


def measure_growth(compiler, series, ns, rounds):
    source, found = HERE / "kiln_deep.cpp", []
    for name, macros in series:
        points = []
        for n in ns:
            flags = macros.format(n=n).split()
            runs = [compiler.compile(source, flags) for _ in range(rounds)]
            point = {"n": n, "allocated_mb": compiler.allocated(source, flags),
                     "object_bytes": compiler.object.stat().st_size}
            if runs:
                point.update(seconds=min(r[1] for r in runs), peak_mb=runs[0][2])
            points.append(point)
        found.append({"name": name, "points": points})
    return found


def fit(growth):
    for series in growth:
        xs = [point["n"] for point in series["points"]]
        for what in ("seconds", "allocated_mb", "object_bytes"):
            if what in series["points"][0]:
                series[what] = line_through(xs, [point[what] for point in series["points"]])


def broken(result, with_seconds):
    """One sentence for each bound that does not hold."""
    for program in result["programs"]:
        if (program["library"], program["workload"]) != ("kiln", "w1"):
            continue
        for what, most in BOUNDS.items():
            if program[what] > most and (with_seconds or what != "seconds"):
                yield f"W1's program: {what} is {program[what]:g}, more than {most:g}"
    for series in result["layers"]:
        (n0, first), *_, (n1, middle), (n2, last) = [(point["n"], point["allocated_mb"])
                                                     for point in series["points"]]  # fmt: skip
        ratio = (last - middle) / (n2 - n1) / max((middle - first) / (n1 - n0), 1e-9)
        if ratio > LARGEST_LAYER_RATIO:
            yield f"{series['name']}: the cost grows faster than the layers, {ratio:.2f}×"
    for series in result["widths"]:
        costs = [point["allocated_mb"] for point in series["points"]]
        if max(costs) > LARGEST_WIDTH_RATIO * min(costs):
            yield f"{series['name']}: the cost follows the width, {max(costs) / min(costs):.2f}×"


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows]) + "\n"


def markdown(result):
    text = f"{result['compiler']}, `{result['flags']}`, {result['machine']}, {result['date']}.\n\n"
    rows = []
    for workload, title in WORKLOADS.items():
        for p in result["programs"]:
            if p["workload"] == workload:
                rows.append([title, f"{p['library']} {p['version']}", f"{p['seconds']:.2f}",
                             f"{p['peak_mb']:.0f}", f"{p['object_bytes'] / 1000:.0f}",
                             f"{p['stripped_bytes'] / 1000:.1f}"])  # fmt: skip
                title = ""
    if rows:
        text += table(["", "", "seconds", "peak MB", "object kB", "stripped kB"], rows) + "\n"
    for series, of in ((result["layers"], "layers"), (result["widths"], "width")):
        if not series:
            continue
        what = "seconds" if "seconds" in series[0]["points"][0] else "allocated_mb"
        head = [f"{what.replace('_mb', ' MB')} by {of}"]
        head += [str(point["n"]) for point in series[0]["points"]]
        head += ["per layer", "residual"] if of == "layers" else ["most ÷ least"]
        rows = []
        for one in series:
            costs = [point[what] for point in one["points"]]
            row = [one["name"]] + [f"{cost:.2f}" for cost in costs]
            row += ([f"{one[what]['slope']:.3f}", f"{one[what]['residual']:.0%}"]
                    if of == "layers" else [f"{max(costs) / min(costs):.2f}"])  # fmt: skip
            rows.append(row)
        text += table(head, rows) + "\n"
    return text


def machine():
    try:
        cpu = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
        return cpu[1] if cpu else platform.machine()
    except OSError:
        return platform.machine()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--compiler", default="g++")
    parser.add_argument("--flags", default="-O3 -march=native", help="beside -std=c++20")
    parser.add_argument("--isystem", action="append", default=[], help="where xsimd is")
    parser.add_argument("--launcher", default="", help="before each command: 'taskset -c 1'")
    parser.add_argument("--rounds", type=int, default=3, help="compilations of each program")
    parser.add_argument("--only", action="append", help="kiln, Eigen, dlib or tiny-dnn")
    parser.add_argument("--json", type=pathlib.Path, help="write everything to this file")
    parser.add_argument("--markdown", action="store_true", help="print tables for the README")
    parser.add_argument("--check", action="store_true",
                        help="only kiln, only what does not depend on the machine's load; ends "
                             "with status 1 if a bound is broken")  # fmt: skip
    parser.add_argument("--nightly", action="store_true",
                        help="--check bounds the time as well, and takes more nets")  # fmt: skip
    return parser.parse_args()


def measure(options, folder):
    compiler = Compiler(options, folder)
    result = {"compiler": compiler.name(), "flags": " ".join(compiler.flags),
              "machine": machine(), "date": datetime.date.today().isoformat()}
    if options.check:
        rounds = 3 if options.nightly else 1
        result["programs"] = measure_programs(compiler, rounds, ["kiln"], ["w1"])
        # Equal layers cost 1 to 2 MB each, and what g++ inlines at one depth and not at the next as
        # much: so many that this does not count.
        equal, different = (LAYERS[:2], LAYERS[3:]) if options.nightly else (LAYERS[1:2], [])
        result["layers"] = (measure_growth(compiler, equal, (10, 20, 60), 0)
                            + measure_growth(compiler, different, (3, 5, 7), 0))  # fmt: skip
        widths = (16, 64, 1024) if options.nightly else (16, 1024)
        result["widths"] = measure_growth(compiler, WIDTHS[1:], widths, 0)
    else:
        result["programs"] = measure_programs(compiler, options.rounds, options.only, WORKLOADS)
        if not options.only or "kiln" in options.only:
            result["layers"] = measure_growth(compiler, LAYERS, (1, 2, 5, 10, 20, 40), 1)
            widths = (16, 32, 50, 64, 100, 256, 512, 1024)
            result["widths"] = measure_growth(compiler, WIDTHS, widths, 2)
    fit(result.setdefault("layers", []))
    result.setdefault("widths", [])
    return result


def main():
    options = arguments()
    if options.json:
        options.json.unlink(missing_ok=True)  # of an earlier run
    with tempfile.TemporaryDirectory() as folder:
        result = measure(options, pathlib.Path(folder))
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.write_text(json.dumps(result, indent=1) + "\n")
    if options.markdown or not options.check:
        print(markdown(result))
    complaints = list(broken(result, not options.check or options.nightly))
    print("\n".join(complaints) or "compile cost: within its bounds")
    return 1 if options.check and complaints else 0


if __name__ == "__main__":
    sys.exit(main())
