// SPDX-License-Identifier: MIT
// OpenBLAS: its products, everything else by hand (by_hand.hpp). One sample is a matrix-vector
// product with the weights stored [out][in], which OpenBLAS multiplies faster than [in][out].

#include <cblas.h>

#include "by_hand.hpp"

namespace peers {

namespace {

void sgemm(CBLAS_TRANSPOSE ta, CBLAS_TRANSPOSE tb, std::size_t m, std::size_t n, std::size_t k,
           float alpha, const float* a, const float* b, float beta, float* c) {
  const auto M = static_cast<int>(m), N = static_cast<int>(n), K = static_cast<int>(k);
  cblas_sgemm(CblasRowMajor, ta, tb, M, N, K, alpha, a, ta == CblasNoTrans ? K : M, b,
              tb == CblasNoTrans ? N : K, beta, c, N);
}

struct Products {
  const Workload& w;
  explicit Products(const Workload& workload) : w(workload) {}

  void forward(std::size_t i, std::size_t n, const float* x, const float* p, float* z) const {
    sgemm(CblasNoTrans, CblasNoTrans, n, w.layers[i].out, w.layers[i].in, 1, x, p, 0, z);
  }
  void gradient(std::size_t i, std::size_t n, const float* x, const float* d, float scale,
                float beta, float* dw) const {
    sgemm(CblasTrans, CblasNoTrans, w.layers[i].in, w.layers[i].out, n, scale, x, d, beta, dw);
  }
  void backward(std::size_t i, std::size_t n, const float* d, const float* p, float* dx) const {
    sgemm(CblasNoTrans, CblasTrans, n, w.layers[i].in, w.layers[i].out, 1, d, p, 0, dx);
  }
};

// One sample.
struct OneSample {
  const Workload& w;
  std::vector<std::vector<float>> transposed, y;

  explicit OneSample(const Workload& workload) : w(workload) {
    for (std::size_t i = 0; i < w.layers.size(); ++i) {
      const auto [in, out, activation] = w.layers[i];
      std::vector<float> t(in * out);
      for (std::size_t k = 0; k < in; ++k) {
        for (std::size_t j = 0; j < out; ++j) t[j * in + k] = w.weights(i)[k * out + j];
      }
      transposed.push_back(std::move(t));
      y.emplace_back(out);
    }
  }

  void forward(const float* x, float* result) {
    for (std::size_t i = 0; i < w.layers.size(); ++i) {
      const auto in = static_cast<int>(w.layers[i].in), out = static_cast<int>(w.layers[i].out);
      float* const z = i + 1 == w.layers.size() ? result : y[i].data();
      cblas_sgemv(CblasRowMajor, CblasNoTrans, out, in, 1, transposed[i].data(), in, x, 1, 0, z, 1);
      activate(w.layers[i].activation, 1, w.layers[i].out, w.bias(i), z);
      x = z;
    }
  }
};

std::vector<Contestant> contestants(const Workload& w) {
  openblas_set_num_threads(1);
  if (w.batch > 1) return {by_hand<Products>(w, "OpenBLAS")};
  const auto net = std::make_shared<OneSample>(w);
  return {predictor(w, "OpenBLAS", KILN_PEER_VERSION,
                    [net](const float* x, float* y) { net->forward(x, y); })};
}

const bool entered = enter(contestants);

}  // namespace

}  // namespace peers
