// SPDX-License-Identifier: MIT
// No loop of a pass depends on the numbers: for zeros, infinities, NaN and whatever else it takes
// as many instructions, counted one by one, as for any other input. The argument `control` takes an
// activation that iterates until it is content, which must be seen.

#include <kiln/kiln.hpp>

#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string_view>

namespace {

using namespace kiln;

/// As many as no pass here takes.
constexpr long endless = 2'000'000;

/// The instructions of a process that calls f, and a constant number of others; at most `endless`.
template <class F>
long instructions(const F& f) {
  std::fflush(stdout);
  const pid_t child = fork();
  if (child < 0) std::abort();
  if (child == 0) {
    if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) _exit(1);
    raise(SIGSTOP);
    f();
    _exit(0);
  }
  long count = 0;
  int status = 0;
  for (waitpid(child, &status, 0); WIFSTOPPED(status); waitpid(child, &status, 0)) {
    if (ptrace(PTRACE_SINGLESTEP, child, nullptr, nullptr) != 0) std::abort();
    if (++count == endless) {
      kill(child, SIGKILL);
      waitpid(child, &status, 0);
      return endless;
    }
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) std::abort();
  return count;
}

/// tanh, after halving z until it is small.
struct Halving : Tanh {
  static float value(float z) {
    while (z * z > 1e-3f) z = z / 2;
    return Tanh::value(z);
  }
};

constexpr std::size_t batch = 3;

template <class A>
struct Passes {
  using N = Net<7, Dense<9, A>, Dense<5, Sigmoid>, Dense<6, ReLU>, Dense<3, Softmax>>;
  inline static N net;
  inline static Workspace<N, batch> workspace;
  inline static typename N::Gradient gradient;
  inline static std::array<float, batch * 7> x;
  inline static std::array<float, batch * 3> t;
  inline static float result;

  static void predict() { result = net.predict(std::span(x).template first<7>())(0); }
  static void predict_plain() {
    result = net.template predict<simd::plain>(std::span(x).template first<7>())(0);
  }
  static void predict_batch() { result = net.predict(x, workspace).data()[0]; }
  static void backward() { result = net.gradient(CrossEntropy{}, x, t, workspace, gradient); }
  static void step() {
    static Trainer<N, CrossEntropy, Adam, batch> trainer(net);
    result = trainer.step(x, t);
  }

  /// Whether `pass` takes as many instructions for every input, within 1 %.
  static bool check(const char* name, void (*pass)(), std::span<const float> inputs) {
    long least = std::numeric_limits<long>::max(), most = 0;
    for (const float input : inputs) {
      Engine engine(1);
      net.initialize(Glorot{}, engine);
      for (float& value : x) value = input == 0.5f ? uniform<float>(engine) : input;
      for (float& value : t) value = uniform<float>(engine);
      const long count = instructions(pass);
      least = std::min(least, count);
      most = std::max(most, count);
    }
    std::printf("%s: %ld to %ld instructions\n", name, least, most);
    return most - least <= most / 100;
  }
};

}  // namespace

int main(int count, char** arguments) {
  const float infinite = std::numeric_limits<float>::infinity();
  const float inputs[] = {0.5f,   0.0f,     -1e30f,
                          1e-40f, infinite, std::numeric_limits<float>::quiet_NaN()};
  if (count > 1 && arguments[1] == std::string_view("control")) {
    using Control = Passes<Halving>;
    return Control::check("halving", Control::predict_plain, inputs) ? 0 : 1;
  }
  using P = Passes<Tanh>;
  const bool same[] = {P::check("predict, one sample", P::predict, inputs),
                       P::check("predict, a batch", P::predict_batch, inputs),
                       P::check("gradient", P::backward, inputs),
                       P::check("Trainer::step", P::step, inputs)};
  return std::all_of(std::begin(same), std::end(same), [](bool one) { return one; }) ? 0 : 1;
}
