// SPDX-License-Identifier: MIT
#pragma once
// The nets that are measured, with the names of the comparison in peers/.

#include <kiln/kiln.hpp>

namespace bench {

using kiln::Dense, kiln::Identity, kiln::ReLU, kiln::Sigmoid, kiln::Softmax, kiln::Tanh;

using W1 = kiln::Net<784, Dense<50, Sigmoid>, Dense<100, Sigmoid>, Dense<10, Softmax>>;
using W2 = kiln::Net<784, Dense<50, Sigmoid>, Dense<10, Softmax>>;
using W3a = kiln::Net<2, Dense<3, Sigmoid>, Dense<2, Sigmoid>, Dense<2, Identity>>;
using W3b = kiln::Net<8, Dense<16, Tanh>, Dense<16, Tanh>, Dense<4, Identity>>;
using W6 = kiln::Net<784, Dense<512, ReLU>, Dense<512, ReLU>, Dense<10, Softmax>>;
using W7 = kiln::Net<4, Dense<32, Tanh>, Dense<16, Tanh>, Dense<4, Identity>>;

// W2 for inputs of which most are zero.
using W2Sparse = kiln::Net<784, Dense<50, Sigmoid, kiln::Sparse>, Dense<10, Softmax>>;

}  // namespace bench
