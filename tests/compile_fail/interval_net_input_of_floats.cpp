// SPDX-License-Identifier: MIT
// expect: predict: the input must be an array, vector, span, tensor or view of
// numbers: none
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>
#include <kiln/scalars/interval.hpp>

using Bound = kiln::Interval<float>;
static kiln::BasicNet<Bound, 2, kiln::Dense<1>> net;

#ifdef FIXED
static const auto y = net.predict(std::array<Bound, 2>{1.0F, 2.0F});
#else
static const auto y = net.predict(std::array<float, 2>{1.0F, 2.0F});
#endif

int main() { return y(0).low > 0; }
