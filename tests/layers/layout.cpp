// SPDX-License-Identifier: MIT
#include <kiln/layers/layout.hpp>

#include <array>
#include <boost/test/unit_test.hpp>

namespace {

using namespace kiln;

// A layer of nothing but parameters.
template <class T, std::size_t N, std::array<std::size_t, N> Sizes, std::array<bool, N> Trained>
struct Parameters {
  using Scalar = T;
  static constexpr std::array<Parameter, N> parameters = [] {
    std::array<Parameter, N> all{};
    for (std::size_t i = 0; i < N; ++i) all[i] = {.shape = Sizes[i], .trained = Trained[i]};
    return all;
  }();
};

template <class T, std::size_t... Size>
using Trained = Parameters<T, sizeof...(Size), std::array<std::size_t, sizeof...(Size)>{Size...},
                           std::array<bool, sizeof...(Size)>{(Size > 0)...}>;

// 64 bytes from 64 bytes on, below that the next power of two of the size.
BOOST_AUTO_TEST_CASE(tensors_start_on_64_bytes_and_small_ones_on_their_own_size) {
  constexpr auto floats = Layout<Trained<float, 1, 1, 2, 3, 1, 5, 9, 15, 16, 17, 1>>::positions;
  constexpr std::array<std::size_t, 11> expected{0, 1, 2, 4, 7, 8, 16, 32, 48, 64, 81};
  static_assert(floats.offset == expected);
  static_assert(floats.trained == 82 && floats.storage == 82);
  constexpr auto doubles = Layout<Trained<double, 1, 3, 2, 7, 8, 9>>::positions;
  static_assert(doubles.offset == std::array<std::size_t, 6>{0, 4, 8, 16, 24, 32});
  static_assert(doubles.storage == 41);
  BOOST_TEST(floats.offset == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(trained_tensors_are_a_prefix) {
  constexpr auto mixed =
      Layout<Parameters<float, 4, std::array<std::size_t, 4>{16, 4, 16, 4},
                        std::array<bool, 4>{false, true, false, true}>>::positions;
  static_assert(mixed.offset == std::array<std::size_t, 4>{16, 0, 32, 4});
  static_assert(mixed.trained == 8 && mixed.storage == 48);
  BOOST_TEST(mixed.trained == 8U);
}

}  // namespace
