// SPDX-License-Identifier: MIT
#pragma once
// The whole core of kiln. Not here: what needs the heap or streams, which is file formats
// (kiln/io/), whole data sets (kiln/data/synthetic_digits.hpp) and Graphviz (kiln/graph/dot.hpp).

#include <kiln/version.hpp>

#include <kiln/tensor/tensor.hpp>  // first: compilers say through which headers they came to an error

#include <kiln/tensor/arithmetic.hpp>
#include <kiln/tensor/axes.hpp>
#include <kiln/tensor/comparison.hpp>
#include <kiln/tensor/functions.hpp>
#include <kiln/tensor/reduce.hpp>
#include <kiln/tensor/select.hpp>

#include <kiln/kernels/by_transposed.hpp>
#include <kiln/kernels/column_sums.hpp>
#include <kiln/kernels/matmul.hpp>
#include <kiln/kernels/matvec.hpp>
#include <kiln/kernels/product.hpp>

#include <kiln/concepts.hpp>

#include <kiln/random/engine.hpp>
#include <kiln/random/normal.hpp>
#include <kiln/random/permutation.hpp>
#include <kiln/random/uniform.hpp>

#include <kiln/activations/identity.hpp>
#include <kiln/activations/relu.hpp>
#include <kiln/activations/sigmoid.hpp>
#include <kiln/activations/softmax.hpp>
#include <kiln/activations/step.hpp>
#include <kiln/activations/tanh.hpp>

#include <kiln/initializers/glorot.hpp>
#include <kiln/initializers/he.hpp>
#include <kiln/initializers/normal.hpp>

#include <kiln/optimizers/adam.hpp>
#include <kiln/optimizers/momentum.hpp>
#include <kiln/optimizers/sgd.hpp>
#include <kiln/optimizers/update.hpp>

#include <kiln/calculus/derivative.hpp>
#include <kiln/calculus/gradient.hpp>
#include <kiln/calculus/gradient_descent.hpp>

#include <kiln/graph/affine.hpp>
#include <kiln/graph/arithmetic.hpp>
#include <kiln/graph/functions.hpp>
#include <kiln/graph/softmax_cross_entropy.hpp>
#include <kiln/graph/sum.hpp>
#include <kiln/graph/variable.hpp>

#include <kiln/layers/dense.hpp>
#include <kiln/layers/frozen.hpp>
#include <kiln/layers/sparse.hpp>

#include <kiln/losses/cross_entropy.hpp>
#include <kiln/losses/evaluate.hpp>
#include <kiln/losses/squared_error.hpp>

#include <kiln/net/net.hpp>
#include <kiln/net/numerical_gradient.hpp>

#include <kiln/train/metrics.hpp>
#include <kiln/train/trainer.hpp>

#include <kiln/data/minibatches.hpp>
#include <kiln/data/one_hot.hpp>
