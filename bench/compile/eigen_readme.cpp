// SPDX-License-Identifier: MIT
// The README's program by hand in Eigen: 2-8-2, tanh, softmax with cross-entropy, learns XOR.

#include <Eigen/Core>
#include <cstdio>

using namespace Eigen;

int main() {
  Matrix<float, 2, 8> w1 = Matrix<float, 2, 8>::Random();
  Matrix<float, 8, 2> w2 = Matrix<float, 8, 2>::Random();
  Matrix<float, 1, 8> b1 = Matrix<float, 1, 8>::Zero();
  Matrix<float, 1, 2> b2 = Matrix<float, 1, 2>::Zero();
  Matrix<float, 4, 2> x, t, y;
  x << 0, 0, 0, 1, 1, 0, 1, 1;
  t << 1, 0, 0, 1, 0, 1, 1, 0;
  for (int step = 0; step < 1000; ++step) {
    const Matrix<float, 4, 8> h = ((x * w1).rowwise() + b1).array().tanh();
    y = (h * w2).rowwise() + b2;
    y = (y.colwise() - y.rowwise().maxCoeff()).array().exp();
    y.array().colwise() /= y.rowwise().sum().array().eval();
    const Matrix<float, 4, 2> d2 = (y - t) / 4;
    const Matrix<float, 4, 8> d1 = (d2 * w2.transpose()).array() * (1 - h.array().square());
    w2 -= 0.5F * h.transpose() * d2;
    b2 -= 0.5F * d2.colwise().sum();
    w1 -= 0.5F * x.transpose() * d1;
    b1 -= 0.5F * d1.colwise().sum();
  }
  for (int i = 0; i < 4; ++i) std::printf("%g xor %g: %.2f\n", x(i, 0), x(i, 1), y(i, 1));
}
