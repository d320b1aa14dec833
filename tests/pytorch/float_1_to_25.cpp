// SPDX-License-Identifier: MIT
// Nets 1 to 25 in float: 25 a file, for they take their time to compile.
#include "pytorch/vectors.hpp"

namespace {

using namespace pytorch;

BOOST_AUTO_TEST_CASE(outputs_gradients_and_steps_are_those_of_pytorch) {
  check_all<float, N1, N2, N3, N4, N5, N6, N7, N8, N9, N10, N11, N12, N13, N14, N15, N16, N17, N18,
            N19, N20, N21, N22, N23, N24, N25>(1);
}

}  // namespace
