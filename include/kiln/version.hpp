// SPDX-License-Identifier: MIT
#pragma once
// kiln's version, the only place where it is written; CMake reads it from here.

#define KILN_VERSION_MAJOR 0
#define KILN_VERSION_MINOR 1
#define KILN_VERSION_PATCH 0
