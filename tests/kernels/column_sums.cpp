// SPDX-License-Identifier: MIT
#include <kiln/kernels/column_sums.hpp>

#include <kiln/kernels/matvec.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <vector>

#include "support/architectures.hpp"
#include "support/bits.hpp"
#include "support/samples.hpp"

namespace {

using namespace kiln;

/// Sums of the columns onto what stands there, and what a row of ones gives.
template <class T, std::size_t Width>
struct Sums {
  std::vector<T> d, first;

  explicit Sums(std::size_t n) {
    support::Samples samples(201);
    d = samples.uniforms<T>(n * Width, -1, 1);
    first = samples.uniforms<T>(Width, -1, 1);
  }
  std::size_t rows() const { return d.size() / Width; }

  template <class Arch>
  std::vector<T> added() const {
    std::vector<T> y = first;
    column_sums<Width, Arch>(rows(), d.data(), Store<T>{y.data(), Width, y.data(), Width});
    return y;
  }
  std::vector<T> multiplied() const {
    std::vector<T> y = first;
    const T one(1);
    multiply_row<Width, 1, simd::plain>(rows(), Operand<T>{&one, 0, 0}, d.data(),
                                        Store<T>{y.data(), Width, y.data(), Width});
    return y;
  }
  std::vector<T> backwards() const {
    std::vector<T> y = first;
    for (std::size_t r = rows(); r-- > 0;) {
      for (std::size_t j = 0; j < Width; ++j) y[j] += d[r * Width + j];
    }
    return y;
  }
};

template <class T, std::size_t Width>
void check() {
  for (const std::size_t n : {0, 1, 2, 37, 300}) {
    const Sums<T, Width> sums(n);
    support::for_each_architecture([&]<class Arch>(Arch) {
      BOOST_TEST(support::same_bits_in(sums.template added<Arch>(), sums.multiplied()),
                 n << " rows of " << Width);
    });
  }
  const Sums<T, Width> sums(300);
  BOOST_TEST(!support::same_bits_in(sums.backwards(), sums.multiplied()));
}

BOOST_AUTO_TEST_CASE(sums_are_those_of_a_row_of_ones) {
  check<float, 1>();
  check<float, 17>();
  check<float, 50>();
  check<float, 261>();
  check<double, 3>();
  check<double, 32>();
  check<double, 133>();
}

// 0.1 + 0.2 + 0.3 in this order, and from what is there on.
constexpr std::array<float, 2> columns() {
  const std::array<float, 6> d{0.1F, 1, 0.2F, 2, 0.3F, 3};
  std::array<float, 2> y{0, 10};
  column_sums<2>(3, d.data(), Store<float>{y.data(), 2, y.data(), 2});
  return y;
}
static_assert(columns() == std::array<float, 2>{0.1F + 0.2F + 0.3F, 16});

}  // namespace
