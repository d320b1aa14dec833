// SPDX-License-Identifier: MIT
// W1 by hand in Eigen: one sample of 784-50-100-10, sigmoid, sigmoid, softmax.

#include <Eigen/Core>

using namespace Eigen;

template <int In, int Out>
struct Layer {
  alignas(64) float w[In * Out], b[Out];

  auto operator()(const Matrix<float, 1, In>& x) const {
    using W = Matrix<float, In, Out, RowMajor>;
    return Matrix<float, 1, Out>(x * Map<const W, Aligned64>(w) +
                                 Map<const Matrix<float, 1, Out>, Aligned64>(b));
  }
};

Layer<784, 50> layer1;
Layer<50, 100> layer2;
Layer<100, 10> layer3;
Matrix<float, 1, 784> x;

template <class Z>
auto sigmoid(const Z& z) {
  return Z((1 + (-z.array()).exp()).inverse());
}

int main() {
  const auto z = layer3(sigmoid(layer2(sigmoid(layer1(x)))));
  Matrix<float, 1, 10> y = (z.array() - z.maxCoeff()).exp();
  y /= y.sum();
  int best = 0;
  y.maxCoeff(&best);
  return best;
}
