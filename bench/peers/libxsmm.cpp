// SPDX-License-Identifier: MIT
// libxsmm: kernels compiled at run time for exactly these sizes, everything else by hand
// (by_hand.hpp). Its matrices stand column by column: a row-wise z = x·w is zᵀ = wᵀ·xᵀ. It has no
// kernel for a transposed left factor, so w is transposed before dx = d·wᵀ, as kiln does.

#include <libxsmm.h>

#include <map>
#include <tuple>

#include "by_hand.hpp"

namespace peers {

namespace {

struct Products {
  const Workload& w;
  std::vector<float> scaled, transposed;
  std::map<std::tuple<int, int, int, int, bool>, libxsmm_smmfunction> kernels;

  explicit Products(const Workload& workload) : w(workload) {
    std::size_t widest = 0, largest = 0;
    for (std::size_t i = 0; i < w.layers.size(); ++i) {
      widest = std::max(widest, w.layers[i].out);
      largest = std::max(largest, w.size(i));
    }
    scaled.resize(std::min<std::size_t>(w.batch, 500) * widest);
    transposed.resize(largest);
  }

  // c = a·b + beta·c, or a·bᵀ; m × n out of k.
  void multiply(std::size_t m, std::size_t n, std::size_t k, const float* a, const float* b,
                float beta, float* c, bool transposed_b = false) {
    const auto M = static_cast<int>(m), N = static_cast<int>(n), K = static_cast<int>(k);
    auto& kernel = kernels[{M, N, K, static_cast<int>(beta), transposed_b}];
    if (kernel == nullptr) {
      const int ldb = transposed_b ? N : K;
      const int flags = transposed_b ? LIBXSMM_GEMM_FLAG_TRANS_B : LIBXSMM_GEMM_FLAG_NONE;
      const float one = 1;
      kernel = libxsmm_smmdispatch(M, N, K, &M, &ldb, &M, &one, &beta, &flags, nullptr);
    }
    if (kernel != nullptr) kernel(a, b, c);
  }

  void forward(std::size_t i, std::size_t n, const float* x, const float* p, float* z) {
    multiply(w.layers[i].out, n, w.layers[i].in, p, x, 0, z);
  }
  void gradient(std::size_t i, std::size_t n, const float* x, const float* d, float scale,
                float beta, float* dw) {
    const auto [in, out, activation] = w.layers[i];
    if (scale != 1) {
      for (std::size_t j = 0; j < n * out; ++j) scaled[j] = scale * d[j];
      d = scaled.data();
    }
    multiply(out, in, n, d, x, beta, dw, true);
  }
  void backward(std::size_t i, std::size_t n, const float* d, const float* p, float* dx) {
    const auto [in, out, activation] = w.layers[i];
    const auto rows = static_cast<int>(out), columns = static_cast<int>(in);
    libxsmm_otrans(transposed.data(), p, sizeof(float), rows, columns, rows, columns);
    multiply(in, n, out, transposed.data(), d, 0, dx);
  }
};

std::vector<Contestant> contestants(const Workload& w) {
  if (w.batch == 1) return {};
  return {by_hand<Products>(w, "libxsmm")};
}

const bool entered = enter(contestants);

}  // namespace

}  // namespace peers
