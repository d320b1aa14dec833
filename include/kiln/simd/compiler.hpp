// SPDX-License-Identifier: MIT
#pragma once
// The compiler spellings that the rest of kiln may use; each is empty where a compiler has none.
// Not here: anything about instruction sets (arch.hpp).

/// KILN_INLINE: always inlined, so that the function takes the flags of its caller.
#if defined(__GNUC__) || defined(__clang__)
#define KILN_INLINE __attribute__((always_inline)) inline
#elif defined(_MSC_VER)
#define KILN_INLINE __forceinline
#else
#define KILN_INLINE inline
#endif

/// KILN_INLINE_LAMBDA: the same for a lambda, between its parameters and its body.
#if defined(__GNUC__) || defined(__clang__)
#define KILN_INLINE_LAMBDA __attribute__((always_inline))
#else
#define KILN_INLINE_LAMBDA
#endif

/// KILN_NONBLOCKING: behind a function's parameters, const and noexcept: it allocates, locks,
/// waits, throws and calls the system nowhere. Where the compiler knows it (clang from 20 on),
/// -Wfunction-effects checks whatever the function calls, and -fsanitize=realtime watches it run.
/// KILN_NONBLOCKING_IF(condition): where the constant condition holds.
#if defined(__has_cpp_attribute)
#if __has_cpp_attribute(clang::nonblocking)
#define KILN_NONBLOCKING [[clang::nonblocking]]
#define KILN_NONBLOCKING_IF(...) [[clang::nonblocking(__VA_ARGS__)]]
#endif
#endif
#if !defined(KILN_NONBLOCKING)
#define KILN_NONBLOCKING
#define KILN_NONBLOCKING_IF(...)
#endif

/// KILN_PAUSE(): one turn of a loop that waits for another thread, easy on the core's other users.
#if (defined(__GNUC__) || defined(__clang__)) && (defined(__x86_64__) || defined(__i386__))
#define KILN_PAUSE() __builtin_ia32_pause()
#elif (defined(__GNUC__) || defined(__clang__)) && defined(__aarch64__)
#define KILN_PAUSE() asm volatile("yield")
#else
#define KILN_PAUSE() ((void)0)
#endif

/// KILN_NOINLINE: one copy, shared by all nets that need it.
#if defined(__GNUC__) || defined(__clang__)
#define KILN_NOINLINE __attribute__((noinline))
#elif defined(_MSC_VER)
#define KILN_NOINLINE __declspec(noinline)
#else
#define KILN_NOINLINE
#endif

/// KILN_UNROLL: the loop that follows, of constant length, is unrolled whole, so that the arrays it
/// indexes can live in registers (g++ does this by itself at -O3 only).
#if defined(__clang__)
#define KILN_UNROLL _Pragma("clang loop unroll(full)")
#elif defined(__GNUC__)
#define KILN_UNROLL _Pragma("GCC unroll 32")
#else
#define KILN_UNROLL
#endif

/// KILN_SCRATCH_BEGIN, KILN_SCRATCH_END: around a function with scratch that it does not clear.
/// g++ 12 loses track of the stores into it and warns that it may be read before.
#if defined(__GNUC__) && !defined(__clang__)
#define KILN_SCRATCH_BEGIN \
  _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wmaybe-uninitialized\"")
#define KILN_SCRATCH_END _Pragma("GCC diagnostic pop")
#else
#define KILN_SCRATCH_BEGIN
#define KILN_SCRATCH_END
#endif

/// KILN_PIN(constraint, x): x is in a register here and its value is opaque to the optimiser.
#if defined(__GNUC__) || defined(__clang__)
#define KILN_PIN(constraint, x) asm("" : constraint(x))
#else
#define KILN_PIN(constraint, x) ((void)(x))
#endif

/// KILN_PREFETCH(address): that cache line will be wanted.
#if defined(__GNUC__) || defined(__clang__)
#define KILN_PREFETCH(address) __builtin_prefetch(address)
#else
#define KILN_PREFETCH(address) ((void)(address))
#endif

/// KILN_FAST_IN_DEBUG: compiled with optimisation even where the rest is not; for the one loop in
/// which debug builds would spend their time.
#if defined(__GNUC__) && !defined(__clang__) && !defined(__OPTIMIZE__)
#define KILN_FAST_IN_DEBUG __attribute__((optimize("O3")))
#else
#define KILN_FAST_IN_DEBUG
#endif

/// KILN_OPTIMIZED: 1 where the translation unit is compiled with optimisation. SIMD wrappers at
/// -O0 cost 280 times their optimised time, so debug builds take the plain loops instead.
#if defined(__OPTIMIZE__) || (defined(_MSC_VER) && !defined(_DEBUG))
#define KILN_OPTIMIZED 1
#else
#define KILN_OPTIMIZED 0
#endif
