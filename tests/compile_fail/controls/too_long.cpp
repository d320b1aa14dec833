// SPDX-License-Identifier: MIT
// Fails with the right sentence, and with a note for each of the functions that do not fit.
// expect: no matching function for call
// numbers: none
// complaint: more than 15

template <int N>
struct Size {};

void take(Size<1>);
void take(Size<2>);
void take(Size<3>);
void take(Size<4>);
void take(Size<5>);
void take(Size<6>);
void take(Size<7>);
void take(Size<8>);

int main() {
#ifdef FIXED
  take(Size<8>{});
#else
  take(Size<9>{});
#endif
}
