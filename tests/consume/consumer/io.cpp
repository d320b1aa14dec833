// SPDX-License-Identifier: MIT
// A second file of the same program, which includes the core again, and the readers of files.
#include <kiln/io/idx.hpp>
#include <kiln/io/safetensors.hpp>
#include <kiln/kiln.hpp>
