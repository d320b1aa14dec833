// SPDX-License-Identifier: MIT
#pragma once
// What learn.cpp asks of the machine.

/// Prints a text that ends with 0.
void say(const char* text);
