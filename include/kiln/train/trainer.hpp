// SPDX-License-Identifier: MIT
#pragma once
// The trainer: owns workspace and optimiser state of one net that learns. One step is forward,
// loss, backward, update; there is no loop here, since the loop is the user's.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

#include <kiln/layers/team.hpp>
#include <kiln/net/net.hpp>
#include <kiln/optimizers/update.hpp>
#include <kiln/simd/compiler.hpp>
#include <kiln/train/checks.hpp>

namespace kiln {

/// Trains a net with one loss and one optimiser on batches of at most `Batch` rows. Gradients are
/// not stored: each moves its parameters in the epilogue of its product, bit for bit what
/// `gradient` and `update` would do. Only where `Batch` is so large that passes take it in blocks
/// (Net::takes_blocks) the trainer does just that. The net must outlive the trainer.
///
/// Example  kiln::Trainer<Net, kiln::CrossEntropy, kiln::SGD, 100> trainer(net, {.learning_rate =
/// 0.1});
///          float loss = trainer.step(images, labels);
template <class Net, class Loss, class O, std::size_t Batch>
class Trainer {
  using T = typename Net::Scalar;
  using Places = typename Net::Places;
  static_assert(sizeof(checks::LossOf<Net, Loss>) > 0 && sizeof(checks::Moving<O>) > 0);
  static constexpr bool possible =
      LossFunction<Loss> && Optimizer<O> && checks::fits<Loss, typename Net::OutputLayer>;
  static constexpr std::size_t slots = checks::slots_of<O>;

 public:
  /// Trains a net that the caller keeps.
  constexpr explicit Trainer(Net& trained, O optimizer = {}, Loss loss = {})
      : net_(&trained), optimizer_(optimizer), loss_(loss) {}
  /// Of another net: says so.
  template <class Other>
  requires(checks::is_net<Other> &&
           !std::is_same_v<Other, Net>) constexpr explicit Trainer(Other&, O optimizer = {},
                                                                   Loss loss = {})
      : net_(nullptr), optimizer_(optimizer), loss_(loss) {
    (void)checks::TrainedNet<Net, Other>{};
  }

  /// One step on n ≤ Batch rows and as many targets (rows of numbers, or labels); returns the loss
  /// before the step. A pool (train/thread_pool.hpp) shares the work among its threads, for the
  /// same bits: trainer.step(images, labels, pool).
  template <class Arch = simd::default_arch, class X, class Targets, class Pool = Alone>
  constexpr T step(const X& x, const Targets& targets, Pool&& pool = {}) noexcept
      KILN_NONBLOCKING_IF(is_alone<Pool>) {
    if constexpr (possible && checks::Pass<Net, X, Workspace<Net, Batch>>::holds &&
                  checks::TargetsOfBatch<Net, X, Targets>::holds) {
      ++steps_;
      const auto rule = optimizer_.template rule<T>(steps_);
      const auto backward = [&](const auto& sink) {
        return net_->template backward<Arch, false>(loss_, x, targets, workspace_, sink, nullptr,
                                                    Training{steps_}, pool);
      };
      if constexpr (stores_gradient) {
        const T loss = backward(Assign<T, Places>{gradient_.block()});
        pool.run([&](const auto& team) { move<Arch>(rule, team); });
        return loss;
      } else {
        return backward(
            Apply<T, Places, decltype(rule), slots>{net_->block(), state_.data(), rule});
      }
    } else {
      return T(0);
    }
  }

  /// Number of steps taken.
  constexpr std::uint64_t steps() const { return steps_; }
  /// Goes on behind step number `steps`, after the net's parameters and state() have been put back.
  constexpr void resume(std::uint64_t steps) { steps_ = steps; }
  /// The optimiser, whose settings may change between steps (a learning-rate schedule).
  constexpr O& optimizer() { return optimizer_; }
  /// The workspace, for passes between steps.
  constexpr Workspace<Net, Batch>& workspace() { return workspace_; }
  /// The optimiser's state: slots × trained_count. With the parameters and steps(), a checkpoint.
  constexpr std::span<T> state() { return {state_.data(), slots * Net::trained_count}; }

 private:
  /// Large batches are learned from block by block, each adding to the gradient.
  static constexpr bool stores_gradient = Net::takes_blocks(Batch);
  struct NoGradient {};

  /// The member's share of the parameters against the stored gradient.
  template <class Arch, class Rule, class Team>
  constexpr void move(const Rule& rule, const Team& team) {
    const auto [first, n] = share_of(team, Net::trained_count, sizeof(T) < 64 ? 64 / sizeof(T) : 1);
    apply_rule<Arch, slots>(rule, n, net_->trained().data() + first,
                            std::as_const(gradient_).storage().data() + first,
                            state_.data() + first, Net::trained_count);
  }

  Net* net_;
  O optimizer_;
  Loss loss_;
  std::uint64_t steps_ = 0;
  alignas(64) std::array<T, (slots > 0 ? slots * Net::trained_count : 1)> state_{};
  [[no_unique_address]] std::conditional_t<stores_gradient, typename Net::Gradient, NoGradient>
      gradient_{};
  Workspace<Net, Batch> workspace_;
};

}  // namespace kiln
