// SPDX-License-Identifier: MIT
// Nets 26 to 50 in float: 25 a file, for they take their time to compile.
#include "pytorch/vectors.hpp"

namespace {

using namespace pytorch;

BOOST_AUTO_TEST_CASE(outputs_gradients_and_steps_are_those_of_pytorch) {
  check_all<float, N26, N27, N28, N29, N30, N31, N32, N33, N34, N35, N36, N37, N38, N39, N40, N41,
            N42, N43, N44, N45, N46, N47, N48, N49, N50>(26);
}

}  // namespace
