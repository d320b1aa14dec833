// SPDX-License-Identifier: MIT
// Passes that each break the promise, by an activation or a loss as a user might write it.
#include "real_time/passes.hpp"

#include <kiln/kiln.hpp>

#include <alloca.h>
#include <unistd.h>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <vector>

namespace real_time {

namespace {

using namespace kiln;

std::mutex mutex;
volatile bool never = false;
char* volatile kept;

/// What the activations do besides.
void allocate() {
  kept = static_cast<char*>(std::malloc(100));
  std::free(kept);
}
void map_memory() {
  kept = static_cast<char*>(std::malloc(1 << 24));
  std::free(kept);
}
void lock() { const std::lock_guard guard(mutex); }
void print() { std::printf("activated\n"); }
void ask() { (void)getppid(); }
void refuse() {
  if (never) throw std::domain_error("not in the domain");
}
[[gnu::noinline]] void fill_stack() {
  volatile char much[200'000];
  for (std::size_t i = 0; i < sizeof(much); i += 64) much[i] = 1;
}
[[gnu::noinline]] void grow_stack() {
  static volatile std::size_t size = 150'000;
  volatile char* const much = static_cast<volatile char*>(alloca(size));
  much[0] = 1;
}

template <void (*f)()>
struct Also : Tanh {
  template <class V>
  static V value(const V& z) {
    f();
    return Tanh::value(z);
  }
};

/// The mean of squares by way of a vector.
struct Copying : MeanSquaredError {
  template <class Arch, class T, Shape Out, class Targets>
  T value(Rows<const T, Out> y, const Targets& t) const {
    const std::vector<T> copy(y.begin(), y.end());
    return MeanSquaredError::value<Arch, T, Out>({copy.data(), y.count()}, t);
  }
};

template <class Activation, class Loss = MeanSquaredError>
void step() {
  using N = Net<5, Dense<7, Activation>, Dense<3>>;
  static constinit N net;
  static Trainer<N, Loss, SGD, 4> trainer(net);
  static constinit std::array<float, 4 * 5> x{};
  static constinit std::array<float, 4 * 3> t{};
  trainer.step(x, t);
}

constexpr Pass all[] = {{"malloc", step<Also<allocate>>},  {"mmap", step<Also<map_memory>>},
                        {"vector", step<Tanh, Copying>},   {"lock", step<Also<lock>>},
                        {"print", step<Also<print>>},      {"system_call", step<Also<ask>>},
                        {"throw", step<Also<refuse>>},     {"stack", step<Also<fill_stack>>},
                        {"alloca", step<Also<grow_stack>>}};

}  // namespace

std::span<const Pass> controls() { return all; }

}  // namespace real_time
