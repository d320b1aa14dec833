// SPDX-License-Identifier: MIT
// W6 by hand in Eigen: one training step of 784-512-512-10, ReLU, softmax with cross-entropy,
// batch 128, SGD.

#include <Eigen/Core>

using namespace Eigen;
using Rows = Matrix<float, Dynamic, Dynamic, RowMajor>;

struct Layer {
  Rows w;
  RowVectorXf b;
  Rows y, d;  // output, and the loss's slope at the pre-activation

  Layer(int in, int out)
      : w(Rows::Zero(in, out)), b(RowVectorXf::Zero(out)), y(128, out), d(128, out) {}
  void forward(const Rows& x) {
    y.noalias() = x * w;
    y.rowwise() += b;
  }
  void relu() { y = y.cwiseMax(0.0F); }
  void backward(Rows& dx, const Rows& x) {
    dx.noalias() = d * w.transpose();
    dx.array() *= (x.array() > 0).cast<float>();
  }
  void step(const Rows& x) {
    w.noalias() -= 0.1F * (x.transpose() * d);
    b -= 0.1F * d.colwise().sum();
  }
};

int labels[128];

int main() {
  Layer first(784, 512), second(512, 512), third(512, 10);
  const Rows x = Rows::Zero(128, 784);
  first.forward(x);
  first.relu();
  second.forward(first.y);
  second.relu();
  third.forward(second.y);
  third.y = (third.y.colwise() - third.y.rowwise().maxCoeff()).array().exp();
  third.y.array().colwise() /= third.y.rowwise().sum().array().eval();
  float loss = 0;
  third.d = third.y / 128;
  for (int i = 0; i < 128; ++i) {
    loss -= std::log(third.y(i, labels[i]));
    third.d(i, labels[i]) -= 1.0F / 128;
  }
  third.backward(second.d, second.y);
  second.backward(first.d, first.y);
  first.step(x);
  second.step(first.y);
  third.step(second.y);
  return loss > 0 ? 0 : 1;
}
