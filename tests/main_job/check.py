# SPDX-License-Identifier: MIT
"""check.py TRAIN_MNIST SCRATCH: what the main job does with bad calls, and without MNIST.

A bad call ends with status 1 and one line on standard error, before anything is trained. Without
data and without a network the job trains on drawn digits.
"""

import os
import pathlib
import shutil
import subprocess
import sys

program, scratch = sys.argv[1], pathlib.Path(sys.argv[2])
shutil.rmtree(scratch, ignore_errors=True)
scratch.mkdir(parents=True)
(scratch / "file").write_text("a file, not a folder")
(scratch / "taken" / "net.safetensors").mkdir(parents=True)
failures = 0


def run(*arguments, **environment):
    variables = {k: v for k, v in os.environ.items() if k != "KILN_DATA_DIR"} | environment
    return subprocess.run([program, *arguments], cwd=scratch, env=variables, capture_output=True,
                          encoding="utf-8")


def check(what, right, result):
    global failures
    print("ok  " if right else "BAD ", what)
    if not right:
        failures += 1
        print(result.returncode, result.stdout, result.stderr)


def bad(what, word, *arguments):
    result = run(*arguments, "--iterations", "1") if "--iterations" not in arguments else run(*arguments)
    lines = (result.stdout + result.stderr).strip().split("\n")
    check(what, result.returncode == 1 and len(lines) == 1 and word in lines[0], result)


bad("a data folder that is not there", "nowhere", "--data", "nowhere")
bad("a data folder that is a file", "file", "--data", "file")
bad("an unknown option", "--unknown", "--unknown")
bad("a seed below zero", "--seed", "--seed", "-1")
bad("a seed beyond 64 bits", "--seed", "--seed", "99999999999999999999")
bad("no iterations", "--iterations", "--iterations", "0")
bad("iterations that are no number", "--iterations", "--iterations", "many")

result = run("--help")
check("help", result.returncode == 0 and "--data" in result.stdout and not result.stderr, result)

# No data, and a proxy that nobody answers at: the digits are drawn.
proxy = {name: "http://127.0.0.1:9" for name in ("http_proxy", "https_proxy", "all_proxy")}
result = run("--out", "out", "--iterations", "600", "--seed", "3", **proxy)
last = result.stdout.strip().split("\n")[-1]
check("without MNIST it trains on drawn digits",
      result.returncode == 0 and "drawn by kiln" in result.stdout
      and last.startswith("test accuracy: 0.") and float(last.split()[-1]) > 0.5, result)
check("weights are written", (scratch / "out" / "net.safetensors").stat().st_size > 159_000, result)

# Outputs that cannot be written are noticed before the training.
for what, out in (("an output folder below a file", "file/out"),
                  ("a file name that a folder has taken", "taken")):
    result = run("--out", out, "--iterations", "1", **proxy)
    check(what, result.returncode == 1 and len(result.stderr.strip().split("\n")) == 1
          and out in result.stderr and "epoch" not in result.stdout, result)

sys.exit(1 if failures else 0)
