# SPDX-License-Identifier: MIT
"""reference.py > reference.hpp: what PyTorch's Adam and SGD(momentum=) make of four parameters.

The gradients are multiples of 1/64, the same in float and double; tests/optimizers/reference.hpp
holds the parameters after every fourth of 20 steps. Written with PyTorch 1.13.
"""

import torch

START = [1.0, -0.75, 0.03125, 0.0]
STEPS = 20
ADAM = [  # learning_rate, beta1, beta2, epsilon, weight_decay
    (0.001, 0.9, 0.999, 1e-8, 0.0),
    (0.05, 0.9, 0.999, 1e-8, 0.25),
    (0.1, 0.5, 0.75, 1e-3, 0.0),
    (0.01, 0.0, 0.9, 0.5, 0.01),
]
MOMENTUM = [  # learning_rate, momentum, dampening, weight_decay, nesterov
    (0.01, 0.9, 0.0, 0.0, False),
    (0.02, 0.75, 0.5, 0.0, False),
    (0.01, 0.9, 0.0, 0.125, True),
    (0.05, 0.0, 0.0, 0.25, False),
]


def gradients():
    """20 rows of four: large, middling, small ones, and one with many zeros."""
    state, rows = 1, []
    for _ in range(STEPS):
        row = []
        for scale in (4.0, 1.0, 0.015625, 0.25):
            state = (state * 1664525 + 1013904223) % 2**32
            row.append(((state >> 16) % 65 - 32) / 64 * scale)
        rows.append([*row[:3], row[3] if len(rows) % 3 == 2 else 0.0])
    return rows


def run(make, scalar):
    p = torch.tensor(START, dtype=scalar)
    optimizer = make(p)
    kept = []
    for step, g in enumerate(gradients(), 1):
        p.grad = torch.tensor(g, dtype=scalar)
        optimizer.step()
        if step % 4 == 0:
            kept.append("{" + ", ".join(float(x).hex() for x in p) + "}")
    return ",\n         ".join(kept)


def show(name, settings, make):
    print(f"inline constexpr Case<{name}> {name.lower()}_cases[] = {{")
    for setting in settings:
        text = ", ".join(str(value).lower() for value in setting)
        print(f"    {{{{{text}}},")
        for scalar in (torch.float32, torch.float64):
            print(f"     {{{{{run(lambda p: make(p, *setting), scalar)}}}}},")
        print("    },")
    print("};\n")


def adam(p, rate, beta1, beta2, epsilon, decay):
    return torch.optim.Adam([p], rate, (beta1, beta2), epsilon, decay, foreach=False)


def momentum(p, rate, keep, dampening, decay, nesterov):
    return torch.optim.SGD([p], rate, keep, dampening, decay, nesterov, foreach=False)


print("""\
// SPDX-License-Identifier: MIT
#pragma once
// Written by reference.py: parameters as PyTorch's optimisers leave them. Not for editing.
// clang-format off

#include <kiln/optimizers/adam.hpp>
#include <kiln/optimizers/momentum.hpp>

#include <array>

namespace support {

using kiln::Adam;
using kiln::Momentum;

constexpr std::size_t kept = 5;  // after steps 4, 8, 12, 16, 20

template <class T>
using Row = std::array<T, 4>;

template <class O>
struct Case {
  O optimizer;
  std::array<Row<float>, kept> in_float;
  std::array<Row<double>, kept> in_double;
};
""")
print("inline constexpr Row<double> start = {" + ", ".join(map(str, START)) + "};")
print(f"inline constexpr std::array<Row<double>, {STEPS}> gradients = {{{{")
for row in gradients():
    print("    {" + ", ".join(map(str, row)) + "},")
print("}};\n")
show("Adam", ADAM, adam)
show("Momentum", MOMENTUM, momentum)
print("}  // namespace support")
