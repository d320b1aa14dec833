# SPDX-License-Identifier: MIT
"""NumPy's nets, twice: as the course's program computes them (weights that learn are float64, the
slope of the sigmoid from its input, the loss by a forward pass of its own after every update), and
tuned (float32, everything computed once; the course's batches drawn from bytes, 1.3 times as fast
as from floats)."""

import time

import numpy as np

from serve import Contestant

VERSION = np.__version__
BATCH, RATE = 100, 0.1  # the course's
BLOCK = 4000  # images evaluated at once, where tuned: 1.15 times as fast as all


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


APPLY = {"sigmoid": sigmoid, "softmax": softmax, "tanh": np.tanh, "identity": lambda z: z,
         "relu": lambda z: np.maximum(z, 0)}
SLOPE = {"sigmoid": lambda y: y * (1 - y), "tanh": lambda y: 1 - y * y, "relu": lambda y: y > 0}


def predict(w):
    weights, rows = w.weights, w.x if w.batch > 1 else w.x[:, 0]

    def call(i):
        y = rows[i]
        for matrix, bias, activation in weights:
            y = APPLY[activation](np.dot(y, matrix) + bias)
        return y

    return Contestant(w, "NumPy", call)


class Course:
    """784-50-10 as the course's program trains it."""

    def __init__(self, parameters):
        self.p = [np.array(p, np.float64) for p in parameters]

    def predict(self, x):
        w1, b1, w2, b2 = self.p
        a1 = x @ w1 + b1
        z1 = sigmoid(a1)
        return a1, z1, softmax(z1 @ w2 + b2)

    def step(self, x, t):
        a1, z1, y = self.predict(x)
        dy = (y - t) / len(x)
        da1 = (1 - sigmoid(a1)) * sigmoid(a1) * (dy @ self.p[2].T)
        gradients = x.T @ da1, da1.sum(axis=0), z1.T @ dy, dy.sum(axis=0)
        for parameter, gradient in zip(self.p, gradients):
            parameter -= RATE * gradient
        y = self.predict(x)[2]
        return -np.log(y[np.arange(len(x)), t.argmax(axis=1)] + 1e-7).sum() / len(x)


class Tuned:
    """Any net, in float32. SGD on cross-entropy, or Adam on the squared error."""

    def __init__(self, layers, rate, adam=False):
        self.rate, self.adam = np.float32(rate), adam
        self.w = [np.array(matrix, np.float32) for matrix, _, _ in layers]
        self.b = [np.array(bias, np.float32) for _, bias, _ in layers]
        self.activations = [activation for _, _, activation in layers]
        self.mean = [np.zeros_like(p) for p in self.parameters()]
        self.square = [np.zeros_like(p) for p in self.parameters()]
        self.steps = 0

    def parameters(self):
        return [p for pair in zip(self.w, self.b) for p in pair]

    def predict(self, x):
        y = [x]
        for matrix, bias, activation in zip(self.w, self.b, self.activations):
            y.append(APPLY[activation](y[-1] @ matrix + bias))
        return y

    def step(self, x, labels, targets=None):
        y = self.predict(x)
        if self.adam:
            delta = y[-1] - targets
            loss = np.vdot(delta, delta) / (2 * len(x))
        else:
            delta = y[-1]
            rows = np.arange(len(x))
            loss = -np.log(delta[rows, labels] + 1e-7).mean()
            delta[rows, labels] -= 1
        delta /= len(x)
        gradients = []
        for i in reversed(range(len(self.w))):
            gradients += [delta.sum(axis=0), y[i].T @ delta]
            if i > 0:
                delta = delta @ self.w[i].T * SLOPE[self.activations[i - 1]](y[i])
        self.update(gradients[::-1])
        return loss

    def update(self, gradients):
        self.steps += 1
        if not self.adam:
            for p, g in zip(self.parameters(), gradients):
                p -= self.rate * g
            return
        length = self.rate / (1 - 0.9**self.steps)
        unbias = (1 - 0.999**self.steps) ** 0.5
        for p, g, m, v in zip(self.parameters(), gradients, self.mean, self.square):
            m *= 0.9
            m += 0.1 * g
            v *= 0.999
            v += 0.001 * g * g
            p -= (length * m / (np.sqrt(v) / unbias + 1e-8)).astype(np.float32)


def contestants(w):
    if w.name.startswith("size"):
        return []
    if w.task == "predict":
        return [predict(w)]
    if w.task != "train":
        return []
    result = []
    net = Tuned(w.weights, w.rate, w.adam)
    result.append(Contestant(w, "NumPy, tuned", lambda i: net.step(w.x[i], w.labels[i], w.t[i]),
                             net.parameters))
    if w.name in ("W5", "W5_sparse"):
        course = Course([p for matrix, bias, _ in w.weights for p in (matrix, bias)])
        result.append(Contestant(w, "NumPy, as the course", lambda i: course.step(w.x[i], w.t[i]),
                                 lambda: course.p))
    return result


class CourseRun:
    """The course's 10,000 steps; `tuned` or as its program does it."""

    def __init__(self, library, digits, tuned):
        self.library, self.tuned, self.digits = library, tuned, digits
        self.room = np.empty((BATCH, 784), np.float32)

    def start(self):
        self.random = np.random.default_rng(0)
        matrices = [0.01 * self.random.standard_normal(shape) for shape in ((784, 50), (50, 10))]
        parameters = [matrices[0], np.zeros(50), matrices[1], np.zeros(10)]
        if self.tuned:
            layers = [(parameters[0], parameters[1], "sigmoid"), (*parameters[2:], "softmax")]
            self.net = Tuned(layers, RATE)
        else:
            self.net = Course(parameters)

    def accuracy(self, x, labels):
        block = BLOCK if self.tuned else len(x)
        right = 0
        for i in range(0, len(x), block):
            y = self.net.predict(x[i:i + block])[-1]
            right += np.count_nonzero(y.argmax(axis=1) == labels[i:i + block])
        return right / len(x)

    def gather(self):
        x, labels, one_hot, _, _, pixels = self.digits
        if not self.tuned:
            pick = self.random.choice(len(x), BATCH)
            return x[pick], one_hot[pick]
        pick = self.random.integers(0, len(x), BATCH)
        rows = pixels.take(pick, axis=0, mode="clip")
        return np.multiply(rows, np.float32(1 / 255), out=self.room), labels[pick]

    def steps(self, count):
        x, labels, _, test_x, test_labels, _ = self.digits
        clock = time.perf_counter
        gathering = stepping = 0.0
        for _ in range(count):
            begin = clock()
            batch, target = self.gather()
            gathered = clock()
            self.net.step(batch, target)
            gathering += gathered - begin
            stepping += clock() - gathered
        begin = clock()
        self.accuracy(x, labels)
        accuracy = self.accuracy(test_x, test_labels)
        return gathering, stepping, clock() - begin, accuracy


def courses(path, test_count):
    """The file has the images of training and of test, then their labels, as float32."""
    numbers = np.fromfile(path, np.float32)
    count = len(numbers) // 785
    images, labels = numbers[: count * 784].reshape(count, 784), numbers[count * 784:].astype(int)
    train = count - test_count
    digits = (images[:train], labels[:train], np.eye(10, dtype=np.float32)[labels[:train]],
              images[train:], labels[train:], np.rint(255 * images[:train]).astype(np.uint8))
    return [CourseRun("NumPy, as the course", digits, False),
            CourseRun("NumPy, tuned", digits, True)]
