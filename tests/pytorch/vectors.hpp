// SPDX-License-Identifier: MIT
#pragma once
// A net of nets.hpp, computed by kiln and held against what PyTorch computed in double.

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "pytorch/nets.hpp"
#include "support/tolerance.hpp"

namespace pytorch {

/// Numbers of a net: a linear congruential generator (Knuth's MMIX), of which the top bits.
class Draw {
 public:
  explicit Draw(std::uint64_t seed) : state_(seed) {}

  std::uint64_t integer(std::uint64_t below) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return (state_ >> 40) % below;
  }
  double number() { return (static_cast<double>(integer(1023)) - 511) / 512; }

 private:
  std::uint64_t state_;
};

/// What stands in vectors.txt under the number of a net.
inline std::vector<std::vector<double>> vectors_of(int number) {
  std::ifstream file(std::filesystem::path(__FILE__).parent_path() / "vectors.txt");
  BOOST_TEST_REQUIRE(file.good());
  std::vector<std::vector<double>> vectors;
  bool here = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("net ")) {
      here = line == "net " + std::to_string(number);
    } else if (here) {
      std::istringstream stream(line);
      vectors.emplace_back();
      for (double x = 0; stream >> x;) vectors.back().push_back(x);
    }
  }
  BOOST_TEST_REQUIRE(!vectors.empty(), "net " << number << " is not in vectors.txt");
  return vectors;
}

/// Compares one vector after the other with what PyTorch computed; counts what is too far off.
class Comparison {
 public:
  Comparison(std::vector<std::vector<double>> expected, double rtol, double atol)
      : expected_(std::move(expected)), rtol_(rtol), atol_(atol) {}

  template <class T>
  void next(const T* got, std::size_t count) {
    BOOST_TEST_REQUIRE(at_ < expected_.size());
    BOOST_TEST_REQUIRE(count == expected_[at_].size(), "vector " << at_ << " has another length");
    for (std::size_t i = 0; i < count; ++i) {
      const double x = static_cast<double>(got[i]);
      wrong += support::close(x, expected_[at_][i], rtol_, atol_) ? 0 : 1;
      worst = std::max(
          worst, std::abs(x - expected_[at_][i]) / (atol_ + rtol_ * std::abs(expected_[at_][i])));
      ++compared;
    }
    ++at_;
  }
  bool done() const { return at_ == expected_.size(); }

  std::size_t wrong = 0, compared = 0;
  double worst = 0;  // in units of the tolerance

 private:
  std::vector<std::vector<double>> expected_;
  double rtol_, atol_;
  std::size_t at_ = 0;
};

/// PyTorch's cross-entropy has no guard.
template <class Loss>
constexpr Loss loss_of() {
  if constexpr (std::is_same_v<Loss, CrossEntropy>) return {.guard = 0};
  else return {};
}

template <class D>
inline constexpr bool is_frozen = false;
template <class D>
inline constexpr bool is_frozen<Frozen<D>> = true;
template <class D>
inline constexpr bool is_sparse = false;
template <std::ptrdiff_t Units, class A>
inline constexpr bool is_sparse<Dense<Units, A, Sparse>> = true;
template <class N>
inline constexpr bool takes_sparse = false;
template <class T, Shape In, class... Ls>
inline constexpr bool takes_sparse<BasicNet<T, In, Ls...>> = (is_sparse<Ls> || ...);

/// Everything of net number `number` in the scalar T.
template <class Case, class T>
void compare(int number, Comparison& comparison) {
  using N = typename Case::template Net<T>;
  using Loss = typename Case::Loss;
  constexpr std::size_t rows = Case::rows, in = N::input.size(), out = N::output.size();
  struct Memory {
    N net;
    Workspace<N, rows> workspace;
    typename N::Gradient gradient;
    std::array<T, rows * in> x, dx;
    std::array<T, rows * out> t;
  };
  const auto memory = std::make_unique<Memory>();
  N& net = memory->net;
  auto& workspace = memory->workspace;
  auto& gradient = memory->gradient;
  auto &x = memory->x, &dx = memory->dx;
  auto& t = memory->t;

  Draw draw(static_cast<std::uint64_t>(number));
  const auto parameters = net.parameters();
  for (const auto& p : parameters) {
    double scale = 0.5;
    for (std::size_t inputs = p.shape[0]; p.shape.rank == 2 && inputs > 0; inputs /= 4) {
      scale = inputs == p.shape[0] ? 1 : scale / 2;
    }
    for (std::size_t k = 0; k < p.shape.size(); ++k) p.data[k] = T(draw.number() * scale);
  }
  for (T& value : x) value = T(draw.number());
  if (takes_sparse<N>) {
    for (T& value : x) value = draw.integer(4) > 0 ? T(0) : value;
  }
  for (std::size_t r = 0; r < rows; ++r) {
    T* const row = t.data() + r * out;
    if constexpr (std::is_same_v<Loss, CrossEntropy>) {
      const std::uint64_t label = draw.integer(out);
      for (std::size_t j = 0; j < out; ++j) row[j] = T(0);
      row[label] += T(Case::soft ? 0.5 : 1);
      if (Case::soft) row[(label + 1) % out] += T(0.25);
      if (Case::soft) row[(label + 2) % out] += T(0.25);
    } else {
      for (std::size_t j = 0; j < out; ++j) row[j] = T(draw.number());
    }
  }

  constexpr Loss loss = loss_of<Loss>();
  comparison.next(net.predict(x, workspace).data(), rows * out);
  const T value = net.gradient(loss, x, t, workspace, gradient);
  comparison.next(&value, 1);
  net.input_gradient(loss, x, t, workspace, {dx.data(), rows});
  comparison.next(dx.data(), dx.size());
  const auto each_trained = [&](const auto& f) {
    for (const auto& p : parameters) {
      const auto first = static_cast<std::size_t>(p.data - net.storage().data());
      if (N::Places::is_trained(first)) f(p, first);
    }
  };
  each_trained([&](const auto& p, std::size_t first) {
    comparison.next(gradient.storage().data() + first, p.shape.size());
  });
  using O = std::remove_cvref_t<decltype(Case::optimizer)>;
  const auto trainer = std::make_unique<Trainer<N, Loss, O, rows>>(net, Case::optimizer, loss);
  for (int step = 0; step < steps; ++step) trainer->step(x, t);
  each_trained([&](const auto& p, std::size_t) { comparison.next(p.data, p.shape.size()); });
}

/// Both round a few dozen times a sum, to 10⁻¹⁶, and vectors.txt has 14 digits; the worst was 7 %
/// of this.
inline constexpr double rtol_double = 1e-12, atol_double = 1e-14;
/// The same in float, where rounding is 6·10⁻⁸, and Adam divides by the roots of small squares; the
/// worst was 13 % of this.
inline constexpr double rtol_float = 1e-5, atol_float = 1e-6;

/// The net in the scalar T is PyTorch's, and one number elsewhere is noticed.
template <class Case, class T>
void check(int number) {
  constexpr bool is_float = std::is_same_v<T, float>;
  constexpr double rtol = is_float ? rtol_float : rtol_double;
  constexpr double atol = is_float ? atol_float : atol_double;
  BOOST_TEST_CONTEXT("net " << number) {
    auto vectors = vectors_of(number);
    Comparison comparison(vectors, rtol, atol);
    compare<Case, T>(number, comparison);
    BOOST_TEST(comparison.done());
    BOOST_TEST_MESSAGE("net " << number << ": " << comparison.compared << " numbers, the worst by "
                              << comparison.worst << " tolerances");
    BOOST_TEST(comparison.wrong == 0U, comparison.wrong << " of " << comparison.compared
                                                        << " numbers, the worst by "
                                                        << comparison.worst << " tolerances");

    // The control: a vector that is a little off.
    auto& moved = vectors[static_cast<std::size_t>(number) % vectors.size()][0];
    moved += std::copysign(3 * atol, moved) + 3 * rtol * moved;
    Comparison control(vectors, rtol, atol);
    compare<Case, T>(number, control);
    BOOST_TEST(control.wrong == 1U);
  }
}

/// The nets from number `first` on that have a type here: each in float or in double, nightly in
/// both; under sanitizers every sixth of them.
template <class T, class... Cases>
void check_all(int first) {
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    const auto one = [&]<class Case, std::size_t Number>(
                         std::type_identity<Case>, std::integral_constant<std::size_t, Number>) {
      constexpr bool turn =
          KILN_FEW_WIDTHS ? Number % 6 == 0 : Number % 2 == (std::is_same_v<T, float> ? 0 : 1);
      if constexpr (KILN_NIGHTLY || turn) check<Case, T>(first + int{Number});
    };
    (one(std::type_identity<Cases>{}, std::integral_constant<std::size_t, I>{}), ...);
  }
  (std::index_sequence_for<Cases...>());
}

}  // namespace pytorch
