// SPDX-License-Identifier: MIT
// 09 Gradient descent: downhill in small steps.
//
// x ← x − rate·∇f(x), again and again. All of learning is this line; what differs is f, and where
// its gradient comes from. The rate decides: too large, and each step lands higher on the other
// side (it stops at 10¹³ only because x + 0.0001 is x there, so the slope looks like 0); too small,
// and nothing seems to happen.

#include <cstdio>
#include <string>

#include <kiln/kiln.hpp>

#include "support/plot.hpp"

using Point = kiln::BasicTensor<double, 2>;

constexpr double bowl(const Point& x) { return x[0] * x[0] + x[1] * x[1]; }

// A hundred steps from (−3, 4); returns every step's x0, x1 and f.
std::string descend(double rate, const char* format) {
  std::string path;
  const auto note = [&](std::size_t step, const Point& x) {
    path += examples::row(x[0], x[1], step, bowl(x));
  };
  const Point end = kiln::gradient_descent(bowl, Point{-3, 4}, {.learning_rate = rate}, note);
  std::printf("rate %-6g ends at (", rate);
  std::printf(format, end[0]);
  std::printf(", ");
  std::printf(format, end[1]);
  std::printf(")\n");
  return path;
}

int main() {
  const std::string path = descend(0.1, "%.1e");
  const std::string wild = descend(10, "%.0e");
  const std::string timid = descend(1e-10, "%.8f");

  examples::plot("09_gradient_descent",
                 examples::block("path", path) + examples::block("wild", wild) +
                     examples::block("timid", timid) + R"(
set multiplot layout 1,2
set title 'From (−3, 4) with rate 0.1'
set xlabel 'x_0'
set ylabel 'x_1'
set xrange [-4.5:4.5]
set yrange [-4.5:4.5]
set size ratio 1
set parametric
set trange [0:2*pi]
plot for [r=1:4] r*cos(t), r*sin(t) linetype 1 linewidth 1 dashtype 2 linecolor '#999999' notitle, \
     $path using 1:2 with linespoints linetype 2 pointtype 7 pointsize 0.6 notitle
unset parametric
set size noratio
set title 'f after each step'
set xlabel 'step'
set ylabel 'x_0² + x_1²'
set xrange [0:100]
set yrange [1e-20:1e30]
set logscale y
set format y '10^{%T}'
set key at graph 0.98, 0.5
plot $wild using 3:4 with lines linetype 1 title 'rate 10', \
     $timid using 3:4 with lines linetype 3 title 'rate 10^{−10}', \
     $path using 3:4 with lines linetype 2 title 'rate 0.1'
)",
                 1100, 500);
}

// Output:
// rate 0.1    ends at (-6.1e-10, 8.1e-10)
// rate 10     ends at (-3e+13, -1e+12)
// rate 1e-10  ends at (-2.99999994, 3.99999992)
// …
