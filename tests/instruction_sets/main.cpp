// SPDX-License-Identifier: MIT
// main() of a program of tests that brings Boost.Test along, since no other machine has the
// library.

#define BOOST_TEST_MODULE instruction_sets
#if defined(__EMSCRIPTEN__)  // has no signals, and its exceptions do not go with setjmp
#include <boost/config.hpp>
#undef BOOST_HAS_SIGACTION
#endif
#include <boost/test/included/unit_test.hpp>
