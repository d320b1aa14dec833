// SPDX-License-Identifier: MIT
#pragma once
// How good a net is at classification: on rows, or on a whole data set that is handed out in
// batches.

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <span>
#include <type_traits>

#include <kiln/layers/team.hpp>
#include <kiln/net/net.hpp>
#include <kiln/simd/compiler.hpp>

namespace kiln {

namespace metrics_detail {
/// The first of `Count` numbers of which none is larger; without branches, 1.02× for the course's
/// evaluation (bench/peers).
template <std::size_t Count, class F>
constexpr std::size_t largest(const F& number) {
  std::size_t best = 0;
  auto most = number(0);
  for (std::size_t j = 1; j < Count; ++j) {
    const bool more = number(j) > most;
    most = more ? number(j) : most;
    best = more ? j : best;
  }
  return best;
}
}  // namespace metrics_detail

namespace checks {
/// A pass over a data set leaves its last batch behind.
template <bool Const>
struct MutableBatches {
  static constexpr bool holds = !Const;  ///< false only behind the message
  static_assert(holds, "accuracy: the batches are filled on the way, so they must not be const");
};
}  // namespace checks

/// How many of n samples have their largest output where the target is largest (or at the label).
/// n may exceed the workspace's capacity: it goes through in blocks.
template <class Arch = simd::default_arch, class Net, class X, class Targets, class W,
          class Pool = Alone>
constexpr std::size_t correct_count(const Net& net, const X& x, const Targets& targets,
                                    W& workspace, Pool&& pool = {}) noexcept
    KILN_NONBLOCKING_IF(is_alone<Pool>) {
  if constexpr (!checks::Pass<Net, X, W, std::dynamic_extent>::holds ||
                !checks::TargetsOfBatch<Net, X, Targets>::holds) {
    return 0;
  } else {
    using T = typename Net::Scalar;
    const auto rows = as_rows<T, Net::input>(x);
    const auto t = as_targets<T, Net::output>(targets);
    assert(t.count() == rows.count() && "as many targets as rows");
    constexpr std::size_t width = Net::output.size();
    std::size_t correct = 0;
    for (std::size_t first = 0; first < rows.count(); first += W::capacity) {
      const std::size_t n = std::min(W::capacity, rows.count() - first);
      const auto y = net.template predict<Arch>(rows.slice(first, n), workspace, pool);
      for (std::size_t r = 0; r < n; ++r) {
        const auto output = [&](std::size_t j) { return y.data()[r * width + j]; };
        std::size_t expected = 0;
        if constexpr (decltype(t)::labels) expected = t[first + r];
        else
          expected = metrics_detail::largest<width>([&](std::size_t j) { return t(first + r, j); });
        correct += metrics_detail::largest<width>(output) == expected ? 1 : 0;
      }
    }
    return correct;
  }
}

/// The same of a whole data set, batch by batch; the last batch is what it leaves behind.
///
/// Example  kiln::Minibatches<float, 784, 100> test(digits.rows<784>(), digits.labels, 255);
///          const double share = kiln::accuracy(net, test, workspace);
template <class Arch = simd::default_arch, class Net, LabelledBatches B, class W,
          class Pool = Alone>
constexpr std::size_t correct_count(const Net& net, B& batches, W& workspace,
                                    Pool&& pool = {}) noexcept KILN_NONBLOCKING_IF(is_alone<Pool>) {
  std::size_t correct = 0;
  if constexpr (checks::MutableBatches<std::is_const_v<B>>::holds) {
    for (std::size_t first = 0; first < batches.count(); first += B::capacity) {
      batches.template take<Arch>(first, std::min(B::capacity, batches.count() - first));
      correct += correct_count<Arch>(net, batches.rows(), batches.labels(), workspace, pool);
    }
  }
  return correct;
}

/// The share of samples that are classified correctly, from 0 to 1.
template <class Arch = simd::default_arch, class Net, class X, class Targets, class W,
          class Pool = Alone>
constexpr double accuracy(const Net& net, const X& x, const Targets& targets, W& workspace,
                          Pool&& pool = {}) noexcept KILN_NONBLOCKING_IF(is_alone<Pool>) {
  if constexpr (!checks::Pass<Net, X, W, std::dynamic_extent>::holds ||
                !checks::TargetsOfBatch<Net, X, Targets>::holds) {
    return 0;
  } else {
    const std::size_t n = as_rows<typename Net::Scalar, Net::input>(x).count();
    return static_cast<double>(correct_count<Arch>(net, x, targets, workspace, pool)) /
           static_cast<double>(n);
  }
}

/// The same of a whole data set, batch by batch; the last batch is what it leaves behind.
template <class Arch = simd::default_arch, class Net, LabelledBatches B, class W,
          class Pool = Alone>
constexpr double accuracy(const Net& net, B& batches, W& workspace, Pool&& pool = {}) noexcept
    KILN_NONBLOCKING_IF(is_alone<Pool>) {
  return static_cast<double>(correct_count<Arch>(net, batches, workspace, pool)) /
         static_cast<double>(batches.count());
}

}  // namespace kiln
