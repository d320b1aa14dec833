# SPDX-License-Identifier: MIT
"""PyTorch's nets: eager, and traced by its just-in-time compiler."""

import torch
from torch import nn

from serve import Contestant

torch.set_num_threads(1)
VERSION = torch.__version__

LAYERS = {"sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "relu": nn.ReLU,
          "softmax": lambda: nn.Softmax(dim=-1)}


def build(w, with_softmax):
    layers = []
    for matrix, bias, activation in w.weights:
        linear = nn.Linear(*matrix.shape)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(matrix.T.copy()))
            linear.bias.copy_(torch.from_numpy(bias))
        layers.append(linear)
        if activation in LAYERS and (with_softmax or activation != "softmax"):
            layers.append(LAYERS[activation]())
    return nn.Sequential(*layers)


def predict(w):
    x = list(torch.from_numpy(w.x.copy()))
    eager = build(w, with_softmax=True).eval()
    with torch.inference_mode():
        traced = torch.jit.freeze(torch.jit.trace(eager, x[0]))
        traced = torch.jit.optimize_for_inference(traced)

    def call(net):
        def one(i):
            with torch.inference_mode():
                return net(x[i])
        return one

    return [Contestant(w, "PyTorch", call(eager)), Contestant(w, "PyTorch, jit", call(traced))]


def train(w, traced):
    net = build(w, with_softmax=False)
    x = list(torch.from_numpy(w.x.copy()))
    if w.adam:
        targets = list(torch.from_numpy(w.t.copy()))
        optimizer = torch.optim.Adam(net.parameters(), lr=w.rate)

        def loss(y, t):
            return ((y - t) ** 2).sum() / (2 * len(y))
    else:
        targets = list(torch.from_numpy(w.labels.copy()))
        optimizer = torch.optim.SGD(net.parameters(), lr=w.rate)
        loss = nn.functional.cross_entropy
    run = torch.jit.trace(net, x[0]) if traced else net

    def step(i):
        optimizer.zero_grad(set_to_none=True)
        loss(run(x[i]), targets[i]).backward()
        optimizer.step()

    def parameters():
        return [p.detach().numpy().T if p.dim() == 2 else p.detach().numpy()
                for p in net.parameters()]

    return Contestant(w, "PyTorch, jit" if traced else "PyTorch", step, parameters)


def contestants(w):
    if w.task == "predict":
        return predict(w)
    if w.task == "train":
        return [train(w, traced=False), train(w, traced=True)]
    return []


def courses(path, test_count):
    return []
