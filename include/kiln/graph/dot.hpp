// SPDX-License-Identifier: MIT
#pragma once
// A computational graph as a picture: Graphviz DOT, operations as circles, the values that flow
// forward and the gradients that flow backward on the edges. Not a part of the core: it uses
// streams and the heap. `dot -Tsvg graph.dot -o graph.svg` draws it.

#include <algorithm>
#include <cstddef>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <kiln/graph/node.hpp>

namespace kiln::graph {

namespace dot_detail {
/// A number as it is; a tensor of up to four elements by its elements, a larger one by its shape.
template <class Value>
std::string text(const Value& value) {
  constexpr Shape shape = value_shape<Value>;
  std::ostringstream out;
  if constexpr (!AnyTensor<Value>) {
    out << value;
  } else if constexpr (shape.size() <= 4) {
    for (std::size_t i = 0; i < shape.size(); ++i) out << (i == 0 ? "(" : ", ") << value.data()[i];
    out << ')';
  } else {
    for (std::size_t i = 0; i < shape.rank; ++i) out << (i == 0 ? "" : "×") << shape[i];
  }
  return out.str();
}

/// Between double quotes.
inline std::string quoted(std::string_view label) {
  std::string result = "\"";
  for (const char c : label) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + '"';
}

/// What has been written, and where to.
struct Drawing {
  std::ostream& out;
  std::vector<const void*> nodes = {};  ///< their numbers are their places here

  template <class N>
  void edge(const N& from, std::size_t number, const std::string& to) {
    out << "  n" << number << " -> " << to << " [label=<" << text(from.value())
        << "<br/><font color=\"firebrick\">" << text(from.gradient()) << "</font>>]\n";
  }

  /// Writes a node and all below it, unless they are written already; returns its number.
  template <class N>
  std::size_t node(const N& node) {
    const void* const address = &node;
    const auto found = std::find(nodes.begin(), nodes.end(), address);
    const auto number = static_cast<std::size_t>(found - nodes.begin());
    if (found != nodes.end()) return number;
    nodes.push_back(address);
    if constexpr (requires { node.operation(); }) {
      std::string label(node.operation().symbol);
      if (!node.label().empty()) label = std::string(node.label()) + " = " + label;
      out << "  n" << number << " [label=" << quoted(label) << "]\n";
      std::string to("n");  // "n" + to_string makes g++ 12 warn at -O3
      to += std::to_string(number);
      std::apply([&](const auto&... operand) { (edge(operand, this->node(operand), to), ...); },
                 node.operands());
    } else if (node.label().empty()) {
      out << "  n" << number << " [shape=point]\n";
    } else {
      out << "  n" << number << " [shape=plain, label=" << quoted(node.label()) << "]\n";
    }
    return number;
  }
};
}  // namespace dot_detail

/// Writes the graph of an expression, left to right: on each edge the value that flows forward and
/// below it, in red, the gradient that flows back, as forward() and backward() left them.
template <AnyNode N>
void write_dot(std::ostream& out, const N& root) {
  out << "digraph {\n  rankdir=LR\n  node [shape=circle, fontname=\"sans-serif\"]\n"
      << "  edge [fontname=\"sans-serif\"]\n"
      << "  result [shape=none, label=\"\", width=0.1, height=0.1]\n";
  dot_detail::Drawing drawing{out};
  drawing.edge(root, drawing.node(root), "result");
  out << "}\n";
}

}  // namespace kiln::graph
