// SPDX-License-Identifier: MIT
// One training step of 20 layers of 64, ReLU, the last one 10 wide with softmax and cross-entropy,
// batch 32, SGD, by hand in Eigen: the layers are a loop, so their number costs nothing.

#include <Eigen/Core>
#include <vector>

using namespace Eigen;
using Rows = Matrix<float, Dynamic, Dynamic, RowMajor>;

struct Layer {
  Rows w = Rows::Zero(64, 64);
  RowVectorXf b = RowVectorXf::Zero(64);
  Rows y = Rows::Zero(32, 64), d = Rows::Zero(32, 64);
};

int labels[32];

int main() {
  std::vector<Layer> layers(20);
  layers.back() = {Rows::Zero(64, 10), RowVectorXf::Zero(10), Rows(32, 10), Rows(32, 10)};
  Rows& y = layers.back().y;
  Rows& d = layers.back().d;
  const Rows x = Rows::Zero(32, 64);
  for (std::size_t l = 0; l < 20; ++l) {
    layers[l].y.noalias() = (l == 0 ? x : layers[l - 1].y) * layers[l].w;
    layers[l].y.rowwise() += layers[l].b;
    if (l < 19) layers[l].y = layers[l].y.cwiseMax(0.0F);
  }
  y = (y.colwise() - y.rowwise().maxCoeff()).array().exp();
  y.array().colwise() /= y.rowwise().sum().array().eval();
  float loss = 0;
  d = y / 32;
  for (int i = 0; i < 32; ++i) {
    loss -= std::log(y(i, labels[i]));
    d(i, labels[i]) -= 1.0F / 32;
  }
  for (std::size_t l = 20; l-- > 0;) {
    const Rows& below = l == 0 ? x : layers[l - 1].y;
    if (l > 0) {
      layers[l - 1].d.noalias() = layers[l].d * layers[l].w.transpose();
      layers[l - 1].d.array() *= (below.array() > 0).cast<float>();
    }
    layers[l].w.noalias() -= 0.1F * (below.transpose() * layers[l].d);
    layers[l].b -= 0.1F * layers[l].d.colwise().sum();
  }
  return loss > 0 ? 0 : 1;
}
