// SPDX-License-Identifier: MIT
// One training step (or with -DTRAIN=0 one sample) of a net of LAYERS layers, the first WIDTH wide
// and each further one STEP wider: how the compile cost grows. Unless told otherwise, 20 layers.

#include <cstddef>
#include <kiln/kiln.hpp>
#include <utility>

#ifndef LAYERS
#define LAYERS 20
#endif
#ifndef WIDTH
#define WIDTH 64
#endif
#ifndef STEP
#define STEP 0
#endif
#ifndef TRAIN
#define TRAIN 1
#endif

using namespace kiln;

template <std::size_t... I>
Net<WIDTH, Dense<WIDTH + STEP * I, ReLU>..., Dense<10, Softmax>> deep(std::index_sequence<I...>);

decltype(deep(std::make_index_sequence<LAYERS - 1>())) net;

#if TRAIN
Trainer<decltype(net), CrossEntropy, SGD, 32> trainer(net, {.learning_rate = 0.1});
Tensor<32, WIDTH> x;
int labels[32];

int main() { return trainer.step(x, labels) > 0 ? 0 : 1; }
#else
Tensor<WIDTH> x;

int main() { return net.predict(x)[0] > 0 ? 0 : 1; }
#endif
