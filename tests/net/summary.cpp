// SPDX-License-Identifier: MIT
#include <kiln/net/summary.hpp>

#include <kiln/activations/sigmoid.hpp>
#include <kiln/activations/softmax.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

#include <boost/test/unit_test.hpp>
#include <string>

namespace {

using namespace kiln;

using Course = Net<784, Dense<50, Sigmoid>, Dense<100, Sigmoid>, Dense<10, Softmax>>;

BOOST_AUTO_TEST_CASE(a_summary_has_a_line_for_each_layer_and_the_totals) {
  const std::string text = summary(Course::report);
  BOOST_TEST_MESSAGE(text);
  BOOST_TEST(text.find("0 Dense         50                      39,250       157,000        78,400"
                       "        78,400\n") != std::string::npos);
  BOOST_TEST(text.find("total                                   45,360       181,440        90,400"
                       "       102,400\n") != std::string::npos);
  BOOST_TEST(text.find("Workspace<Net, 1>") != std::string::npos);
  BOOST_TEST(text.find("3 ") == std::string::npos);
}

}  // namespace
