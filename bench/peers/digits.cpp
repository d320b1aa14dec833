// SPDX-License-Identifier: MIT
// Reads MNIST, or draws digits.

#include "digits.hpp"

#include <cstdlib>
#include <kiln/data/synthetic_digits.hpp>
#include <string>
#ifdef KILN_PEERS_IO
#include <kiln/io/mnist.hpp>
#endif

namespace peers {

namespace {

struct Digits {
  bool mnist = false;
  kiln::LabelledImages train, test;
  kiln::LabelledBytes train_bytes, test_bytes;
};

const Digits& digits() {
  static const Digits all = [] {
    Digits d;
#ifdef KILN_PEERS_IO
    if (const char* const folder = std::getenv("KILN_DATA_DIR")) {
      auto mnist = kiln::load_mnist(std::string(folder) + "/mnist");
      d.mnist = true, d.train = std::move(mnist.train), d.test = std::move(mnist.test);
      auto bytes = kiln::load_mnist_bytes(std::string(folder) + "/mnist");
      d.train_bytes = std::move(bytes.train), d.test_bytes = std::move(bytes.test);
      return d;
    }
#endif
    d.train = kiln::synthetic_digits(60'000, 0);
    d.test = kiln::synthetic_digits(10'000, 1);
    d.train_bytes = kiln::synthetic_digit_bytes(60'000, 0);
    d.test_bytes = kiln::synthetic_digit_bytes(10'000, 1);
    return d;
  }();
  return all;
}

}  // namespace

bool digits_are_mnist() { return digits().mnist; }
const kiln::LabelledImages& training_digits() { return digits().train; }
const kiln::LabelledImages& test_digits() { return digits().test; }
const kiln::LabelledBytes& training_bytes() { return digits().train_bytes; }
const kiln::LabelledBytes& test_bytes() { return digits().test_bytes; }

}  // namespace peers
