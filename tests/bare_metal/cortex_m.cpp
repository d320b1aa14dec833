// SPDX-License-Identifier: MIT
// From reset to main() on a Cortex-M, and its output by semihosting: what a debugger, or qemu,
// does for a program that stops at a breakpoint of this number.
// Source: Arm, "Semihosting for AArch32 and AArch64", SYS_WRITE0 and SYS_EXIT_EXTENDED.

#include "learn.hpp"

#include <cstddef>
#include <cstdint>

int main();

namespace {

void ask(std::uintptr_t operation, const void* argument) {
  register std::uintptr_t r0 asm("r0") = operation;
  register const void* r1 asm("r1") = argument;
  asm volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
}

[[noreturn]] void end(std::uintptr_t status) {
  constexpr std::uintptr_t application_exit = 0x20026;
  const std::uintptr_t block[] = {application_exit, status};
  for (;;) ask(0x20, block);
}

[[noreturn]] void fault() {
  say("fault\n");
  end(3);
}

}  // namespace

void say(const char* text) { ask(0x04, text); }

extern "C" {
// Instead of the C library's, which want files and signals.
[[noreturn]] void __assert_func(const char*, int, const char*, const char* condition) {
  say(condition);
  end(4);
}
[[noreturn]] void abort() { end(5); }

// Of cortex_m.ld.
extern std::uint32_t stack_end, data_in_flash, data_begin, data_end, bss_begin, bss_end;
extern void (*constructors_begin[])();
extern void (*constructors_end[])();

[[noreturn]] void reset() {
#if defined(__ARM_FP)
  *reinterpret_cast<volatile std::uint32_t*>(0xe000ed88) |= 0xf00000;  // CPACR: the FPU is on
  asm volatile("dsb\n isb");
#endif
  const std::uint32_t* from = &data_in_flash;
  for (std::uint32_t* to = &data_begin; to < &data_end;) *to++ = *from++;
  for (std::uint32_t* to = &bss_begin; to < &bss_end;) *to++ = 0;
  for (auto constructor = constructors_begin; constructor < constructors_end; ++constructor) {
    (*constructor)();
  }
  end(static_cast<std::uintptr_t>(main()));
}
}

struct Vectors {
  const void* stack;
  void (*handlers[15])();
};
extern const Vectors vectors;  // else it would be local, and left out
__attribute__((section(".vectors"), used))
const Vectors vectors = {&stack_end,
                         {reset, fault, fault, fault, fault, fault, fault, fault, fault, fault,
                          fault, fault, fault, fault, fault}};
