// SPDX-License-Identifier: MIT
// 07 Losses: one number that says how wrong a net is.
//
// Accuracy will not do: it stays where it is when a weight moves a little, so it shows no way down.
// The squared error ½Σ(y − t)² looks at all outputs, the cross-entropy −Σ t·ln y only at the one
// that is right. Both are means over a batch, so they do not grow with its size. Targets are
// one-hot rows, or labels: the places of the ones.

#include <cstdio>

#include <kiln/kiln.hpp>

using kiln::CrossEntropy, kiln::MeanSquaredError, kiln::SquaredError;
using Probabilities = kiln::TensorOf<double, 10>;
using Batch = kiln::TensorOf<double, 2, 10>;

template <class Y, class Targets>
void line(const char* name, const Y& y, const Targets& t) {
  // Outside of a net; with one it is net.loss(CrossEntropy{}, x, t, workspace).
  std::printf("%-24s%.4f         %.9f\n", name, kiln::evaluate(SquaredError{}, y, t),
              kiln::evaluate(CrossEntropy{}, y, t));
}

int main() {
  // Two nets look at a 2: one gives it 0.6, the other takes it for a 7 and gives it 0.1.
  const Probabilities right{0.1, 0.05, 0.6, 0, 0.05, 0.1, 0, 0.1, 0, 0};
  const Probabilities wrong{0.1, 0.05, 0.1, 0, 0.05, 0.1, 0, 0.6, 0, 0};
  const Probabilities two{0, 0, 1, 0, 0, 0, 0, 0, 0, 0};

  std::puts("                        squared error  cross-entropy");
  line("right, label", right, 2);
  line("right, one-hot", right, two);
  line("wrong, label", wrong, 2);
  line("wrong, one-hot", wrong, two);

  Batch both, targets;
  both[0].copy(right);
  both[1].copy(wrong);
  for (std::size_t i = 0; i < 2; ++i) targets[i].copy(two);
  const int labels[] = {2, 2};
  line("both, labels", both, labels);
  line("both, one-hot", both, targets);

  // ln 0 is −∞: one such sample would spoil the batch. So 10⁻⁷ is added to y.
  std::printf("cross-entropy where y is 0: %.6f\n", kiln::evaluate(CrossEntropy{}, right, 3));
  // PyTorch's MSELoss is a mean over the outputs too, without the ½.
  std::printf("mean squared error: %.4f\n", kiln::evaluate(MeanSquaredError{}, right, 2));
}

// Output:
//                         squared error  cross-entropy
// right, label            0.0975         0.510825457
// right, one-hot          0.0975         0.510825457
// wrong, label            0.5975         2.302584093
// wrong, one-hot          0.5975         2.302584093
// both, labels            0.3475         1.406704775
// both, one-hot           0.3475         1.406704775
// cross-entropy where y is 0: 16.118096
// mean squared error: 0.0195
