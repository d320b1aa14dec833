// SPDX-License-Identifier: MIT
#pragma once
// The nets of vectors.txt, net N<number> for each. Written by write_vectors.py.
// clang-format off

#include <kiln/kiln.hpp>

#include "support/swish.hpp"

namespace pytorch {

using namespace kiln;
using support::Swish;

inline constexpr int steps = 7;

struct N1 {
  using Loss = SquaredError;
  static constexpr SGD optimizer{.learning_rate = 0.5};
  static constexpr std::size_t rows = 4;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 2, Dense<2, Sigmoid>, Dense<1, Sigmoid>>;
};

struct N2 {
  using Loss = MeanSquaredError;
  static constexpr SGD optimizer{.learning_rate = 0.1};
  static constexpr std::size_t rows = 4;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 2, Dense<3, Tanh>, Dense<1, Identity>>;
};

struct N3 {
  using Loss = MeanSquaredError;
  static constexpr SGD optimizer{.learning_rate = 0.25};
  static constexpr std::size_t rows = 1;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 1, Dense<1, Identity>>;
};

struct N4 {
  using Loss = SquaredError;
  static constexpr Momentum optimizer{};
  static constexpr std::size_t rows = 5;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 3, Dense<2, Identity>>;
};

struct N5 {
  using Loss = SquaredError;
  static constexpr Adam optimizer{};
  static constexpr std::size_t rows = 1;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 5, Dense<1, Sigmoid>>;
};

struct N6 {
  using Loss = CrossEntropy;
  static constexpr SGD optimizer{.learning_rate = 0.125};
  static constexpr std::size_t rows = 3;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 4, Dense<3, Softmax>>;
};

struct N7 {
  using Loss = CrossEntropy;
  static constexpr Adam optimizer{.learning_rate = 0.01};
  static constexpr std::size_t rows = 6;
  static constexpr bool soft = true;
  template <class T>
  using Net = BasicNet<T, 7, Dense<5, Softmax>>;
};

struct N8 {
  using Loss = SquaredError;
  static constexpr Momentum optimizer{.learning_rate = 0.05, .momentum = 0.5};
  static constexpr std::size_t rows = 3;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 2, Dense<3, Sigmoid>, Dense<2, Sigmoid>, Dense<2, Identity>>;
};

struct N9 {
  using Loss = MeanSquaredError;
  static constexpr Adam optimizer{.beta1 = 0.8};
  static constexpr std::size_t rows = 2;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 9, Dense<4, ReLU>, Dense<3, Identity>>;
};

struct N10 {
  using Loss = CrossEntropy;
  static constexpr Momentum optimizer{.nesterov = true};
  static constexpr std::size_t rows = 8;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 6, Dense<5, Sigmoid>, Dense<4, Softmax>>;
};

struct N11 {
  using Loss = CrossEntropy;
  static constexpr SGD optimizer{.learning_rate = 0.3};
  static constexpr std::size_t rows = 7;
  static constexpr bool soft = true;
  template <class T>
  using Net = BasicNet<T, 3, Dense<8, Tanh>, Dense<6, Softmax>>;
};

struct N12 {
  using Loss = SquaredError;
  static constexpr Adam optimizer{.beta2 = 0.99, .epsilon = 0.0001};
  static constexpr std::size_t rows = 9;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 8, Dense<8, ReLU>, Dense<8, ReLU>, Dense<2, Tanh>>;
};

struct N13 {
  using Loss = MeanSquaredError;
  static constexpr Momentum optimizer{.momentum = 0.8, .dampening = 0.3};
  static constexpr std::size_t rows = 5;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 11, Dense<5, Swish>, Dense<1, Identity>>;
};

struct N14 {
  using Loss = CrossEntropy;
  static constexpr Adam optimizer{.learning_rate = 0.02, .weight_decay = 0.01};
  static constexpr std::size_t rows = 6;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 5, Dense<6, Swish>, Dense<3, Softmax>>;
};

struct N15 {
  using Loss = SquaredError;
  static constexpr Momentum optimizer{.weight_decay = 0.1};
  static constexpr std::size_t rows = 11;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 4, Dense<3, Tanh>, Dense<9, Sigmoid>>;
};

struct N16 {
  using Loss = MeanSquaredError;
  static constexpr SGD optimizer{.learning_rate = 0.4};
  static constexpr std::size_t rows = 2;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 13, Dense<2, Sigmoid>, Dense<7, Tanh>>;
};

struct N17 {
  using Loss = CrossEntropy;
  static constexpr SGD optimizer{};
  static constexpr std::size_t rows = 3;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 17, Dense<3, ReLU>, Dense<10, Softmax>>;
};

struct N18 {
  using Loss = CrossEntropy;
  static constexpr Momentum optimizer{.learning_rate = 0.1, .momentum = 0.7, .nesterov = true};
  static constexpr std::size_t rows = 4;
  static constexpr bool soft = true;
  template <class T>
  using Net = BasicNet<T, 10, Dense<3, Identity>, Dense<4, Softmax>>;
};

struct N19 {
  using Loss = MeanSquaredError;
  static constexpr Adam optimizer{};
  static constexpr std::size_t rows = 17;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 3, Dense<17, Tanh>, Dense<1, Tanh>>;
};

struct N20 {
  using Loss = SquaredError;
  static constexpr Adam optimizer{.learning_rate = 0.05};
  static constexpr std::size_t rows = 21;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 1, Dense<9, Tanh>, Dense<1, Identity>>;
};

struct N21 {
  using Loss = MeanSquaredError;
  static constexpr SGD optimizer{.learning_rate = 0.2};
  static constexpr std::size_t rows = 3;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 6, Dense<5, Softmax>, Dense<2, Identity>>;
};

struct N22 {
  using Loss = SquaredError;
  static constexpr SGD optimizer{.learning_rate = 0.2};
  static constexpr std::size_t rows = 4;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 5, Dense<4, Softmax>>;
};

struct N23 {
  using Loss = MeanSquaredError;
  static constexpr Adam optimizer{.learning_rate = 0.01};
  static constexpr std::size_t rows = 5;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 4, Dense<3, Sigmoid>, Dense<5, Softmax>>;
};

struct N24 {
  using Loss = CrossEntropy;
  static constexpr Momentum optimizer{.learning_rate = 0.02};
  static constexpr std::size_t rows = 2;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 7, Dense<4, Softmax>, Dense<3, Softmax>>;
};

struct N25 {
  using Loss = SquaredError;
  static constexpr SGD optimizer{.learning_rate = 0.1};
  static constexpr std::size_t rows = 6;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 19, Dense<4, Sigmoid, Sparse>, Dense<3, Identity>>;
};

struct N26 {
  using Loss = CrossEntropy;
  static constexpr Adam optimizer{};
  static constexpr std::size_t rows = 5;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 23, Dense<5, ReLU, Sparse>, Dense<4, Softmax>>;
};

struct N27 {
  using Loss = CrossEntropy;
  static constexpr Momentum optimizer{};
  static constexpr std::size_t rows = 4;
  static constexpr bool soft = true;
  template <class T>
  using Net = BasicNet<T, 31, Dense<3, Tanh, Sparse>, Dense<3, Softmax>>;
};

struct N28 {
  using Loss = MeanSquaredError;
  static constexpr SGD optimizer{.learning_rate = 0.05};
  static constexpr std::size_t rows = 3;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 64, Dense<2, Identity, Sparse>>;
};

struct N29 {
  using Loss = SquaredError;
  static constexpr Adam optimizer{.epsilon = 0.001};
  static constexpr std::size_t rows = 7;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 9, Dense<6, Swish, Sparse>, Dense<2, Sigmoid>>;
};

struct N30 {
  using Loss = MeanSquaredError;
  static constexpr SGD optimizer{.learning_rate = 0.1};
  static constexpr std::size_t rows = 4;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 5, Dense<4, Tanh>, Frozen<Dense<4, Tanh>>, Dense<2, Identity>>;
};

struct N31 {
  using Loss = CrossEntropy;
  static constexpr Adam optimizer{.learning_rate = 0.01};
  static constexpr std::size_t rows = 6;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 3, Dense<7, Sigmoid>, Frozen<Dense<5, ReLU>>, Dense<3, Softmax>>;
};

struct N32 {
  using Loss = SquaredError;
  static constexpr Momentum optimizer{.learning_rate = 0.03};
  static constexpr std::size_t rows = 2;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 6, Frozen<Dense<5, Sigmoid>>, Dense<3, Tanh>>;
};

struct N33 {
  using Loss = CrossEntropy;
  static constexpr SGD optimizer{.learning_rate = 0.5};
  static constexpr std::size_t rows = 8;
  static constexpr bool soft = true;
  template <class T>
  using Net = BasicNet<T, 4, Dense<4, Swish>, Frozen<Dense<3, Swish>>, Dense<5, Softmax>>;
};

struct N34 {
  using Loss = MeanSquaredError;
  static constexpr Momentum optimizer{.dampening = 0.5, .weight_decay = 0.01};
  static constexpr std::size_t rows = 9;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 2, Dense<3, ReLU>, Dense<3, ReLU>, Dense<3, ReLU>, Dense<1, Identity>>;
};

struct N35 {
  using Loss = SquaredError;
  static constexpr Adam optimizer{.weight_decay = 0.05};
  static constexpr std::size_t rows = 3;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 3, Dense<4, Sigmoid>, Dense<4, Sigmoid>, Dense<4, Sigmoid>, Dense<2, Sigmoid>>;
};

struct N36 {
  using Loss = CrossEntropy;
  static constexpr SGD optimizer{.learning_rate = 1};
  static constexpr std::size_t rows = 4;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 4, Dense<5, Tanh>, Dense<4, Tanh>, Dense<3, Tanh>, Dense<2, Softmax>>;
};

struct N37 {
  using Loss = CrossEntropy;
  static constexpr Adam optimizer{};
  static constexpr std::size_t rows = 5;
  static constexpr bool soft = true;
  template <class T>
  using Net = BasicNet<T, 2, Dense<3, Tanh>, Dense<3, Sigmoid>, Dense<3, ReLU>, Dense<3, Swish>, Dense<3, Softmax>>;
};

struct N38 {
  using Loss = MeanSquaredError;
  static constexpr SGD optimizer{.learning_rate = 0.01};
  static constexpr std::size_t rows = 2;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 1, Dense<33, Tanh>, Dense<1, Identity>>;
};

struct N39 {
  using Loss = SquaredError;
  static constexpr Momentum optimizer{.learning_rate = 0.001};
  static constexpr std::size_t rows = 3;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 1, Dense<2, Identity>, Dense<35, Identity>>;
};

struct N40 {
  using Loss = CrossEntropy;
  static constexpr Adam optimizer{};
  static constexpr std::size_t rows = 2;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 33, Dense<2, Sigmoid>, Dense<17, Softmax>>;
};

struct N41 {
  using Loss = MeanSquaredError;
  static constexpr Momentum optimizer{.learning_rate = 0.02, .momentum = 0.3};
  static constexpr std::size_t rows = 15;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 15, Dense<6, ReLU>, Dense<4, Sigmoid>>;
};

struct N42 {
  using Loss = CrossEntropy;
  static constexpr SGD optimizer{.learning_rate = 0.05};
  static constexpr std::size_t rows = 1;
  static constexpr bool soft = true;
  template <class T>
  using Net = BasicNet<T, 12, Dense<5, Swish>, Dense<6, Softmax>>;
};

struct N43 {
  using Loss = SquaredError;
  static constexpr Adam optimizer{};
  static constexpr std::size_t rows = 16;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 16, Dense<4, Tanh>, Dense<8, Identity>>;
};

struct N44 {
  using Loss = CrossEntropy;
  static constexpr Momentum optimizer{.learning_rate = 0.1, .momentum = 0.9, .weight_decay = 0.001};
  static constexpr std::size_t rows = 32;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 8, Dense<8, Sigmoid>, Dense<8, Softmax>>;
};

struct N45 {
  using Loss = MeanSquaredError;
  static constexpr SGD optimizer{.learning_rate = 0.7};
  static constexpr std::size_t rows = 10;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 20, Dense<3, Sigmoid>, Dense<5, Sigmoid>, Dense<3, Identity>>;
};

struct N46 {
  using Loss = CrossEntropy;
  static constexpr Adam optimizer{.beta1 = 0.5, .beta2 = 0.9};
  static constexpr std::size_t rows = 50;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 3, Dense<10, Tanh>, Dense<3, Softmax>>;
};

struct N47 {
  using Loss = SquaredError;
  static constexpr SGD optimizer{.learning_rate = 0.1};
  static constexpr std::size_t rows = 64;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 2, Dense<5, ReLU>, Dense<1, Sigmoid>>;
};

struct N48 {
  using Loss = CrossEntropy;
  static constexpr Momentum optimizer{.momentum = 0};
  static constexpr std::size_t rows = 3;
  static constexpr bool soft = true;
  template <class T>
  using Net = BasicNet<T, 26, Dense<3, ReLU>, Dense<9, Softmax>>;
};

struct N49 {
  using Loss = SquaredError;
  static constexpr Adam optimizer{.learning_rate = 0.1, .beta1 = 0, .weight_decay = 0.01};
  static constexpr std::size_t rows = 6;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 14, Dense<2, Swish>, Dense<3, Tanh>>;
};

struct N50 {
  using Loss = MeanSquaredError;
  static constexpr Momentum optimizer{.learning_rate = 0.05, .momentum = 0.95, .weight_decay = 0.02, .nesterov = true};
  static constexpr std::size_t rows = 12;
  static constexpr bool soft = false;
  template <class T>
  using Net = BasicNet<T, 6, Dense<7, Tanh>, Dense<2, Sigmoid>>;
};

}  // namespace pytorch
