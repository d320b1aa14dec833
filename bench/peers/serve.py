#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs workloads in NumPy or PyTorch for the program that compares: told by lines on standard
input, it answers with one line each.

usage: serve.py numpy|torch

  load <file>            reads <file>.json and <file>.bin; answers "<id> <library>;<id> <library>…"
  answer <id> <file>     writes what is compared with kiln's answer, as float32
  run <id> <calls>       answers with the seconds that so many calls took
  allocations <id>       answers with how often one call allocates, or "unknown"
  course <id> start      new weights
  course <id> <steps>    answers with the seconds of gathering, steps and evaluation, the accuracy,
                         and the allocations of all that, or -1
"""

import ctypes
import importlib
import json
import sys
import time

import numpy as np

CHECKED_STEPS = 20  # as in contestant.hpp


class Workload:
    """What workload.hpp calls so: arrays instead of spans."""

    def __init__(self, path):
        with open(path + ".json") as file:
            self.__dict__.update(json.load(file))
        numbers = np.fromfile(path + ".bin", np.float32)

        def take(*shape):
            nonlocal numbers
            size = int(np.prod(shape))
            part, numbers = numbers[:size], numbers[size:]
            return part.reshape(shape)

        self.weights = []
        for inputs, outputs, activation in self.layers:
            self.weights.append((take(inputs, outputs), take(outputs), activation))
        self.x = take(self.batches, self.batch, self.layers[0][0])
        if self.task == "train":
            self.t = take(self.batches, self.batch, self.layers[-1][1])
            self.labels = self.t.argmax(axis=2)


class Contestant:
    """One library on one workload: call(i) on batch i, for training also parameters()."""

    def __init__(self, workload, library, call, parameters=None):
        self.workload, self.library, self.call, self.parameters = workload, library, call, parameters
        self.next = 0

    def run(self, calls):
        call, batches = self.call, self.workload.batches
        call(self.next)
        self.next = (self.next + 1) % batches
        start = time.perf_counter()
        for _ in range(calls):
            call(self.next)
            self.next = (self.next + 1) % batches
        return time.perf_counter() - start

    def answer(self):
        if self.parameters is None:
            return np.concatenate([np.ravel(self.call(i)) for i in range(self.workload.batches)])
        for i in range(CHECKED_STEPS):
            self.call(i % self.workload.batches)
        return np.concatenate([np.ravel(p) for p in self.parameters()])


def allocation_counter():
    """A function: how often the malloc that was preloaded (allocations.cpp) was called, without
    Python's own small objects; or None."""
    try:
        counter = ctypes.CDLL(None).kiln_peers_allocations
    except AttributeError:
        return None
    counter.restype = ctypes.c_ulong
    return counter


def allocations(contestant, calls=10):
    counter = allocation_counter()
    if counter is None:
        return "unknown"
    contestant.run(calls)

    def count(n):
        before = counter()
        for _ in range(n):
            contestant.call(0)
        return counter() - before

    return (count(2 * calls) - count(calls)) / calls


def main():
    library = importlib.import_module({"numpy": "numpy_nets", "torch": "torch_nets"}[sys.argv[1]])
    print("ready", library.VERSION, flush=True)
    contestants, courses = [], []
    for line in sys.stdin:
        command, *words = line.split()
        if command == "load":
            first = len(contestants)
            contestants += library.contestants(Workload(words[0]))
            names = [f"{i} {contestants[i].library}" for i in range(first, len(contestants))]
            print(";".join(names), flush=True)
        elif command == "answer":
            contestants[int(words[0])].answer().astype(np.float32).tofile(words[1])
            print("done", flush=True)
        elif command == "run":
            print(contestants[int(words[0])].run(int(words[1])), flush=True)
        elif command == "allocations":
            print(allocations(contestants[int(words[0])]), flush=True)
        elif command == "courses":
            courses = library.courses(words[0], int(words[1]))
            print(";".join(f"{i} {c.library}" for i, c in enumerate(courses)), flush=True)
        elif command == "course" and words[1] == "start":
            courses[int(words[0])].start()
            print("done", flush=True)
        elif command == "course":
            counter = allocation_counter()
            before = counter() if counter else 0
            times = courses[int(words[0])].steps(int(words[1]))
            print(*times, counter() - before if counter else -1, flush=True)


if __name__ == "__main__":
    main()
