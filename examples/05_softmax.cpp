// SPDX-License-Identifier: MIT
// 05 Softmax: scores become probabilities, without overflow.
//
// softmax(z)ⱼ = e^zⱼ / Σₖ e^zₖ. Written like that it fails early: e^1010 is infinite, and inf/inf
// is not a number. Subtracting one number from all scores multiplies above and below the line by
// the same factor, so the largest is subtracted: then no exponent is above 0 and none overflows.

#include <cmath>
#include <cstdio>

#include <kiln/kiln.hpp>

#include "support/print.hpp"

using examples::print;
using Scores = kiln::TensorOf<double, 3>;

// As the formula stands.
Scores naive_softmax(const Scores& z) { return kiln::exp(z) / kiln::sum(kiln::exp(z)); }

// As the library computes it, the largest score taken away first; of a batch row by row.
Scores softmax(const Scores& z) { return kiln::activate<kiln::Softmax>(z); }

int main() {
  const Scores small{0.3, 2.9, 4.0}, large{1010, 1000, 990};

  print("naive softmax(0.3, 2.9, 4.0)", naive_softmax(small), "%.9f");
  std::printf("naive softmax(1010, 1000, 990) is %s\n",
              std::isnan(naive_softmax(large)[0]) ? "not a number" : "a number");

  const Scores y = softmax(small);
  print("softmax(0.3, 2.9, 4.0)", y, "%.9f");
  std::printf("  sum %.9f, largest at %zu\n", kiln::sum(y), kiln::argmax(y));
  print("softmax(1010, 1000, 990)", softmax(large), "%.6e");
  print("softmax(20, 10, 0)", softmax(large - 990), "%.6e");

  // Softmax keeps the order of the scores, so a net that only classifies could do without it:
  // it is training that needs it.
  std::printf("argmax of the scores %zu, of the probabilities %zu\n", kiln::argmax(small),
              kiln::argmax(y));
}

// Output:
// naive softmax(0.3, 2.9, 4.0) = (0.018211273, 0.245191813, 0.736596914)
// naive softmax(1010, 1000, 990) is not a number
// softmax(0.3, 2.9, 4.0) = (0.018211273, 0.245191813, 0.736596914)
//   sum 1.000000000, largest at 2
// softmax(1010, 1000, 990) = (9.999546e-01, 4.539787e-05, 2.061060e-09)
// softmax(20, 10, 0) = (9.999546e-01, 4.539787e-05, 2.061060e-09)
// argmax of the scores 2, of the probabilities 2
