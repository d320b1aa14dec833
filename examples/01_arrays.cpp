// SPDX-License-Identifier: MIT
// 01 Arrays: tensors whose shape is part of their type.
//
// What NumPy does while the program runs, the compiler does here: it knows every shape, places the
// elements inside the object (there is no heap), and refuses what does not fit. Look for: operators
// work element by element; broadcasting repeats an axis of extent 1, or a missing one, without
// copying it; the matrix product has a name of its own.

#include <cstdio>

#include <kiln/kiln.hpp>

#include "support/print.hpp"

using examples::print;
using kiln::Tensor;

int main() {
  std::puts("Element by element");
  const Tensor<3> x{1, 2, 3}, y{2, 4, 6};
  print("  x + y", x + y);
  print("  x - y", x - y);
  print("  x * y", x * y);
  print("  x / y", x / y);
  print("  x / 2", x / 2);

  std::puts("Matrices");
  const Tensor<2, 2> A{{1, 2}, {3, 4}}, B{{3, 0}, {0, 6}};
  print("  A + B", A + B);
  print("  A * B", A * B);  // not the matrix product
  print("  matmul(A, B)", kiln::matmul(A, B));
  print("  matmul(A, (7, 8))", kiln::matmul(A, Tensor<2>{7, 8}));
  print("  transpose(A)", kiln::transpose(A));

  std::puts("Broadcasting");
  const Tensor<2> v{10, 20};
  print("  A * 10", A * 10);
  print("  A * v", A * v);  // v for each row of A
  print("  column + row", Tensor<2, 1>{100, 200} + Tensor<1, 3>{1, 2, 3});
  // print("  A + x", A + x);  // does not compile: "the shapes do not broadcast; aligned at the
  //                           //   last axis, extents must be equal or 1", and the numbers 2 and 3

  std::puts("Picking");
  Tensor<3, 2> X{{51, 55}, {14, 19}, {0, 4}};
  print("  X[0]", X[0]);        // a row
  print("  X(0, 1)", X(0, 1));  // an element
  std::printf("  in memory, row by row:");
  for (const float element : X) std::printf(" %g", static_cast<double>(element));
  std::puts("");
  print("  X as 6", X.reshape<6>());  // a view: no element moves
  print("  X as 6 at 0, 2, 4", kiln::take(X.reshape<6>(), {0, 2, 4}));
  print("  rows 2 and 0", kiln::take(X, {2, 0}));
  print("  X > 15", X > 15);
  print("  X[X > 15]", X[X > 15]);

  std::puts("Changing, adding up");
  X(2, 0) = -1;
  X += Tensor<2>{1, 2};
  print("  X", X);
  print("  sum over rows", kiln::sum<0>(X));
  print("  sum", kiln::sum(X));

  // Up to four axes: ten grey images of 28 × 28, as a convolution would see them.
  using Images = Tensor<10, 1, 28, 28>;
  std::printf("Images: rank %zu, %zu elements, %zu bytes\n", Images::shape.rank, Images::size(),
              sizeof(Images));
}

// Output:
// Element by element
//   x + y = (3, 6, 9)
//   x - y = (-1, -2, -3)
//   x * y = (2, 8, 18)
//   x / y = (0.5, 0.5, 0.5)
//   x / 2 = (0.5, 1, 1.5)
// Matrices
//   A + B = ((4, 2), (3, 10))
//   A * B = ((3, 0), (0, 24))
//   matmul(A, B) = ((3, 12), (9, 24))
//   matmul(A, (7, 8)) = (23, 53)
//   transpose(A) = ((1, 3), (2, 4))
// Broadcasting
//   A * 10 = ((10, 20), (30, 40))
//   A * v = ((10, 40), (30, 80))
//   column + row = ((101, 102, 103), (201, 202, 203))
// Picking
//   X[0] = (51, 55)
//   X(0, 1) = 55
//   in memory, row by row: 51 55 14 19 0 4
//   X as 6 = (51, 55, 14, 19, 0, 4)
//   X as 6 at 0, 2, 4 = (51, 14, 0)
//   rows 2 and 0 = ((0, 4), (51, 55))
//   X > 15 = ((1, 1), (0, 1), (0, 0))
//   X[X > 15] = (51, 55, 19)
// Changing, adding up
//   X = ((52, 57), (15, 21), (0, 6))
//   sum over rows = (67, 84)
//   sum = 151
// Images: rank 4, 7840 elements, 31360 bytes
