# SPDX-License-Identifier: MIT
"""Writes what PyTorch computes, in double, of 50 nets: nets.hpp, their types, and vectors.txt.

    /usr/bin/python3 tests/pytorch/write_vectors.py    # needs Debian's python3-torch

Run it when the list below changes, and commit what it writes. Parameters, inputs and targets are
not written: both sides draw them from the net's number (`Draw`, and Draw in vectors.hpp), all of
them multiples of 1/512, so that they are the same in float. vectors.txt holds for each net a line
with its number, then lines of numbers: the outputs, the loss, the gradient of the input, the
gradient of every trained parameter tensor in the net's order, and every trained tensor after STEPS
steps of the optimiser on the same batch. A weight is in x out, as kiln has it.
"""

import pathlib

import torch
import torch.nn.functional as F

STEPS = 7
HERE = pathlib.Path(__file__).parent

# Input, rows, loss, optimiser, layers: (units, activation[, "Sparse"|"Frozen"]).
SGD, MOMENTUM, ADAM = "SGD", "Momentum", "Adam"
SQUARED, MEAN, CROSS, SOFT = "SquaredError", "MeanSquaredError", "CrossEntropy", "soft CrossEntropy"
NETS = [
    (2, 4, SQUARED, (SGD, dict(learning_rate=0.5)), [(2, "Sigmoid"), (1, "Sigmoid")]),
    (2, 4, MEAN, (SGD, dict(learning_rate=0.1)), [(3, "Tanh"), (1, "Identity")]),
    (1, 1, MEAN, (SGD, dict(learning_rate=0.25)), [(1, "Identity")]),
    (3, 5, SQUARED, (MOMENTUM, {}), [(2, "Identity")]),
    (5, 1, SQUARED, (ADAM, {}), [(1, "Sigmoid")]),
    (4, 3, CROSS, (SGD, dict(learning_rate=0.125)), [(3, "Softmax")]),
    (7, 6, SOFT, (ADAM, dict(learning_rate=0.01)), [(5, "Softmax")]),
    (2, 3, SQUARED, (MOMENTUM, dict(learning_rate=0.05, momentum=0.5)), [(3, "Sigmoid"), (2, "Sigmoid"), (2, "Identity")]),
    (9, 2, MEAN, (ADAM, dict(beta1=0.8)), [(4, "ReLU"), (3, "Identity")]),
    (6, 8, CROSS, (MOMENTUM, dict(nesterov=True)), [(5, "Sigmoid"), (4, "Softmax")]),
    (3, 7, SOFT, (SGD, dict(learning_rate=0.3)), [(8, "Tanh"), (6, "Softmax")]),
    (8, 9, SQUARED, (ADAM, dict(beta2=0.99, epsilon=1e-4)), [(8, "ReLU"), (8, "ReLU"), (2, "Tanh")]),
    (11, 5, MEAN, (MOMENTUM, dict(momentum=0.8, dampening=0.3)), [(5, "Swish"), (1, "Identity")]),
    (5, 6, CROSS, (ADAM, dict(learning_rate=0.02, weight_decay=0.01)), [(6, "Swish"), (3, "Softmax")]),
    (4, 11, SQUARED, (MOMENTUM, dict(weight_decay=0.1)), [(3, "Tanh"), (9, "Sigmoid")]),
    (13, 2, MEAN, (SGD, dict(learning_rate=0.4)), [(2, "Sigmoid"), (7, "Tanh")]),
    (17, 3, CROSS, (SGD, {}), [(3, "ReLU"), (10, "Softmax")]),
    (10, 4, SOFT, (MOMENTUM, dict(learning_rate=0.1, momentum=0.7, nesterov=True)), [(3, "Identity"), (4, "Softmax")]),
    (3, 17, MEAN, (ADAM, {}), [(17, "Tanh"), (1, "Tanh")]),
    (1, 21, SQUARED, (ADAM, dict(learning_rate=0.05)), [(9, "Tanh"), (1, "Identity")]),
    (6, 3, MEAN, (SGD, dict(learning_rate=0.2)), [(5, "Softmax"), (2, "Identity")]),
    (5, 4, SQUARED, (SGD, dict(learning_rate=0.2)), [(4, "Softmax")]),
    (4, 5, MEAN, (ADAM, dict(learning_rate=0.01)), [(3, "Sigmoid"), (5, "Softmax")]),
    (7, 2, CROSS, (MOMENTUM, dict(learning_rate=0.02)), [(4, "Softmax"), (3, "Softmax")]),
    (19, 6, SQUARED, (SGD, dict(learning_rate=0.1)), [(4, "Sigmoid", "Sparse"), (3, "Identity")]),
    (23, 5, CROSS, (ADAM, {}), [(5, "ReLU", "Sparse"), (4, "Softmax")]),
    (31, 4, SOFT, (MOMENTUM, {}), [(3, "Tanh", "Sparse"), (3, "Softmax")]),
    (64, 3, MEAN, (SGD, dict(learning_rate=0.05)), [(2, "Identity", "Sparse")]),
    (9, 7, SQUARED, (ADAM, dict(epsilon=1e-3)), [(6, "Swish", "Sparse"), (2, "Sigmoid")]),
    (5, 4, MEAN, (SGD, dict(learning_rate=0.1)), [(4, "Tanh"), (4, "Tanh", "Frozen"), (2, "Identity")]),
    (3, 6, CROSS, (ADAM, dict(learning_rate=0.01)), [(7, "Sigmoid"), (5, "ReLU", "Frozen"), (3, "Softmax")]),
    (6, 2, SQUARED, (MOMENTUM, dict(learning_rate=0.03)), [(5, "Sigmoid", "Frozen"), (3, "Tanh")]),
    (4, 8, SOFT, (SGD, dict(learning_rate=0.5)), [(4, "Swish"), (3, "Swish", "Frozen"), (5, "Softmax")]),
    (2, 9, MEAN, (MOMENTUM, dict(dampening=0.5, weight_decay=0.01)), [(3, "ReLU"), (3, "ReLU"), (3, "ReLU"), (1, "Identity")]),
    (3, 3, SQUARED, (ADAM, dict(weight_decay=0.05)), [(4, "Sigmoid"), (4, "Sigmoid"), (4, "Sigmoid"), (2, "Sigmoid")]),
    (4, 4, CROSS, (SGD, dict(learning_rate=1)), [(5, "Tanh"), (4, "Tanh"), (3, "Tanh"), (2, "Softmax")]),
    (2, 5, SOFT, (ADAM, {}), [(3, "Tanh"), (3, "Sigmoid"), (3, "ReLU"), (3, "Swish"), (3, "Softmax")]),
    (1, 2, MEAN, (SGD, dict(learning_rate=0.01)), [(33, "Tanh"), (1, "Identity")]),
    (1, 3, SQUARED, (MOMENTUM, dict(learning_rate=0.001)), [(2, "Identity"), (35, "Identity")]),
    (33, 2, CROSS, (ADAM, {}), [(2, "Sigmoid"), (17, "Softmax")]),
    (15, 15, MEAN, (MOMENTUM, dict(learning_rate=0.02, momentum=0.3)), [(6, "ReLU"), (4, "Sigmoid")]),
    (12, 1, SOFT, (SGD, dict(learning_rate=0.05)), [(5, "Swish"), (6, "Softmax")]),
    (16, 16, SQUARED, (ADAM, {}), [(4, "Tanh"), (8, "Identity")]),
    (8, 32, CROSS, (MOMENTUM, dict(learning_rate=0.1, momentum=0.9, weight_decay=0.001)), [(8, "Sigmoid"), (8, "Softmax")]),
    (20, 10, MEAN, (SGD, dict(learning_rate=0.7)), [(3, "Sigmoid"), (5, "Sigmoid"), (3, "Identity")]),
    (3, 50, CROSS, (ADAM, dict(beta1=0.5, beta2=0.9)), [(10, "Tanh"), (3, "Softmax")]),
    (2, 64, SQUARED, (SGD, dict(learning_rate=0.1)), [(5, "ReLU"), (1, "Sigmoid")]),
    (26, 3, SOFT, (MOMENTUM, dict(momentum=0)), [(3, "ReLU"), (9, "Softmax")]),
    (14, 6, SQUARED, (ADAM, dict(learning_rate=0.1, beta1=0, weight_decay=0.01)), [(2, "Swish"), (3, "Tanh")]),
    (6, 12, MEAN, (MOMENTUM, dict(learning_rate=0.05, momentum=0.95, weight_decay=0.02, nesterov=True)), [(7, "Tanh"), (2, "Sigmoid")]),
]  # fmt: skip
assert len(NETS) == 50

ACTIVATIONS = {
    "Identity": lambda z: z,
    "Sigmoid": torch.sigmoid,
    "Tanh": torch.tanh,
    "ReLU": torch.relu,
    "Swish": F.silu,
    "Softmax": lambda z: torch.softmax(z, dim=1),
}


class Draw:
    """Numbers of a net: a linear congruential generator (Knuth's MMIX), of which the top bits."""

    def __init__(self, seed):
        self.state = seed

    def integer(self, below):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 40) % below

    def numbers(self, *shape):
        size = 1
        for extent in shape:
            size *= extent
        drawn = [(self.integer(1023) - 511) / 512 for _ in range(size)]
        return torch.tensor(drawn, dtype=torch.float64).reshape(shape)


def targets(draw, loss, rows, out):
    """Rows of numbers; for cross-entropy one-hot, or halves and quarters."""
    if loss not in (CROSS, SOFT):
        return draw.numbers(rows, out)
    t = torch.zeros(rows, out, dtype=torch.float64)
    for row in t:
        label = draw.integer(out)
        for offset, share in enumerate((0.5, 0.25, 0.25) if loss == SOFT else (1.0,)):
            row[(label + offset) % out] += share
    return t


def optimizer_of(name, options, parameters):
    torch_options = dict(lr=options.get("learning_rate", 0.001 if name == ADAM else 0.01))
    if name == ADAM:
        torch_options["betas"] = (options.get("beta1", 0.9), options.get("beta2", 0.999))
        torch_options["eps"] = options.get("epsilon", 1e-8)
        torch_options["weight_decay"] = options.get("weight_decay", 0)
        return torch.optim.Adam(parameters, **torch_options)
    if name == MOMENTUM:
        torch_options["momentum"] = options.get("momentum", 0.9)
        for option in ("dampening", "weight_decay", "nesterov"):
            torch_options[option] = options.get(option, 0)
        if torch_options["nesterov"] and torch_options["momentum"] == 0:
            raise ValueError("PyTorch's Nesterov needs a momentum")
    return torch.optim.SGD(parameters, **torch_options)


def run(number, net):
    inputs, rows, loss, (optimizer, options), layers = net
    draw = Draw(number)
    tensors, width = [], inputs
    for units, _, *kind in layers:
        # Within ±1.5/sqrt(in) or so, and still multiples of a power of two.
        scale = 2.0 ** -((width.bit_length() - 1) // 2)
        weight = (draw.numbers(width, units) * scale).requires_grad_("Frozen" not in kind)
        bias = (draw.numbers(units) * 0.5).requires_grad_("Frozen" not in kind)
        tensors += [weight, bias]
        width = units
    x = draw.numbers(rows, inputs)
    if any("Sparse" in kind for _, _, *kind in layers):
        for row in x:
            for column in range(inputs):
                if draw.integer(4) > 0:
                    row[column] = 0
    x.requires_grad_()
    t = targets(draw, loss, rows, width)

    def forward():
        y = x
        for (_, activation, *_), weight, bias in zip(layers, tensors[::2], tensors[1::2]):
            z = y @ weight + bias
            y = ACTIVATIONS[activation](z)
        if loss == SQUARED:
            return y, 0.5 * ((y - t) ** 2).sum() / rows
        if loss == MEAN:
            return y, F.mse_loss(y, t)
        return y, F.cross_entropy(z, t)

    trained = [p for p in tensors if p.requires_grad]
    y, value = forward()
    value.backward()
    results = [y, value, x.grad] + [p.grad for p in trained]
    results = [result.detach().clone().flatten() for result in results]
    steps = optimizer_of(optimizer, options, trained)
    for _ in range(STEPS):
        steps.zero_grad()
        forward()[1].backward()
        steps.step()
    return results + [p.detach().flatten() for p in trained]


def type_of(net):
    inputs, rows, loss, (optimizer, options), layers = net
    def layer(units, activation, kind=""):
        if kind == "Frozen":
            return f"Frozen<Dense<{units}, {activation}>>"
        return f"Dense<{units}, {activation}{', Sparse' if kind else ''}>"
    settings = ", ".join(f".{name} = {str(value).lower()}" for name, value in options.items())
    soft = loss == SOFT
    return (
        f"struct {{number}} {{{{\n"
        f"  using Loss = {loss.split()[-1]};\n"
        f"  static constexpr {optimizer} optimizer{{{{{settings}}}}};\n"
        f"  static constexpr std::size_t rows = {rows};\n"
        f"  static constexpr bool soft = {str(soft).lower()};\n"
        f"  template <class T>\n"
        f"  using Net = BasicNet<T, {inputs}, {', '.join(layer(*one) for one in layers)}>;\n"
        f"}}}};\n"
    )


def main():
    torch.set_num_threads(1)
    header = [
        "// SPDX-License-Identifier: MIT\n#pragma once\n"
        "// The nets of vectors.txt, net N<number> for each. Written by write_vectors.py.\n"
        "// clang-format off\n\n"
        "#include <kiln/kiln.hpp>\n\n"
        '#include "support/swish.hpp"\n\n'
        "namespace pytorch {\n\nusing namespace kiln;\nusing support::Swish;\n\n"
        f"inline constexpr int steps = {STEPS};\n\n"
    ]
    text = []
    for number, net in enumerate(NETS, 1):
        header.append(type_of(net).format(number=f"N{number}") + "\n")
        text.append(f"net {number}\n")
        for result in run(number, net):
            text.append(" ".join(f"{x:.14g}" for x in result.tolist()) + "\n")
    header.append("}  // namespace pytorch\n")
    (HERE / "nets.hpp").write_text("".join(header))
    (HERE / "vectors.txt").write_text("".join(text))


main()
