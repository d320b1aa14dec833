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
STEPS, KILLS = 2500, 20
failures = 0


def check(what, right):
    global failures
    print("ok  " if right else "BAD ", what)
    failures += not right


def killed_run(arguments, generator):
    """Starts a training and kills it; the number of steps that it made is what was read first."""
    process = subprocess.Popen([PROGRAM, *arguments], stdout=subprocess.PIPE)
    steps = generator.randrange(1, 60)
    process.stdout.read(steps)
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
    dots, _, rest = result.stdout.partition("\n")
    check(f"{name}: the last run went on, and did not begin anew",
          (0 < len(dots) < STEPS) if kills else len(dots) == STEPS)
    return rest.strip()


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
