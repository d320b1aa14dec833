// SPDX-License-Identifier: MIT
// 08 Derivatives: slopes found by trying.
//
// (f(x + h) − f(x − h))/2h is the slope of f at x, nearly: with h too large it cuts corners, with h
// too small the difference drowns in rounding. The gradient is one such slope for each variable. It
// points to where f grows fastest, so its opposite is the way down. Slow, but it needs nothing but
// f: the course checks its backpropagation with it.

#include <cstdio>
#include <string>

#include <kiln/kiln.hpp>

#include "support/plot.hpp"
#include "support/print.hpp"

using kiln::numerical_derivative, kiln::numerical_gradient;
using Point = kiln::BasicTensor<double, 2>;

constexpr double f(double x) { return 0.01 * x * x + 0.1 * x; }
constexpr double bowl(const Point& x) { return x[0] * x[0] + x[1] * x[1]; }

// The line that touches f at a, in gnuplot's words.
std::string tangent(double a) {
  return std::to_string(f(a)) + " + " + std::to_string(numerical_derivative(f, a)) + " * (x - " +
         std::to_string(a) + ")";
}

int main() {
  std::puts("f(x) = 0.01 x^2 + 0.1 x");
  std::printf("  f'(5)  = %.6g\n", numerical_derivative(f, 5.0));
  std::printf("  f'(10) = %.6g\n", numerical_derivative(f, 10.0));
  std::printf("  f'(5) with h = 1e-50: %g, since 5 + h is 5\n",
              numerical_derivative(f, 5.0, 1e-50));

  std::puts("f(x) = x0^2 + x1^2");
  examples::print("  gradient at (3, 4)", numerical_gradient(bowl, Point{3, 4}), "%.6g");
  examples::print("  gradient at (0, 2)", numerical_gradient(bowl, Point{0, 2}), "%.6g");
  examples::print("  gradient at (3, 0)", numerical_gradient(bowl, Point{3, 0}), "%.6g");

  std::string field;
  for (int i = -8; i <= 8; ++i) {
    for (int j = -8; j <= 8; ++j) {
      const Point x{i * 0.25, j * 0.25}, g = numerical_gradient(bowl, x);
      field += examples::row(x[0], x[1], -g[0], -g[1]);
    }
  }
  examples::plot("08_derivatives",
                 examples::block("field", field) + R"(
set multiplot layout 1,2
set title 'f(x) = 0.01 x² + 0.1 x and two tangents'
set xlabel 'x'
set ylabel 'f(x)'
set xrange [0:20]
set yrange [-1:6]
set key left top
$touch << END
5 0.75
10 2
END
plot 0.01 * x**2 + 0.1 * x title 'f', )" +
                     tangent(5) + " title 'tangent at 5', " + tangent(10) +
                     R"( title 'tangent at 10', \
     $touch with points linetype 1 pointtype 7 notitle
set title 'The way down in a bowl: −gradient of x_0² + x_1²'
set xlabel 'x_0'
set ylabel 'x_1'
set xrange [-2.3:2.3]
set yrange [-2.3:2.3]
set size ratio 1
plot $field using 1:2:(0.06 * $3):(0.06 * $4) with vectors head filled size 0.07,20 \
     linetype 1 linewidth 1.5 notitle
)",
                 1100, 500);
}

// Output:
// f(x) = 0.01 x^2 + 0.1 x
//   f'(5)  = 0.2
//   f'(10) = 0.3
//   f'(5) with h = 1e-50: 0, since 5 + h is 5
// f(x) = x0^2 + x1^2
//   gradient at (3, 4) = (6, 8)
//   gradient at (0, 2) = (0, 4)
//   gradient at (3, 0) = (6, 0)
// …
