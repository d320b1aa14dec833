// SPDX-License-Identifier: MIT
// A layer in a format of its own, whose numbers are checked beside the formats (int8, bfloat16).
#include <kiln/quantized/packed_dense.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <limits>

#include <kiln/quantized/bfloat16.hpp>
#include <kiln/quantized/int8.hpp>

namespace {

using kiln::BFloat16Products;
using kiln::Int8;
using kiln::PackedDense;
using kiln::ValueRange;

BOOST_AUTO_TEST_CASE(a_range_holds_zero_and_every_finite_number_it_saw) {
  ValueRange range;
  BOOST_TEST((range.low == 0 && range.high == 0));
  for (const float x : {2.0F, 5.0F, -3.0F, -1.0F}) range.include(x);
  range.include(std::numeric_limits<float>::infinity());
  range.include(-std::numeric_limits<float>::infinity());
  range.include(std::numeric_limits<float>::quiet_NaN());
  BOOST_TEST(range.low == -3.0F);
  BOOST_TEST(range.high == 5.0F);
  ValueRange positive;
  positive.include(7.0F);
  BOOST_TEST((positive.low == 0 && positive.high == 7));
}

// Nine inputs are three groups of four bytes or five of two, five units a padded row.
BOOST_AUTO_TEST_CASE(inputs_stand_in_whole_groups_and_units_in_whole_registers) {
  using Bytes = PackedDense<Int8, 9, 5>;
  using Halves = PackedDense<BFloat16Products, 9, 5>;
  static_assert(Bytes::groups == 3 && Halves::groups == 5);
  static_assert(Bytes::row >= 12 && Bytes::row % 4 == 0 && Halves::row >= 10);
  static_assert(Bytes::padded >= 5 && Bytes::padded % 16 == 0);
  static_assert(PackedDense<Int8, 9, 17>::padded > 16);
  BOOST_TEST(alignof(Bytes) == 64U);
}

// Weights of magnitudes that both formats hold exactly.
struct Parameters {
  struct Weight {
    float operator()(std::size_t k, std::size_t j) const { return k == j ? 127.0F : 1.0F; }
  } weight;
  struct Bias {
    float operator()(std::size_t j) const { return static_cast<float>(j); }
    float operator[](std::size_t j) const { return static_cast<float>(j); }
  } bias;
};

template <class Format>
void check_weights() {
  PackedDense<Format, 9, 5> layer;
  ValueRange range;
  range.include(1.0F);
  layer.assign(Parameters{}, range);
  for (std::size_t k = 0; k < 9; ++k) {
    for (std::size_t j = 0; j < 5; ++j) BOOST_TEST(layer.weight(k, j) == (k == j ? 127.0F : 1.0F));
  }
}

BOOST_AUTO_TEST_CASE(each_weight_is_found_where_it_was_packed) {
  check_weights<Int8>();
  check_weights<BFloat16Products>();
}

}  // namespace
