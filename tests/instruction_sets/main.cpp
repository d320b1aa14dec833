// SPDX-License-Identifier: MIT
// main() of a program of tests that brings Boost.Test along, since no other machine has the
// library.

#define BOOST_TEST_MODULE instruction_sets
#include <boost/test/included/unit_test.hpp>
