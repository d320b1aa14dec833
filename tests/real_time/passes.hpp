// SPDX-License-Identifier: MIT
#pragma once
// What the programs of this folder watch: passes over typical nets, which must neither allocate,
// lock, wait, throw nor call the system (passes.cpp), and others that do (controls.cpp).

#include <span>

namespace real_time {

/// One pass over one net, whose inputs stand ready.
struct Pass {
  const char* name;
  void (*run)();
};

/// Every pass over typical nets.
std::span<const Pass> passes();

/// Passes that each break the promise in another way, which their name says.
std::span<const Pass> controls();

/// Fills the nets and their inputs.
void prepare();

/// The most bytes of stack that one of the passes touches, each from a stack of its own.
std::size_t most_stack(std::span<const Pass> passes);

/// The number of the first system call that one of the passes makes, and −1 if none does.
int first_system_call(std::span<const Pass> passes);

}  // namespace real_time
