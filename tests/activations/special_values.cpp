// SPDX-License-Identifier: MIT
// What each activation does at NaN, ±inf, ±0, denormals and huge numbers, as its header says, for
// single numbers and in registers.
#include <kiln/activations/apply.hpp>
#include <kiln/activations/identity.hpp>
#include <kiln/activations/relu.hpp>
#include <kiln/activations/sigmoid.hpp>
#include <kiln/activations/step.hpp>
#include <kiln/activations/tanh.hpp>

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "support/architectures.hpp"
#include "support/bits.hpp"

namespace {

using namespace kiln;

template <class T>
struct Row {
  T z, y, slope;  // at z: the value, the slope
};

template <class T>
using Limits = std::numeric_limits<T>;

template <class A, class T>
void check(const std::vector<Row<T>>& table) {
  const auto equal = [](T a, T b) { return support::same_bits(a, b) || (a != a && b != b); };
  support::for_each_architecture([&]<class Arch>(Arch) {
    // 23 of each, so that whole registers and the rest of one hold it.
    for (const Row<T>& row : table) {
      std::vector<T> y(23, row.z), dy(23, T(1));
      activate<A, 23, Arch>(1, y.data());
      activate_backward<A, 23, Arch>(1, y.data(), dy.data());
      std::size_t wrong = 0;
      for (std::size_t i = 0; i < y.size(); ++i) {
        wrong += equal(y[i], row.y) && equal(dy[i], row.slope) ? 0 : 1;
      }
      BOOST_TEST(wrong == 0U, "at " << row.z << ": " << y[0] << ", slope " << dy[0]);
    }
  });
}

template <class T>
void check_all() {
  const T inf = Limits<T>::infinity(), nan = Limits<T>::quiet_NaN(), huge = Limits<T>::max(),
          tiny = Limits<T>::denorm_min(), zero(0), one(1);
  check<Identity, T>({{zero, zero, one},
                      {-zero, -zero, one},
                      {inf, inf, one},
                      {-inf, -inf, one},
                      {nan, nan, one},
                      {huge, huge, one},
                      {-tiny, -tiny, one}});
  check<ReLU, T>({{zero, zero, zero},
                  {-zero, zero, zero},
                  {inf, inf, one},
                  {-inf, zero, zero},
                  {nan, nan, zero},
                  {huge, huge, one},
                  {-huge, zero, zero},
                  {tiny, tiny, one},
                  {-tiny, zero, zero}});
  check<Step, T>({{zero, zero, zero},
                  {-zero, zero, zero},
                  {inf, one, zero},
                  {-inf, zero, zero},
                  {nan, zero, zero},
                  {huge, one, zero},
                  {-huge, zero, zero},
                  {tiny, one, zero},
                  {-tiny, zero, zero}});
  check<Sigmoid, T>({{zero, T(0.5), T(0.25)},
                     {-zero, T(0.5), T(0.25)},
                     {inf, one, zero},
                     {-inf, zero, zero},
                     {nan, nan, nan},
                     {huge, one, zero},
                     {-huge, zero, zero},
                     {tiny, T(0.5), T(0.25)},
                     {-tiny, T(0.5), T(0.25)}});
  check<Tanh, T>({{zero, zero, one},
                  {-zero, -zero, one},
                  {inf, one, zero},
                  {-inf, -one, zero},
                  {nan, nan, nan},
                  {huge, one, zero},
                  {-huge, -one, zero},
                  {tiny, tiny, one},
                  {-tiny, -tiny, one}});
}

BOOST_AUTO_TEST_CASE(activations_of_floats_meet_the_limits_as_documented) { check_all<float>(); }
BOOST_AUTO_TEST_CASE(activations_of_doubles_meet_the_limits_as_documented) { check_all<double>(); }

}  // namespace
