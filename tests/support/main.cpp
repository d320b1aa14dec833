// SPDX-License-Identifier: MIT
// main() of every test program. A program that needs data says so and ends with 77, which ctest
// reports as skipped, when KILN_DATA_DIR is not set.

#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
#ifdef KILN_TEST_NEEDS_DATA
  if (std::getenv("KILN_DATA_DIR") == nullptr) {
    std::puts("skipped: KILN_DATA_DIR is not set");
    return 77;
  }
#endif
  return boost::unit_test::unit_test_main([] { return true; }, argc, argv);
}
