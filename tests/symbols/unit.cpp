// SPDX-License-Identifier: MIT
// Nets whose layers take every kernel, wide and narrow, for few rows and many; rows of floats and
// of bytes.

#include <kiln/kiln.hpp>

namespace {
using namespace kiln;

template <class Net, class Loss>
float everything(const float* x, const float* t) {
  static Net net;
  static Trainer<Net, Loss, Adam, 40> trainer(net);
  static typename Net::Gradient gradient;
  static float dx[40 * Net::input.size()];
  float sum = 0;
  for (const std::size_t n : {1U, 5U, 40U}) {
    const Rows<const float, Net::input> rows(x, n);
    const Rows<const float, Net::output> targets(t, n);
    sum += trainer.step(rows, targets);
    sum += net.gradient(Loss{}, rows, targets, trainer.workspace(), gradient);
    sum += net.input_gradient(Loss{}, rows, targets, trainer.workspace(),
                              Rows<float, Net::input>(dx, n));
    sum += net.predict(rows[0])(0) + dx[0];
  }
  static const std::uint8_t pixels[40 * Net::input.size()] = {}, labels[40] = {};
  static Minibatches<float, Net::input, 7> batches({pixels, 40}, labels, 255);
  Engine engine(1);
  batches.draw(engine);
  sum += batches.rows().data()[0] + static_cast<float>(accuracy(net, batches, trainer.workspace()));
  return sum;
}
}  // namespace

namespace kiln {
// As a kernel would be that does not say for which instruction set it was compiled.
template <class T>
__attribute__((noinline)) T untagged(const T* x) {
  return x[0] + x[1] * x[2];
}
template float untagged(const float*);
}  // namespace kiln

float KILN_UNIT(const float* x, const float* t) {
  return everything<Net<12, Dense<6, Tanh>, Dense<50, Sigmoid>, Dense<10, Softmax>>, CrossEntropy>(
             x, t) +
         everything<Net<130, Dense<100, ReLU, Sparse>, Dense<9>, Frozen<Dense<3>>>, SquaredError>(
             x, t);
}
