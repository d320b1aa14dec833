// SPDX-License-Identifier: MIT
// The control: what needs exceptions, or with -DRTTI types at run time, does not compile as
// learn.cpp is compiled.

#ifdef RTTI
#include <typeinfo>
const char* name_of(int number) { return typeid(number).name(); }
#else
void fail() { throw 1; }
#endif
