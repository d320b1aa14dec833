// SPDX-License-Identifier: MIT
#include <kiln/simd/strip.hpp>

#include <boost/test/unit_test.hpp>
#include <numeric>
#include <utility>
#include <vector>

#include "support/architectures.hpp"
#include "support/guarded.hpp"

namespace {

namespace simd = kiln::simd;

template <class T>
std::vector<T> counting(std::size_t n, T first) {
  std::vector<T> x(n);
  std::iota(x.begin(), x.end(), first);
  return x;
}

// All elements of a register, those beyond the segment too.
template <class Arch, class T, class V>
std::vector<T> lanes_of(const V& x) {
  alignas(64) T all[simd::lanes<T, Arch>];
  if constexpr (simd::is_register<V>) x.store_aligned(all);
  else all[0] = x;
  return {all, all + simd::lanes<T, Arch>};
}

// One place for all sizes, which keeps this file quick to compile.
void report(const char* what, std::size_t n, bool loaded, bool stored, bool alone) {
  BOOST_TEST(loaded, what << " of " << n << " elements: load");
  BOOST_TEST(stored, what << " of " << n << " elements: store");
  BOOST_TEST(alone, what << " of " << n << " elements: writes outside");
}

// Both ends stand at a page's end; what is before them must stay.
template <class T, class Arch, std::size_t N>
void check_segment() {
  using Segment = simd::Segment<T, Arch, N>;
  const support::Guarded<T> from(counting<T>(N, 1));
  support::Guarded<T> to(N);
  const auto x = Segment::load(from.data());
  auto expected = counting<T>(N, 1);
  expected.resize(simd::lanes<T, Arch>, T(0));  // zeros beyond
  const bool loaded = lanes_of<Arch, T>(x) == expected;
  Segment::store(to.data(), x);
  bool stored = std::vector<T>(to.data(), to.data() + N) == counting<T>(N, 1);
  bool alone = to.untouched_before(N);
  support::Guarded<T> apart(N);
  Segment::store_apart(apart.data(), x);
  stored = stored && std::vector<T>(apart.data(), apart.data() + N) == counting<T>(N, 1);
  alone = alone && apart.untouched_before(N);
  // In the middle of memory: the neighbours behind stay too.
  for (const auto write : {&Segment::store, &Segment::store_apart}) {
    std::vector<T> middle(N + 2 * simd::lanes<T, Arch>, T(-1));
    write(&middle[1], x);
    for (std::size_t i = 0; i < middle.size(); ++i) {
      alone = alone && middle[i] == (i >= 1 && i <= N ? static_cast<T>(i) : T(-1));
    }
  }
  report("segment", N, loaded, stored, alone);
}

template <class T, class Arch, std::size_t Count>
void check_strip() {
  using Strip = simd::Strip<T, Arch, Count>;
  const support::Guarded<T> a(counting<T>(Count, 1)), b(counting<T>(Count, -5));
  support::Guarded<T> to(Count);
  Strip sum, row, other;
  sum.load(a.data());
  row.load(b.data());
  other.load(a.data());
  row.keep();
  sum.add_product(T(3), row);
  sum.add(other);
  std::size_t next = 0, filled_to = 0;
  bool in_order = true, right = true;
  sum.drain([&](auto segment, const auto& x, std::size_t offset) {
    in_order = in_order && offset == next;
    next += segment.count;
    segment.store(to.data() + offset, x);
  });
  for (std::size_t i = 0; i < Count; ++i) {
    right = right && to.data()[i] == 2 * a.data()[i] + 3 * b.data()[i];
  }
  Strip filled;
  filled.fill([&](auto segment, std::size_t offset) {
    in_order = in_order && offset == filled_to;
    filled_to += segment.count;
    return typename decltype(segment)::Vector(T(1));
  });
  report("strip", Count, in_order && next == Count && filled_to == Count, right,
         to.untouched_before(Count));
}

template <class T>
void check_all() {
  support::for_each_architecture([]<class Arch>(Arch) {
    constexpr std::size_t lanes = simd::lanes<T, Arch>;
    if constexpr (simd::vectorised<T, Arch>) {
      [&]<std::size_t... I>(std::index_sequence<I...>) { (check_segment<T, Arch, I + 1>(), ...); }
      (std::make_index_sequence<lanes>());
      [&]<std::size_t... I>(std::index_sequence<I...>) { (check_strip<T, Arch, I + 1>(), ...); }
      (std::make_index_sequence<2 * lanes + 1>());
    } else {
      check_segment<T, Arch, 1>();
    }
  });
}

BOOST_AUTO_TEST_CASE(segments_and_strips_of_floats_touch_their_elements_alone) {
  check_all<float>();
}
BOOST_AUTO_TEST_CASE(segments_and_strips_of_doubles_touch_their_elements_alone) {
  check_all<double>();
}

}  // namespace
