// SPDX-License-Identifier: MIT
#pragma once
// One library that runs one workload. A file of a library says only how it does one call; the loop
// over inputs and what is compared with kiln's answer are here, the same for all.

#include <algorithm>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "workload.hpp"

namespace peers {

struct Contestant {
  std::string library, version;
  std::function<double(std::size_t)> run;      ///< that many calls; returns the seconds they took
  std::function<std::vector<float>()> answer;  ///< asked once, before any run
  std::function<double()> allocations;         ///< of one call, after some runs; empty: not known
};

/// A library: the contestants it has for a workload, none where it cannot do it.
using Library = std::function<std::vector<Contestant>(const Workload&)>;

/// Adds a library; returns true, so that a file can do it in an initialiser.
bool enter(Library library);
/// All that were added.
const std::vector<Library>& libraries();

double now();                                           ///< seconds
double allocations_of(const std::function<void()>& f);  ///< by malloc and its kin
/// What p points to is needed, and memory may have changed.
inline void keep(const void* p) { asm volatile("" : : "r"(p) : "memory"); }

/// Steps whose parameters are compared with kiln's.
inline constexpr std::size_t checked_steps = 20;

namespace contestant_detail {

template <class Call>
Contestant repeat(std::string library, std::string version, Call call) {
  Contestant c{std::move(library), std::move(version), {}, {}, {}};
  c.run = [call](std::size_t calls) mutable {
    call(std::size_t{1});  // what the others left in the caches is not this one's fault
    const double start = now();
    call(calls);
    return now() - start;
  };
  c.allocations = [call]() mutable {
    constexpr std::size_t calls = 10;
    return allocations_of([&] { call(calls); }) / calls;
  };
  return c;
}

}  // namespace contestant_detail

/// `forward(x, y)` computes one batch; the workload must outlive the contestant.
template <class Forward>
Contestant predictor(const Workload& w, std::string library, std::string version, Forward forward) {
  using contestant_detail::repeat;
  const std::size_t outputs = w.batch * w.out();
  if (w.task == Task::dependent) {
    auto chain = [&w, forward, outputs, feed = std::min(w.in(), w.out()),
                  x = std::vector<float>(w.x_of(0), w.x_of(1) + read_past),
                  y = std::vector<float>(outputs)](std::size_t calls) mutable {
      float* const in = x.data();
      float* const out = y.data();
      for (std::size_t i = 0; i < calls; ++i) {
        forward(static_cast<const float*>(in), out);
        for (std::size_t j = 0; j < feed; ++j) in[j] = out[j];
        keep(in);
      }
      return std::span<const float>(y);
    };
    Contestant c = repeat(library, version, [chain](std::size_t n) mutable { chain(n); });
    c.answer = [chain]() mutable {
      const std::span<const float> y = chain(10);
      return std::vector<float>(y.begin(), y.end());
    };
    return c;
  }
  Contestant c = repeat(
      library, version,
      [&w, forward, next = std::size_t{0}, y = std::vector<float>(outputs)](std::size_t n) mutable {
        float* const out = y.data();
        const std::size_t batches = w.batches, stride = w.batch * w.in();
        const float* const x = w.x.data();
        std::size_t i = next;
        for (std::size_t call = 0; call < n; ++call) {
          forward(x + i * stride, out);
          keep(out);
          if (++i == batches) i = 0;
        }
        next = i;
      });
  c.answer = [&w, forward, outputs]() mutable {
    std::vector<float> y(w.batches * outputs);
    for (std::size_t i = 0; i < w.batches; ++i) forward(w.x_of(i), y.data() + i * outputs);
    return y;
  };
  return c;
}

/// `step(i)` trains on batch number i; `parameters()` are the workload's, after the steps so far.
template <class Step, class Parameters>
Contestant trainer(const Workload& w, std::string library, std::string version, Step step,
                   Parameters parameters) {
  auto train = [step, i = std::size_t{0}, batches = w.batches](std::size_t n) mutable {
    for (std::size_t call = 0; call < n; ++call) {
      step(i);
      if (++i == batches) i = 0;
    }
  };
  Contestant c = contestant_detail::repeat(library, version, train);
  c.answer = [train, parameters]() mutable {
    train(checked_steps);
    return parameters();
  };
  return c;
}

}  // namespace peers
