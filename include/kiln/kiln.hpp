// SPDX-License-Identifier: MIT
#pragma once
// The whole core of kiln: everything but file formats (kiln/io/) and Graphviz (kiln/graph/dot.hpp).

#include <kiln/version.hpp>

#include <kiln/tensor/arithmetic.hpp>
#include <kiln/tensor/select.hpp>
#include <kiln/tensor/tensor.hpp>

#include <kiln/kernels/matmul.hpp>
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

#include <kiln/optimizers/sgd.hpp>
#include <kiln/optimizers/update.hpp>

#include <kiln/layers/dense.hpp>
#include <kiln/layers/frozen.hpp>

#include <kiln/losses/cross_entropy.hpp>
#include <kiln/losses/squared_error.hpp>

#include <kiln/net/net.hpp>
#include <kiln/net/numerical_gradient.hpp>

#include <kiln/train/metrics.hpp>
#include <kiln/train/trainer.hpp>
