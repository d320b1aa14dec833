// SPDX-License-Identifier: MIT
// Every pass over nets that a pool shares, built with ThreadSanitizer, which ends the program with
// a status other than 0 if it sees a race. The argument `counter` lets all threads count in one
// int, `barrier` takes the barriers out of the passes: both must be seen.

#include <cstdio>
#include <kiln/kiln.hpp>
#include <kiln/train/thread_pool.hpp>
#include <string_view>

namespace {

using namespace kiln;

/// A pool whose members wait for nobody.
struct Hasty {
  struct Member : ThreadPool::Member {
    void barrier() const {}
  };
  ThreadPool& pool;

  template <class F>
  void run(const F& f) {
    pool.run([&](const ThreadPool::Member& member) { f(Member{member}); });
  }
};

/// Some layers as one: a chain is handed the pool by the chain around it.
template <class... Layers>
struct Sequence {
  template <class T, Shape In>
  using Layer = Chain<T, In, Layers...>;
};

// `zeros` of the inputs are zero.
template <class N, class Loss, class Optimizer = SGD, std::size_t batch = 43, class Pool>
void passes(Pool&& pool, double zeros = 0) {
  using T = typename N::Scalar;
  static N net;
  static Trainer<N, Loss, Optimizer, batch> trainer(net, {.learning_rate = 0.1});
  static typename N::Gradient gradient;
  static T x[batch * N::input.size()], t[batch * N::output.size()], dx[batch * N::input.size()];
  Engine engine(1);
  net.initialize(Glorot{}, engine);
  for (T& value : x) value = uniform<T>(engine) < T(zeros) ? T(0) : uniform<T>(engine);
  for (T& value : t) value = uniform<T>(engine);
  for (std::size_t n = batch; n > 0; n /= 2) {
    const std::span<const T> rows(x, n * N::input.size()), targets(t, n * N::output.size());
    net.predict(rows, trainer.workspace(), pool);
    net.gradient(Loss{}, rows, targets, trainer.workspace(), gradient, pool);
    net.add_gradient(Loss{}, rows, targets, trainer.workspace(), gradient, pool);
    net.input_gradient(Loss{}, rows, targets, trainer.workspace(), {dx, n}, pool);
    for (int step = 0; step < 3; ++step) trainer.step(rows, targets, pool);
  }
}

using Classifier = Net<37, Dense<50, Sigmoid>, Dense<10, Softmax>>;

void dense(ThreadPool& pool) {
  passes<Classifier, CrossEntropy>(pool);
  // More layers than have deltas apart: the memory of one is another's, of another width, after a
  // barrier. Two widths cost less to compile.
  passes<Net<17, Dense<9, Tanh>, Dense<17>, Frozen<Dense<9, Sigmoid>>, Dense<17, ReLU>,
             Dense<9, Tanh>, Dense<17>>,
         SquaredError>(pool);
  // In blocks, of which each has another member's rows in the memory of the one before.
  using Large = Net<61, Dense<150, Tanh>, Dense<10, Softmax>>;
  static_assert(Large::takes_blocks(1300 / 4));
  passes<Large, CrossEntropy, SGD, 1300>(pool);
}

void sparse_and_nested(ThreadPool& pool) {
  // Shares of 64 rows of W: two and a bit.
  passes<Net<150, Dense<50, Sigmoid, Sparse>, Dense<10, Softmax>>, CrossEntropy, Adam>(pool, 0.8);
  passes<Net<19, Dense<33, Tanh>, Sequence<Dense<17, ReLU>, Sequence<Dense<21, Sigmoid>>, Dense<9>>,
             Frozen<Sequence<Dense<12>>>, Dense<5>>,
         SquaredError, Momentum>(pool);
}

}  // namespace

int main(int count, char** arguments) {
  const std::string_view control = count > 1 ? arguments[1] : "";
  for (const std::size_t threads : {2, 3, 4, 7}) {
    ThreadPool pool(threads);
    if (control == "counter") {
      int counter = 0;
      for (int i = 0; i < 100; ++i) pool.run([&](const ThreadPool::Member&) { ++counter; });
      std::printf("%d\n", counter);
    } else if (control == "barrier") {
      passes<Classifier, CrossEntropy>(Hasty{pool});
    } else {
      dense(pool);
      sparse_and_nested(pool);
    }
  }
}
