// SPDX-License-Identifier: MIT
#pragma once
// Draws with gnuplot and Graphviz where they are installed: examples write a script, this gives it
// one style and pipes it. Says on standard error where the picture is: standard output is figures.

#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>

#ifdef _WIN32
#define popen _popen
#define pclose _pclose
#endif

namespace examples {

/// Whether the shell finds this program. Flushes what was printed so far.
inline bool installed(const std::string& program) {
  std::fflush(stdout);
#ifdef _WIN32
  return std::system(("where " + program + " > NUL 2>&1").c_str()) == 0;
#else
  return std::system(("command -v " + program + " > /dev/null").c_str()) == 0;
#endif
}

/// A named block of data for a script: "plot $path with lines".
inline std::string block(const std::string& name, const std::string& rows) {
  return "$" + name + " << END\n" + rows + "END\n";
}

/// One row of a block: numbers with blanks between them.
template <class... Numbers>
std::string row(Numbers... numbers) {
  std::ostringstream text;
  ((text << numbers << ' '), ...);
  return text.str() + '\n';
}

/// Writes <name>.svg into the current folder, drawn by gnuplot from a script that ends in plot
/// commands. Line types 1 to 6 have colours that colour-blind readers can tell apart.
///
/// Source   Okabe, Ito, "Color Universal Design", 2008: the colours.
inline void plot(const std::string& name, const std::string& script, int width = 800,
                 int height = 500) {
  if (!installed("gnuplot")) {
    std::fprintf(stderr, "no picture: gnuplot is not installed\n");
    return;
  }
  const std::string file = name + ".svg";
  std::string quoted;  // in gnuplot's single quotes a quote is written twice
  for (const char c : file) quoted += c == '\'' ? "''" : std::string(1, c);
  const std::string style =
      "set terminal svg size " + std::to_string(width) + "," + std::to_string(height) +
      " font 'DejaVu Sans,13' background 'white'\nset output '" + quoted + "'\n" + R"(
set linetype 1 linecolor '#0072b2' linewidth 2.5
set linetype 2 linecolor '#d55e00' linewidth 2.5
set linetype 3 linecolor '#009e73' linewidth 2.5
set linetype 4 linecolor '#cc79a7' linewidth 2.5
set linetype 5 linecolor '#e69f00' linewidth 2.5
set linetype 6 linecolor '#56b4e9' linewidth 2.5
set grid linecolor '#dddddd' linetype 1 linewidth 1
set border linecolor '#888888'
set tics textcolor '#333333'
set title font ',16'
set key Left reverse spacing 1.3
)";
  std::FILE* const gnuplot = popen("gnuplot", "w");
  if (gnuplot == nullptr) {
    std::fprintf(stderr, "no picture: gnuplot does not start\n");
    return;
  }
  std::fputs((style + script).c_str(), gnuplot);
  if (pclose(gnuplot) == 0) std::fprintf(stderr, "picture: %s\n", file.c_str());
  else std::fprintf(stderr, "no picture: gnuplot does not understand the script\n");
}

/// Draws <name>.dot of the current folder as <name>.svg, where Graphviz is installed.
inline void draw_dot(const std::string& name) {
  const std::string command = "dot -Tsvg " + name + ".dot -o " + name + ".svg";
  if (!installed("dot")) {
    std::fprintf(stderr, "no picture: Graphviz is not installed\n");
  } else if (std::system(command.c_str()) == 0) {
    std::fprintf(stderr, "picture: %s.svg\n", name.c_str());
  } else {
    std::fprintf(stderr, "no picture: %s fails\n", command.c_str());
  }
}

}  // namespace examples
