// SPDX-License-Identifier: MIT
#pragma once
// What a net costs, known to the compiler: parameters, bytes and FLOPs, layer by layer and in all.
// Not here: text (net/summary.hpp).

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

#include <kiln/concepts.hpp>
#include <kiln/net/workspace.hpp>

namespace kiln {

/// What one layer costs.
struct LayerReport {
  std::string_view name;           ///< "Dense"; "Layer" for one that has no name
  std::string_view activation;     ///< "Tanh"; "" for none, or one that has no name
  Shape input = 1;                 ///< of one sample
  Shape output = 1;                ///< of one sample
  std::size_t parameters = 0;      ///< numbers, gaps not counted
  std::size_t trained = 0;         ///< those of them that learn
  std::size_t bytes = 0;           ///< of the parameters
  std::size_t forward_flops = 0;   ///< of one sample, a multiply-add counting as two
  std::size_t backward_flops = 0;  ///< of one sample, without dL/dx of the net's input
};

/// What a net of `Count` layers costs. Activations are not counted in FLOPs.
///
/// Example  static_assert(Net::report.inference_bytes <= 4096);
template <std::size_t Count>
struct Report {
  std::array<LayerReport, Count> layers{};  ///< in order
  std::size_t parameters = 0;               ///< numbers, gaps not counted
  std::size_t trained = 0;                  ///< those of them that learn
  std::size_t weight_bytes = 0;             ///< of the net itself, gaps included
  std::size_t inference_bytes = 0;          ///< scratch and output of predict(x), on the stack
  std::size_t training_bytes = 0;           ///< of a Workspace of one row
  std::size_t forward_flops = 0;            ///< of one sample, a multiply-add counting as two
  std::size_t backward_flops = 0;           ///< of one sample
};

namespace report_detail {
template <class L>
constexpr LayerReport of_layer(bool dx) {
  LayerReport result{.name = "Layer", .activation = "", .input = L::input, .output = L::output};
  if constexpr (requires { std::string_view(L::name); }) result.name = L::name;
  if constexpr (requires { std::string_view(L::Activation::name); }) {
    result.activation = L::Activation::name;
  }
  std::size_t products = 0;  // a weight of in × out takes part in one product of every pass
  for (const Parameter& parameter : L::parameters) {
    const std::size_t size = parameter.shape.size();
    result.parameters += size;
    if (parameter.trained) result.trained += size;
    if (parameter.fan_in > 0) products += size;
  }
  result.bytes = result.parameters * sizeof(typename L::Scalar);
  result.forward_flops = 2 * products;
  if constexpr (requires { L::forward_flops; }) result.forward_flops = L::forward_flops;
  result.backward_flops =
      (dx ? result.forward_flops : 0) + (result.trained > 0 ? result.forward_flops : 0);
  return result;
}

template <class Chain, std::size_t... I>
constexpr auto of_chain(std::index_sequence<I...>) {
  Report<sizeof...(I)> report;
  report.layers = {of_layer<typename Chain::template At<I>>(Chain::learns_before(I))...};
  for (const LayerReport& layer : report.layers) {
    report.parameters += layer.parameters;
    report.trained += layer.trained;
    report.forward_flops += layer.forward_flops;
    report.backward_flops += layer.backward_flops;
  }
  return report;
}
}  // namespace report_detail

/// What `Net` costs, whose layers are `Chain`'s.
template <class Net, class Chain>
constexpr Report<Chain::count> report_of() {
  using T = typename Net::Scalar;
  auto report = report_detail::of_chain<Chain>(std::make_index_sequence<Chain::count>());
  report.weight_bytes = sizeof(Net);
  report.inference_bytes = (Net::predict_memory(1) + Net::output.size()) * sizeof(T);
  report.training_bytes = sizeof(Workspace<Net, 1>);
  return report;
}

}  // namespace kiln
