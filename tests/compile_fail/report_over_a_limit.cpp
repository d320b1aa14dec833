// SPDX-License-Identifier: MIT
// expect: the net must fit the microcontroller
// numbers: 159168 4096
// numbers with clang++-14: 4096
#include <kiln/activations/sigmoid.hpp>
#include <kiln/activations/softmax.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/net/net.hpp>

using Net = kiln::Net<784, kiln::Dense<50, kiln::Sigmoid>, kiln::Dense<10, kiln::Softmax>>;

#ifdef FIXED
static_assert(Net::report.inference_bytes <= 4096, "the net must fit the microcontroller");
#else
static_assert(Net::report.weight_bytes <= 4096, "the net must fit the microcontroller");
#endif

int main() {}
