#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The course's 10,000 training iterations in NumPy, timed in turn with kiln's.

usage: course.py <bench_train_course> [rounds]

784-50-10, sigmoid, softmax, cross-entropy, SGD 0.1, batches of 100 drawn at random, their gathering
included, evaluation not. One thread each. NumPy runs it in two ways:
  course   as the course's program does: weights in float64, one-hot targets, the slope of the
           sigmoid from its input, the loss by a forward pass of its own after every update
  tuned    in float32, with labels, everything computed once and the loss from the same pass
MNIST comes from $KILN_DATA_DIR/mnist, otherwise the images are random with as many zeros: neither
is faster or slower for it. Needs a good BLAS (Debian: libopenblas0-pthread), which NumPy loads.
Prints the seconds of each, NumPy's time over kiln's, round by round, and the median ratios.
"""

import gzip
import json
import os
import statistics
import subprocess
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy as np  # noqa: E402  (after the number of threads is set)

ITERATIONS, BATCH, RATE = 10_000, 100, 0.1


def images():
    folder = os.environ.get("KILN_DATA_DIR")
    if folder is None:
        random = np.random.default_rng(0)
        pixels = random.random((60_000, 784), dtype=np.float32)
        return pixels * (random.random(pixels.shape) < 0.19), random.integers(0, 10, 60_000)

    def read(name, header):
        with gzip.open(os.path.join(folder, "mnist", name + ".gz")) as file:
            return np.frombuffer(file.read(), np.uint8, offset=header)

    pixels = read("train-images-idx3-ubyte", 16).reshape(-1, 784)
    return (pixels / np.float32(255)).astype(np.float32), read("train-labels-idx1-ubyte", 8)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def start(dtype):
    random = np.random.default_rng(0)
    w1 = (0.01 * random.standard_normal((784, 50))).astype(dtype)
    w2 = (0.01 * random.standard_normal((50, 10))).astype(dtype)
    return random, w1, np.zeros(50, dtype), w2, np.zeros(10, dtype)


def course(x, labels):
    random, w1, b1, w2, b2 = start(np.float64)
    targets = np.eye(10, dtype=np.float32)[labels]

    def predict(batch):
        a1 = batch @ w1 + b1
        z1 = sigmoid(a1)
        return a1, z1, softmax(z1 @ w2 + b2)

    begin = time.perf_counter()
    for _ in range(ITERATIONS):
        pick = random.choice(len(x), BATCH)
        batch, target = x[pick], targets[pick]
        a1, z1, y = predict(batch)
        dy = (y - target) / BATCH
        da1 = (1 - sigmoid(a1)) * sigmoid(a1) * (dy @ w2.T)
        gradients = batch.T @ da1, da1.sum(axis=0), z1.T @ dy, dy.sum(axis=0)
        for parameter, gradient in zip((w1, b1, w2, b2), gradients):
            parameter -= RATE * gradient
        y = predict(batch)[2]
        loss = -np.log(y[np.arange(BATCH), target.argmax(axis=1)] + 1e-7).sum() / BATCH
    return time.perf_counter() - begin, loss


def tuned(x, labels):
    random, w1, b1, w2, b2 = start(np.float32)
    begin = time.perf_counter()
    for _ in range(ITERATIONS):
        pick = random.integers(0, len(x), BATCH)
        batch, target = x[pick], labels[pick]
        hidden = sigmoid(batch @ w1 + b1)
        out = softmax(hidden @ w2 + b2)
        loss = -np.log(out[np.arange(BATCH), target] + 1e-7).mean()
        out[np.arange(BATCH), target] -= 1
        out /= BATCH
        below = out @ w2.T * hidden * (1 - hidden)
        w2 -= RATE * (hidden.T @ out)
        b2 -= RATE * out.sum(axis=0)
        w1 -= RATE * (batch.T @ below)
        b1 -= RATE * below.sum(axis=0)
    return time.perf_counter() - begin, loss


def kiln(program):
    command = [program, "--benchmark_format=json", "--benchmark_filter=train/course"]
    result = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return result["benchmarks"][0]["real_time"] * 1e-6 * ITERATIONS


def main():
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    x, labels = images()
    ratios = {course: [], tuned: []}
    for _ in range(rounds):
        ours = kiln(sys.argv[1])
        print(f"kiln {ours:.2f} s", end="")
        for train in ratios:
            seconds, loss = train(x, labels)
            assert loss < 1 or "KILN_DATA_DIR" not in os.environ, "NumPy's net has not learned"
            ratios[train].append(seconds / ours)
            print(f"  NumPy, {train.__name__} {seconds:.2f} s ({seconds / ours:.2f})", end="")
        print(flush=True)
    for train, values in ratios.items():
        print(f"median ratio to NumPy {np.__version__}, {train.__name__}: {statistics.median(values):.2f}")


if __name__ == "__main__":
    main()
