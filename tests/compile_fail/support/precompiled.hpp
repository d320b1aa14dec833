// SPDX-License-Identifier: MIT
// What the files that must not compile include, compiled once for each compiler.

#pragma once

#include <kiln/kiln.hpp>
#include <kiln/quantized/quantized.hpp>
