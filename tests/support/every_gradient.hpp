// SPDX-License-Identifier: MIT
#pragma once
// Nets of 20 shapes with every activation and every loss that fits: the gradients of their
// parameters and inputs against central differences and against dual numbers. So that this takes
// seconds to compile and not minutes, the activation and the squared error are chosen at run time,
// and what compares knows nets by virtual functions.

#include <boost/test/unit_test.hpp>
#include <memory>
#include <string>
#include <vector>

#include "support/dual_gradient.hpp"
#include "support/of_net.hpp"
#include "support/tolerance.hpp"

namespace support {

/// Identity, Sigmoid, Tanh or ReLU. Not Step, whose slope is 0 wherever it has one.
struct Chosen {
  inline static reference::Activation chosen = reference::Activation::identity;
  inline static double error = 0;  ///< of the slope, for the controls
  static constexpr kiln::SlopeFrom slope_from = kiln::SlopeFrom::output;

  template <class V>
  static V value(const V& z) {
    switch (chosen) {
      case reference::Activation::sigmoid:
        return kiln::Sigmoid::value(z);
      case reference::Activation::tanh:
        return kiln::Tanh::value(z);
      case reference::Activation::relu:
        return kiln::ReLU::value(z);
      default:
        return kiln::Identity::value(z);
    }
  }
  template <class V>
  static V slope(const V& y) {
    return V(1 + error) * right_slope(y);
  }

 private:
  template <class V>
  static V right_slope(const V& y) {
    switch (chosen) {
      case reference::Activation::sigmoid:
        return kiln::Sigmoid::slope(y);
      case reference::Activation::tanh:
        return kiln::Tanh::slope(y);
      case reference::Activation::relu:
        return kiln::ReLU::slope(y);
      default:
        return kiln::Identity::slope(y);
    }
  }
};
/// Until the chosen one is put there (`truth_of`).
template <>
inline constexpr auto named<Chosen> = reference::Activation::step;

/// SquaredError or MeanSquaredError.
struct ChosenLoss {
  inline static reference::Loss chosen = reference::Loss::squared_error;

  template <class Arch, class T, kiln::Shape Out, class Targets>
  T value(kiln::Rows<const T, Out> y, const Targets& t) const {
    return chosen == reference::Loss::squared_error
               ? kiln::SquaredError{}.value<Arch, T, Out>(y, t)
               : kiln::MeanSquaredError{}.value<Arch, T, Out>(y, t);
  }
  template <class Arch, class T, kiln::Shape Out, class Targets>
  void gradient(kiln::Rows<const T, Out> y, const Targets& t, std::size_t n, T* dy) const {
    if (chosen == reference::Loss::squared_error) {
      kiln::SquaredError{}.gradient<Arch, T, Out>(y, t, n, dy);
    } else {
      kiln::MeanSquaredError{}.gradient<Arch, T, Out>(y, t, n, dy);
    }
  }
};

/// The net in the reference's form, with the chosen activation.
template <class Net>
reference::Net truth_of(const Net& net) {
  reference::Net truth = reference_of(net);
  for (reference::Dense& layer : truth.layers) {
    if (layer.activation == reference::Activation::step) layer.activation = Chosen::chosen;
  }
  return truth;
}

/// A net in double with one loss.
class AnyNet {
 public:
  virtual ~AnyNet() = default;
  virtual double loss(const std::vector<double>& x, const std::vector<double>& t) = 0;
  /// dL/dp into `parameters`, and dL/dx.
  virtual void gradient(const std::vector<double>& x, const std::vector<double>& t,
                        std::vector<double>& dx) = 0;

  /// A trained parameter tensor, and where its gradient stands.
  struct Trained {
    std::size_t layer, count;
    bool is_weight;
    double* p;
    const double* gradient;
  };
  std::vector<Trained> trained;
};

/// `Net` with `Loss` on batches of `Rows`.
template <class Net, class Loss, std::size_t Rows>
class AsAnyNet : public AnyNet {
 public:
  explicit AsAnyNet(Net& net) : net_(net) {
    for (const auto& p : net.parameters()) {
      const auto first = static_cast<std::size_t>(p.data - net.storage().data());
      if (!Net::Places::is_trained(first)) continue;
      trained.push_back(
          {p.layer, p.shape.size(), p.shape.rank == 2, p.data, gradient_.storage().data() + first});
    }
  }
  double loss(const std::vector<double>& x, const std::vector<double>& t) override {
    return net_.loss(Loss{}, x, t, workspace_);
  }
  void gradient(const std::vector<double>& x, const std::vector<double>& t,
                std::vector<double>& dx) override {
    net_.gradient(Loss{}, x, t, workspace_, gradient_);
    net_.input_gradient(Loss{}, x, t, workspace_, kiln::Rows<double, Net::input>(dx.data(), Rows));
  }

 private:
  Net& net_;
  kiln::Workspace<Net, Rows> workspace_;
  typename Net::Gradient gradient_;
};

/// How many derivatives were compared, and how many are beyond each tolerance.
struct Derivatives {
  std::size_t compared = 0, beyond_differences = 0, beyond_duals = 0;
};

/// Both compute in double, and few enough numbers cancel.
inline constexpr double dual_rtol = 1e-12, dual_atol = 1e-15;

/// Whether a ReLU stands so near to its edge that differences step over it.
inline bool on_an_edge(const reference::Net& net, const std::vector<double>& x) {
  const std::size_t in = net.layers[0].in;
  for (std::size_t r = 0; r < x.size() / in; ++r) {
    const auto from = x.begin() + static_cast<std::ptrdiff_t>(r * in);
    const auto pass = net.forward({from, from + static_cast<std::ptrdiff_t>(in)});
    for (std::size_t l = 0; l < net.layers.size(); ++l) {
      if (net.layers[l].activation != reference::Activation::relu) continue;
      for (const double z : pass.z[l]) {
        if (std::abs(z) < 1e-3) return true;
      }
    }
  }
  return false;
}

/// Every derivative of the loss by a parameter or an input.
inline Derivatives compare_gradients(AnyNet& net, const reference::Net& truth, reference::Loss loss,
                                     std::vector<double> x, const std::vector<double>& t) {
  std::vector<double> dx(x.size());
  net.gradient(x, t, dx);
  const reference::Gradients exact = DualNet(truth).gradients(loss, x, t, 1e-7);
  Derivatives found;
  const auto compare = [&](double& at, double backpropagated, double dual) {
    const double h = difference_step, before = at;
    at = before + h;
    const double above = net.loss(x, t);
    at = before - h;
    const double below = net.loss(x, t);
    at = before;
    const double slope = (above - below) / (2 * h);
    ++found.compared;
    found.beyond_differences +=
        close(backpropagated, slope, difference_rtol, difference_atol) ? 0 : 1;
    found.beyond_duals += close(backpropagated, dual, dual_rtol, dual_atol) ? 0 : 1;
  };
  for (const AnyNet::Trained& p : net.trained) {
    const auto& dual = p.is_weight ? exact.weight[p.layer] : exact.bias[p.layer];
    for (std::size_t k = 0; k < p.count; ++k) compare(p.p[k], p.gradient[k], dual[k]);
  }
  for (std::size_t k = 0; k < x.size(); ++k) compare(x[k], dx[k], exact.input[k]);
  return found;
}

/// One net with one loss, of numbers drawn from the seed; most inputs are zero where asked for.
template <class Net, class Loss, std::size_t Rows>
Derivatives derivatives_of(reference::Loss loss, std::uint64_t seed, bool mostly_zero) {
  const auto net = std::make_unique<Net>();
  Samples samples(seed);
  Batch<double> batch;
  do {
    fill(*net, samples);
    batch = Batch<double>::draw(*net, loss, Rows, samples);
    for (double& x : batch.x) x = mostly_zero && samples.uniform(0, 1) < 0.7 ? 0 : x;
  } while (on_an_edge(truth_of(*net), batch.x));
  const auto any = std::make_unique<AsAnyNet<Net, Loss, Rows>>(*net);
  return compare_gradients(*any, truth_of(*net), loss, batch.x, batch.t);
}

/// Input, inner width, output, rows: few are multiples of a register.
struct Sizes {
  std::size_t in, inner, out, rows;
};
inline constexpr Sizes twenty[] = {{1, 1, 1, 1},   {1, 3, 2, 5},  {2, 1, 3, 3},  {3, 5, 1, 7},
                                   {5, 2, 5, 2},   {4, 7, 3, 4},  {7, 3, 9, 3},  {6, 9, 2, 5},
                                   {9, 5, 7, 1},   {3, 11, 5, 4}, {11, 6, 3, 3}, {13, 3, 6, 2},
                                   {5, 13, 11, 3}, {17, 2, 3, 6}, {2, 17, 3, 9}, {7, 10, 9, 2},
                                   {19, 7, 1, 3},  {3, 19, 7, 2}, {2, 33, 2, 3}, {33, 3, 5, 2}};

/// Every activation with every loss that fits, in `Nets<sizes>`, at `Count` of the twenty sizes
/// from number `First` on, each `Step`th (under sanitizers two of them): `Nets<…>::template
/// With<A, B>` has A inside and B at its end.
template <template <Sizes> class Nets, std::size_t First, std::size_t Count, std::size_t Step = 1>
void check_every_gradient(bool mostly_zero = false) {
  using enum reference::Loss;
  constexpr std::size_t count = KILN_FEW_WIDTHS ? 2 : Count;
  std::size_t nets = 0, compared = 0, seed = 1000 * First;
  const auto at = [&]<std::size_t I>(std::integral_constant<std::size_t, I>) {
    constexpr Sizes sizes = twenty[I];
    constexpr std::size_t rows = sizes.rows;
    const auto check = [&](const char* what, const Derivatives& found) {
      ++nets;
      compared += found.compared;
      BOOST_TEST((found.beyond_differences == 0 && found.beyond_duals == 0),
                 what << ", activation " << static_cast<int>(Chosen::chosen) << ", loss "
                      << static_cast<int>(ChosenLoss::chosen) << ", " << sizes.in << " - "
                      << sizes.inner << " - " << sizes.out << ": of " << found.compared
                      << " derivatives " << found.beyond_differences
                      << " are not the differences and " << found.beyond_duals
                      << " not the dual numbers");
    };
    using Plain = typename Nets<sizes>::template With<Chosen, Chosen>;
    using Classifier = typename Nets<sizes>::template With<Chosen, kiln::Softmax>;
    using Softmaxes = typename Nets<sizes>::template With<kiln::Softmax, kiln::Softmax>;
    for (const auto loss : {squared_error, mean_squared_error}) {
      ChosenLoss::chosen = loss;
      for (const auto activation : {reference::Activation::identity, reference::Activation::sigmoid,
                                    reference::Activation::tanh, reference::Activation::relu}) {
        Chosen::chosen = activation;
        check("squares", derivatives_of<Plain, ChosenLoss, rows>(loss, ++seed, mostly_zero));
        if (loss == mean_squared_error) continue;
        check("cross-entropy", derivatives_of<Classifier, kiln::CrossEntropy, rows>(
                                   cross_entropy, ++seed, mostly_zero));
      }
      check("softmax, squares",
            derivatives_of<Softmaxes, ChosenLoss, rows>(loss, ++seed, mostly_zero));
    }
    check("softmax, cross-entropy",
          derivatives_of<Softmaxes, kiln::CrossEntropy, rows>(cross_entropy, ++seed, mostly_zero));
  };
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (at(std::integral_constant<std::size_t, First + Step * I>{}), ...);
  }
  (std::make_index_sequence<count>());
  BOOST_TEST(nets == 15 * count);
  BOOST_TEST_MESSAGE(nets << " nets, " << compared << " derivatives");
}

}  // namespace support
