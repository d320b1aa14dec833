# SPDX-License-Identifier: MIT
"""kill.py TRAINING SCRATCH: kills a training at random, again and again.

Each run is killed after a random number of steps and a random time (the seeds are fixed), and the
next goes on from the checkpoint. The last one may end: its net must have the same bits as that of a
training that was never killed. The controls, which forget part of the checkpoint, must not.
"""

import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time

PROGRAM, SCRATCH = sys.argv[1], pathlib.Path(sys.argv[2])
# A step is a line of 1 KiB. A pipe holds 64 KiB at most, so a training is at most 64 lines ahead of
# what has been read: 20 kills come before 20 * (60 + 65) steps, however fast it is.
STEPS, KILLS, LINE = 2600, 20, 1024
failures = 0


def check(what, right):
    global failures
    print("ok  " if right else "BAD ", what)
    failures += not right


def killed_run(arguments, generator):
    """Starts a training and kills it: some steps and some time later. Whether that hit it."""
    process = subprocess.Popen([PROGRAM, *arguments], stdout=subprocess.PIPE, bufsize=0)
    left = generator.randrange(1, 60) * LINE
    while left > 0 and (got := process.stdout.read(left)):
        left -= len(got)
    time.sleep(generator.uniform(0, 0.003))
    process.kill()
    process.wait()
    process.stdout.close()
    return process.returncode == -signal.SIGKILL


def training(name, kills, forgotten=(), seed=1):
    """The hash that a training ends with after so many kills, and its folder."""
    folder = SCRATCH / name
    folder.mkdir(parents=True)
    arguments = [str(folder / "checkpoint.safetensors"), str(STEPS), *forgotten]
    generator = random.Random(seed)
    hit, saving = 0, 0
    for _ in range(kills):
        hit += killed_run(arguments, generator)
        saving += any(file.suffix.startswith(".kiln-part") for file in folder.iterdir())
    if kills:
        print(f"     {name}: {hit} kills, of which {saving} while a checkpoint was written")
        check(f"{name}: every kill hits a training", hit == kills)
    result = subprocess.run([PROGRAM, *arguments], capture_output=True, encoding="utf-8")
    check(f"{name}: it ends, and leaves the checkpoint and nothing else",
          result.returncode == 0 and [f.name for f in folder.iterdir()] == ["checkpoint.safetensors"])
    *lines, last = result.stdout.splitlines()
    check(f"{name}: the last run went on, and did not begin anew",
          (0 < len(lines) < STEPS) if kills else len(lines) == STEPS)
    return last


shutil.rmtree(SCRATCH, ignore_errors=True)
whole = training("never killed", 0)
check("a hash of 64 bits", len(whole) == 16)
for seed in (1, 2):
    check(f"killed {KILLS} times: the same bits",
          training(f"killed, seed {seed}", KILLS, seed=seed) == whole)
for forgotten in ("optimiser", "steps", "order"):
    check(f"control, {forgotten} forgotten: other bits",
          training(f"forgets {forgotten}", 3, [forgotten]) != whole)
sys.exit(1 if failures else 0)
