// SPDX-License-Identifier: MIT
#pragma once
// The nets of the workloads as kiln spells them.

#include <kiln/kiln.hpp>

namespace peers {

using kiln::Dense, kiln::Identity, kiln::ReLU, kiln::Sigmoid, kiln::Softmax, kiln::Tanh;

using W1 = kiln::Net<784, Dense<50, Sigmoid>, Dense<100, Sigmoid>, Dense<10, Softmax>>;
using W2 = kiln::Net<784, Dense<50, Sigmoid>, Dense<10, Softmax>>;
using W3a = kiln::Net<2, Dense<3, Sigmoid>, Dense<2, Sigmoid>, Dense<2, Identity>>;
using W3b = kiln::Net<8, Dense<16, Tanh>, Dense<16, Tanh>, Dense<4, Identity>>;
using W6 = kiln::Net<784, Dense<512, ReLU>, Dense<512, ReLU>, Dense<10, Softmax>>;
using W7 = kiln::Net<4, Dense<32, Tanh>, Dense<16, Tanh>, Dense<4, Identity>>;

// W2 for inputs of which most are zero.
#ifdef KILN_PEERS_SPARSE
using W2Sparse = kiln::Net<784, Dense<50, Sigmoid, kiln::Sparse>, Dense<10, Softmax>>;
#else
using W2Sparse = W2;
#endif

#if __has_include(<kiln/optimizers/adam.hpp>)
#define KILN_PEERS_ADAM
#endif

}  // namespace peers
