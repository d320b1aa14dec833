// SPDX-License-Identifier: MIT
// Counts the allocations of every pass over nets: there must be none, and a net whose loss,
// optimiser, activation or thread allocates must be caught. Prints a line for each pass; ends with
// 1 if any is wrong.

#include <kiln/kiln.hpp>
#include <kiln/quantized/quantized.hpp>
#include <kiln/train/thread_pool.hpp>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <vector>

namespace {
std::atomic<std::size_t> allocations = 0;  // of all threads
bool failed = false;
}  // namespace

extern "C" {
void* __real_malloc(std::size_t size);
void* __real_calloc(std::size_t count, std::size_t size);
void* __real_realloc(void* old, std::size_t size);
void* __real_aligned_alloc(std::size_t alignment, std::size_t size);
void* __real_memalign(std::size_t alignment, std::size_t size);
int __real_posix_memalign(void** result, std::size_t alignment, std::size_t size);

void* __wrap_malloc(std::size_t size) {
  ++allocations;
  return __real_malloc(size);
}
void* __wrap_calloc(std::size_t count, std::size_t size) {
  ++allocations;
  return __real_calloc(count, size);
}
void* __wrap_realloc(void* old, std::size_t size) {
  ++allocations;
  return __real_realloc(old, size);
}
void* __wrap_aligned_alloc(std::size_t alignment, std::size_t size) {
  ++allocations;
  return __real_aligned_alloc(alignment, size);
}
void* __wrap_memalign(std::size_t alignment, std::size_t size) {
  ++allocations;
  return __real_memalign(alignment, size);
}
int __wrap_posix_memalign(void** result, std::size_t alignment, std::size_t size) {
  ++allocations;
  return __real_posix_memalign(result, alignment, size);
}
}

// The array forms and those without exceptions call these. Not inlined, or g++ 12 warns of a new
// that is freed.
[[gnu::noinline]] void* operator new(std::size_t size) {
  if (void* const memory = std::malloc(size > 0 ? size : 1)) return memory;
  std::abort();
}
[[gnu::noinline]] void* operator new(std::size_t size, std::align_val_t alignment) {
  const auto step = static_cast<std::size_t>(alignment);
  if (void* const memory = std::aligned_alloc(step, (size + step - 1) / step * step)) return memory;
  std::abort();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}

namespace {

using namespace kiln;

template <class F>
void expect(const char* what, bool none, const F& pass) {
  allocations = 0;
  pass();
  const std::size_t count = allocations;
  const bool right = none ? count == 0 : count > 0;
  std::printf("%-40s %zu allocations%s\n", what, count, right ? "" : "  WRONG");
  failed = failed || !right;
}

/// Losses that allocate, each in another way.
template <int Kind>
struct Allocating : CrossEntropy {
  template <class Arch, class T, Shape Out, class Targets>
  T value(Rows<const T, Out> y, const Targets& t) const {
    if constexpr (Kind == 0) {
      const std::vector<T> copy(y.begin(), y.end());
      return CrossEntropy::value<Arch, T, Out>({copy.data(), y.count()}, t);
    } else if constexpr (Kind == 1) {
      T* const copy = static_cast<T*>(std::malloc(y.size() * sizeof(T)));
      for (std::size_t i = 0; i < y.size(); ++i) copy[i] = y.data()[i];
      const T result = CrossEntropy::value<Arch, T, Out>({copy, y.count()}, t);
      std::free(copy);
      return result;
    } else {
      auto* const copy = new BasicTensor<T, Out>(y[0]);  // on 64 bytes
      const T result = CrossEntropy::value<Arch, T, Out>({copy->data(), 1}, t.slice(0, 1));
      delete copy;
      return result;
    }
  }
};

/// An optimiser that allocates.
struct AllocatingMomentum : Momentum {
  template <class T>
  auto rule(std::uint64_t step) const {
    const std::vector<double> rates(2, step > 1 ? learning_rate : learning_rate / 2);
    return Momentum{.learning_rate = rates.back(), .momentum = momentum}.template rule<T>(step);
  }
};

/// An activation that allocates, as a quantised net calls it.
struct AllocatingSoftmax : Softmax {
  template <std::size_t Width, class Arch, class T>
  static constexpr void rows(std::size_t n, T* z) {
    const std::vector<T> copy(z, z + n * Width);
    std::copy(copy.begin(), copy.end(), z);
    Softmax::rows<Width, Arch>(n, z);
  }
};

constexpr std::size_t batch = 21;

template <class N>
struct Memory {
  N net;
  Workspace<N, batch> workspace;
  typename N::Gradient gradient;
  std::array<typename N::Scalar, batch * N::input.size()> x, dx;
  std::array<typename N::Scalar, N::output.size() * N::input.size()> jacobian;
  std::array<int, batch> labels;
};

using Big = Net<784, Dense<50, Sigmoid>, Dense<100, Tanh>, Dense<10, Softmax>>;
using Pixels = Net<784, Dense<50, Sigmoid, Sparse>, Dense<10, Softmax>>;
using Small =
    BasicNet<double, Shape{1, 3, 5}, Dense<7, ReLU>, Frozen<Dense<5, Tanh>>, Dense<3, Softmax>>;

void check_graph() {
  auto x = graph::variable("x", Tensor<4, 3>::full(0.5f));
  auto w = graph::variable("W", Tensor<3, 5>::full(0.1f));
  auto b = graph::variable("b", Tensor<5>{});
  auto loss = softmax_cross_entropy(sigmoid(affine(x, w, b)), Tensor<4, 5>::full(0.2f));
  float sum = 0;
  expect("graph, forward and backward", true, [&] {
    sum += loss.forward();
    loss.backward();
    sum += w.gradient()(0, 0);
  });
  expect("graph built, forward and backward", true, [&] {
    auto again = sum * w * w;
    again.forward();
    again.backward();
  });
}

void check_minibatches() {
  static std::array<float, 50 * 7> x{};
  static std::array<std::uint8_t, 50> labels{};
  static Minibatches<float, 7, 20> batches(Rows<const float, 7>(x.data(), 50), labels);
  Engine engine(1);
  expect("minibatches, draw", true, [&] { batches.draw(engine); });
  static std::array<std::uint8_t, 50 * 7> bytes{};
  static Minibatches<float, 7, 20> widened(Rows<const std::uint8_t, 7>(bytes.data(), 50), labels,
                                           255);
  static const Net<7, Dense<3>> net;
  static Workspace<Net<7, Dense<3>>, 9> workspace;
  double sum = 0;
  expect("minibatches of bytes, draw", true, [&] { widened.draw(engine); });
  expect("accuracy of minibatches", true, [&] { sum += accuracy(net, widened, workspace); });
  std::printf("(%g)\n", sum);
}

template <class N>
void check(Memory<N>& m, double zeros = 0) {
  using T = typename N::Scalar;
  Engine engine(1);
  expect("initialize", true, [&] { m.net.initialize(Glorot{}, engine); });
  for (T& x : m.x) x = uniform<T>(engine) < T(zeros) ? T(0) : uniform<T>(engine);
  for (std::size_t r = 0; r < batch; ++r) m.labels[r] = static_cast<int>(r % N::output.size());
  const std::span<const T> x(m.x);
  const auto one = x.first(N::input.size());
  T sum(0);
  expect("predict, one sample", true, [&] { sum += m.net.predict(one)(0); });
  expect("predict, a batch", true, [&] { sum += m.net.predict(x, m.workspace).data()[0]; });
  expect("loss", true, [&] { sum += m.net.loss(CrossEntropy{}, x, m.labels, m.workspace); });
  expect("gradient", true,
         [&] { sum += m.net.gradient(CrossEntropy{}, x, m.labels, m.workspace, m.gradient); });
  expect("add_gradient", true,
         [&] { sum += m.net.add_gradient(CrossEntropy{}, x, m.labels, m.workspace, m.gradient); });
  expect("input_gradient", true, [&] {
    sum += m.net.input_gradient(CrossEntropy{}, x, m.labels, m.workspace, {m.dx.data(), batch});
  });
  expect("jacobian", true, [&] {
    m.net.jacobian(one, m.workspace,
                   View<T, Shape{N::output.size(), N::input.size()}>(m.jacobian.data()));
  });
  expect("update", true, [&] {
    update(SGD{}, 1, m.net.storage().template first<N::trained_count>(), m.gradient.storage());
  });
  expect("accuracy", true, [&] { sum += T(accuracy(m.net, x, m.labels, m.workspace)); });
  std::printf("(%g)\n", static_cast<double>(sum));
}

template <class Loss, class Optimizer = SGD, class N>
void step(const char* what, bool none, Memory<N>& m, const Optimizer& optimizer = {}) {
  static Trainer<N, Loss, Optimizer, batch> trainer(m.net);
  trainer.optimizer() = optimizer;
  // The first step, and one that finds what it left.
  expect(what, none, [&] { trainer.step(m.x, m.labels); });
  expect(what, none, [&] { trainer.step(m.x, m.labels); });
}

template <class N>
void check_optimizers(Memory<N>& m) {
  step<CrossEntropy>("Trainer::step", true, m);
  step<CrossEntropy, Momentum>("Trainer::step, Momentum", true, m);
  step<CrossEntropy, Momentum>("Trainer::step, Nesterov", true, m, {.nesterov = true});
  step<CrossEntropy, Adam>("Trainer::step, Adam", true, m);
}

template <class Format, class N>
void check_quantized(const char* what, bool none, Memory<N>& m) {
  using Q = Quantized<N, Format>;
  static Q q;
  static Workspace<Q, batch> workspace;
  if constexpr (Format::calibrated) expect("quantize", true, [&] { quantize(m.net, m.x, q); });
  else expect("quantize", true, [&] { quantize(m.net, q); });
  const std::span<const float> x(m.x);
  float sum = 0;
  std::printf("%s\n", what);
  expect("  predict, one sample", none, [&] { sum += q.predict(x.first(N::input.size()))(0); });
  expect("  predict, a batch", none, [&] { sum += q.predict(x, workspace).data()[0]; });
  std::printf("(%g)\n", static_cast<double>(sum));
}

std::vector<int> copy;

/// Passes shared by threads, once they are there.
template <class N>
void check_pool(Memory<N>& m) {
  static Trainer<N, CrossEntropy, Adam, batch> trainer(m.net, {});
  ThreadPool pool(3);
  expect("predict, 3 threads", true, [&] { m.net.predict(m.x, m.workspace, pool); });
  expect("loss, 3 threads", true,
         [&] { m.net.loss(CrossEntropy{}, m.x, m.labels, m.workspace, pool); });
  expect("accuracy, 3 threads", true, [&] { accuracy(m.net, m.x, m.labels, m.workspace, pool); });
  expect("input_gradient, 3 threads", true, [&] {
    m.net.input_gradient(CrossEntropy{}, m.x, m.labels, m.workspace, {m.dx.data(), batch}, pool);
  });
  expect("add_gradient, 3 threads", true,
         [&] { m.net.add_gradient(CrossEntropy{}, m.x, m.labels, m.workspace, m.gradient, pool); });
  expect("gradient, 3 threads", true,
         [&] { m.net.gradient(CrossEntropy{}, m.x, m.labels, m.workspace, m.gradient, pool); });
  expect("Trainer::step, 3 threads", true, [&] { trainer.step(m.x, m.labels, pool); });
  std::this_thread::sleep_for(std::chrono::milliseconds(2));
  expect("Trainer::step, 3 threads that slept", true, [&] { trainer.step(m.x, m.labels, pool); });
  expect("a thread with a vector", false, [&] {
    pool.run([&](const ThreadPool::Member& member) {
      if (member.part() == 1) std::vector<int>(m.labels.begin(), m.labels.end()).swap(copy);
    });
  });
}

}  // namespace

int main() {
  static Memory<Big> big;
  static Memory<Small> small;
  static Memory<Pixels> pixels;
  static Memory<Net<784, Dense<50, Sigmoid>, Dense<10, AllocatingSoftmax>>> allocating;
  check(big);
  check(small);
  check(pixels, 0.8);  // most are zero, as in digits
  check_optimizers(big);
  check_optimizers(small);
  check_optimizers(pixels);
  expect("numerical_gradient", true, [] {
    numerical_gradient(small.net, CrossEntropy{}, small.x, small.labels, small.workspace,
                       small.gradient);
  });
  check_pool(big);
  check_pool(small);
  check_pool(pixels);
  check_quantized<Int8>("Int8", true, big);
  check_quantized<BFloat16Weights>("BFloat16Weights", true, big);
  check_quantized<BFloat16Products>("BFloat16Products", true, big);
  check_graph();
  check_minibatches();
  // The controls.
  step<Allocating<0>>("Trainer::step, loss with a vector", false, small);
  step<Allocating<1>>("Trainer::step, loss with malloc", false, small);
  step<Allocating<2>>("Trainer::step, loss with an aligned new", false, small);
  step<CrossEntropy, AllocatingMomentum>("Trainer::step, optimiser with a vector", false, pixels);
  check_quantized<Int8>("Int8, softmax with a vector", false, allocating);
  return failed ? 1 : 0;
}
