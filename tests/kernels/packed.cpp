// SPDX-License-Identifier: MIT
#include <kiln/kernels/packed.hpp>
#include <kiln/simd/bfloat16_dot.hpp>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "support/bits.hpp"
#include "support/dot_architectures.hpp"
#include "support/samples.hpp"
#include "support/tolerance.hpp"

namespace {

namespace simd = kiln::simd;
using kiln::PackedLayout;

/// Keeps the sums as they are.
template <class Number>
struct Raw {
  Number* z;
  std::size_t z_row;
  const Number* start;
  template <class Dot>
  auto begin(std::size_t j) const {
    return Dot::load(start + j);
  }
  template <class Dot, class V>
  void finish(const V& sum, std::size_t i, std::size_t j) const {
    Dot::store(sum, z + i * z_row + j);
  }
};

// Numbers as a product takes them.
template <class Dot>
typename Dot::Input input_of(double x) {
  if constexpr (std::is_integral_v<typename Dot::Input>) return static_cast<std::uint8_t>(x);
  else return typename Dot::Input(static_cast<float>(x));
}
double value_of(std::uint8_t x) { return x; }
double value_of(float x) { return static_cast<double>(x); }
double value_of(simd::BFloat16 x) { return static_cast<double>(static_cast<float>(x)); }
double value_of(const simd::FourBytes& w, std::size_t k) { return w.term[k]; }
template <class Pair>
double value_of(const Pair& w, std::size_t k) {
  return static_cast<double>(k == 0 ? w.first() : w.second());
}
void set(simd::FourBytes& word, const double* w, std::size_t step, std::size_t count) {
  for (std::size_t k = 0; k < count; ++k) word.term[k] = static_cast<std::int8_t>(w[k * step]);
}
template <class Pair>
void set(Pair& word, const double* w, std::size_t step, std::size_t count) {
  word = Pair(static_cast<float>(w[0]), count > 1 ? static_cast<float>(w[step]) : 0.0F);
}

template <class Dot, std::size_t Units>
struct Problem {
  using Number = typename Dot::Number;
  using Layout = PackedLayout<Units>;
  std::size_t rows, depth, groups, x_row;
  std::vector<typename Dot::Input> x;
  std::vector<typename Dot::Weight> w;
  std::vector<Number> start, z;

  Problem(std::size_t n, std::size_t k, const std::vector<double>& xs,
          const std::vector<double>& ws)
      : rows(n),
        depth(k),
        groups((k + Dot::group - 1) / Dot::group),
        x_row(Layout::padded_groups(groups) * Dot::group),
        x(n * x_row),
        w(Layout::size(groups)),
        start(Layout::padded),
        z(n * Layout::padded) {
    for (std::size_t r = 0; r < n; ++r) {
      for (std::size_t i = 0; i < k; ++i) x[r * x_row + i] = input_of<Dot>(xs[r * k + i]);
    }
    for (std::size_t j = 0; j < Units; ++j) {
      start[j] = static_cast<Number>(j) - 7;
      for (std::size_t i = 0; i < k; i += Dot::group) {
        set(w[Layout::index(groups, i / Dot::group, j)], &ws[i * Units + j], Units,
            std::min(Dot::group, k - i));
      }
    }
  }
  void run() {
    const Raw<Number> raw{z.data(), Layout::padded, start.data()};
    if (rows == 1) kiln::multiply_packed_row<Units, Dot>(groups, x.data(), w.data(), raw);
    else kiln::multiply_packed<Units, Dot>(rows, groups, x.data(), x_row, w.data(), raw);
  }
  /// Output (r, j) by definition, from what is stored; `size` gets the sum of the magnitudes.
  double expected(std::size_t r, std::size_t j, double& size) const {
    double sum = static_cast<double>(start[j]);
    size = std::abs(sum);
    for (std::size_t i = 0; i < depth; ++i) {
      const double product = value_of(x[r * x_row + i]) *
                             value_of(w[Layout::index(groups, i / Dot::group, j)], i % Dot::group);
      sum += product;
      size += std::abs(product);
    }
    return sum;
  }
};

constexpr std::size_t depths[] = {1, 2, 3, 4, 5, 7, 8, 31, 50, 127};
constexpr std::size_t batches[] = {1, 2, 3, 5, 7, 13};

// Integers that every type holds, so that sums are exact whatever their order.
template <class Dot, std::size_t Units>
void check_exact(long low, long high, long weight) {
  std::size_t wrong = 0;
  for (const std::size_t depth : depths) {
    for (const std::size_t rows : batches) {
      support::Samples samples(depth * 100 + rows);
      Problem<Dot, Units> p(rows, depth, samples.integers<double>(rows * depth, low, high),
                            samples.integers<double>(depth * Units, -weight, weight));
      p.run();
      double size;
      for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t j = 0; j < Units; ++j) {
          wrong += static_cast<double>(p.z[r * PackedLayout<Units>::padded + j]) !=
                   p.expected(r, j, size);
        }
      }
    }
  }
  BOOST_TEST(wrong == 0, Units << " columns, " << Dot::lanes << " lanes");
}

template <template <class> class Dot, std::size_t... Units>
void check_widths(long low, long high, long weight) {
  support::for_dot_architectures_of_kernels(
      [&]<class Arch>(Arch) { (check_exact<Dot<Arch>, Units>(low, high, weight), ...); });
}

BOOST_AUTO_TEST_CASE(sums_of_bytes_are_exact_at_every_width_depth_and_batch) {
  if constexpr (KILN_FEW_WIDTHS) check_widths<simd::ByteDot, 3, 50>(0, 255, 127);
  else check_widths<simd::ByteDot, 1, 3, 4, 7, 26, 50, 127>(0, 255, 127);
}

// The largest products: where pairs of them are summed in 16 bits, they saturate.
BOOST_AUTO_TEST_CASE(sums_of_the_largest_bytes_do_not_saturate) {
  support::for_each_dot_architecture([]<class Arch>(Arch) {
    for (const double sign : {1.0, -1.0}) {
      Problem<simd::ByteDot<Arch>, 50> p(1, 1000, std::vector<double>(1000, 255.0),
                                         std::vector<double>(50'000, sign * 127));
      p.run();
      for (int j = 0; j < 50; ++j) BOOST_TEST(p.z[j] == sign * 255 * 127 * 1000 + j - 7);
    }
  });
}

BOOST_AUTO_TEST_CASE(sums_of_integers_in_bfloat16_are_exact_at_every_width_depth_and_batch) {
  if constexpr (KILN_FEW_WIDTHS) check_widths<simd::BFloat16Dot, 7>(-128, 128, 100);
  else check_widths<simd::BFloat16Dot, 1, 7, 50>(-128, 128, 100);
}

// Random weights: within the bound of the definition; and where no instruction sums pairs in its
// own way, the same bits as plain loops.
template <template <class> class Dot, std::size_t Units, bool SameBits>
void check_random(std::size_t rows, std::size_t depth) {
  support::Samples samples(depth + rows);
  const auto xs = samples.uniforms<double>(rows * depth, -1, 1);
  const auto ws = samples.uniforms<double>(depth * Units, -1, 1);
  Problem<Dot<simd::plain>, Units> plain(rows, depth, xs, ws);
  plain.run();
  support::for_each_dot_architecture([&]<class Arch>(Arch) {
    Problem<Dot<Arch>, Units> p(rows, depth, xs, ws);
    p.run();
    double size, worst = 0;
    std::size_t different = 0;
    for (std::size_t r = 0; r < rows; ++r) {
      for (std::size_t j = 0; j < Units; ++j) {
        const std::size_t at = r * PackedLayout<Units>::padded + j;
        const double error = std::abs(static_cast<double>(p.z[at]) - p.expected(r, j, size));
        worst = std::max(worst, error / support::product_bound<float>(depth, size));
        different += !support::same_bits(p.z[at], plain.z[at]);
      }
    }
    BOOST_TEST(worst <= 1, depth << " terms, " << rows << " rows");
    if (SameBits || !Arch::bfloat16s) BOOST_TEST(different == 0U);
  });
}

BOOST_AUTO_TEST_CASE(sums_with_packed_pairs_are_the_same_bits_on_every_instruction_set) {
  for (const std::size_t depth : depths) check_random<simd::PackedPairProduct, 50, true>(1, depth);
  check_random<simd::PackedPairProduct, 50, true>(7, 127);
  check_random<simd::PackedPairProduct, 119, true>(1, 50);
  check_random<simd::PackedPairProduct, 119, true>(6, 50);
}
BOOST_AUTO_TEST_CASE(sums_of_bfloat16_keep_their_bound_and_bits) {
  for (const std::size_t depth : depths) check_random<simd::BFloat16Dot, 50, false>(1, depth);
  check_random<simd::BFloat16Dot, 50, false>(7, 127);
  check_random<simd::BFloat16Dot, 119, false>(1, 50);
  check_random<simd::BFloat16Dot, 119, false>(6, 50);
}

BOOST_AUTO_TEST_CASE(one_row_and_a_batch_of_it_are_the_same_bits) {
  support::Samples samples(3);
  const auto xs = samples.uniforms<double>(127, -1, 1);
  const auto ws = samples.uniforms<double>(127 * 50, -1, 1);
  std::vector<double> many;
  for (int r = 0; r < 7; ++r) many.insert(many.end(), xs.begin(), xs.end());
  using Dot = simd::PackedPairProduct<simd::default_dot_arch>;
  Problem<Dot, 50> one(1, 127, xs, ws), batch(7, 127, many, ws);
  one.run();
  batch.run();
  for (std::size_t r = 0; r < 7; ++r) {
    BOOST_TEST(support::first_difference(one.z.data(), &batch.z[r * 64], 50) == 50U);
  }
}

BOOST_AUTO_TEST_CASE(no_two_weights_share_a_place_and_none_is_outside) {
  const auto check = []<std::size_t Units>(std::integral_constant<std::size_t, Units>) {
    using Layout = PackedLayout<Units>;
    for (const std::size_t groups : {1, 2, 13, 196}) {
      std::vector<int> taken(Layout::size(groups));
      for (std::size_t g = 0; g < groups; ++g) {
        for (std::size_t j = 0; j < Units; ++j) ++taken.at(Layout::index(groups, g, j));
      }
      BOOST_TEST(*std::max_element(taken.begin(), taken.end()) == 1);
    }
  };
  check(std::integral_constant<std::size_t, 1>());
  check(std::integral_constant<std::size_t, 10>());
  check(std::integral_constant<std::size_t, 50>());
  check(std::integral_constant<std::size_t, 64>());
  check(std::integral_constant<std::size_t, 119>());
}

}  // namespace
