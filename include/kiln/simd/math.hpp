// SPDX-License-Identifier: MIT
#pragma once
// exp, log, tanh and sigmoid, each written once for a number and for a register of them: the same
// bits on every instruction set and in constant evaluation. Within 2.5 units in the last place
// over the whole range, with the right limits. Not xsimd's own: those differ between instruction
// sets and exp stops at 88.38.
// Source: range reduction after Cody and Waite; log as in fdlibm's e_log.c; the polynomials are
// Chebyshev interpolants computed with 90 digits, those of exp and tanh in float minimax ones
// (Lawson's iteration), one term shorter.

#include <kiln/simd/exp.hpp>
#include <kiln/simd/log.hpp>
#include <kiln/simd/sigmoid.hpp>
#include <kiln/simd/tanh.hpp>
