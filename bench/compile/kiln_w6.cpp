// SPDX-License-Identifier: MIT
// W6: one training step of 784-512-512-10, ReLU, softmax with cross-entropy, batch 128, SGD.

#include <kiln/kiln.hpp>

using namespace kiln;

Net<784, Dense<512, ReLU>, Dense<512, ReLU>, Dense<10, Softmax>> net;
Trainer<decltype(net), CrossEntropy, SGD, 128> trainer(net, {.learning_rate = 0.1});
Tensor<128, 784> x;
int labels[128];

int main() { return trainer.step(x, labels) > 0 ? 0 : 1; }
