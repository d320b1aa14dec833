// SPDX-License-Identifier: MIT
#pragma once
// The headers that cost most to read, compiled once for all tests. Nothing of kiln stands here.

#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>
#include <xsimd/xsimd.hpp>
