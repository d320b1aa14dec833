// SPDX-License-Identifier: MIT
// A loss that allocates, deep in a step of training. With -DFIXED it does not.
#include <kiln/kiln.hpp>

#include <vector>

struct Copying : kiln::MeanSquaredError {
  template <class Arch, class T, kiln::Shape Out, class Targets>
  T value(kiln::Rows<const T, Out> y, const Targets& t) const {
#ifdef FIXED
    return kiln::MeanSquaredError::value<Arch, T, Out>(y, t);
#else
    const std::vector<T> copy(y.begin(), y.end());
    return kiln::MeanSquaredError::value<Arch, T, Out>({copy.data(), y.count()}, t);
#endif
  }
};

using Net = kiln::Net<3, kiln::Dense<5, kiln::Tanh>, kiln::Dense<2>>;

float f(kiln::Trainer<Net, Copying, kiln::Adam, 4>& trainer, const std::array<float, 12>& x,
        const std::array<float, 8>& t) {
  return trainer.step(x, t);
}
