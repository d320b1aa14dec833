// SPDX-License-Identifier: MIT
#include <kiln/simd/lines.hpp>

#include <boost/test/unit_test.hpp>
#include <numeric>
#include <utility>
#include <vector>

#include "support/guarded.hpp"

namespace {

namespace simd = kiln::simd;
using simd::default_arch;

// Two periods of rows that begin on a line and end where a page ends, each element its position.
template <class T, std::size_t Width, std::size_t Column, std::size_t Count>
void check_reader() {
  if constexpr (simd::reads_lines<T, default_arch>) {
    using Lines = simd::LineReader<T, default_arch, Width, Count>;
    constexpr std::size_t rows = Lines::period;
    std::vector<T> values(rows * Width);
    std::iota(values.begin(), values.end(), T(1));
    const support::Guarded<T> memory(values);
    BOOST_TEST(Lines::begins_on_line(memory.data()));
    BOOST_TEST(!Lines::begins_on_line(memory.data() + 1));
    Lines lines;
    std::size_t wrong = 0;
    const auto look = [&](std::size_t r, const auto& row) {
      alignas(64) T read[sizeof(typename Lines::Row) / sizeof(T)];
      for (std::size_t v = 0; v < row.size(); ++v) row[v].store_aligned(read + v * Lines::size);
      for (std::size_t j = 0; j < Count; ++j) {
        wrong += read[j] == values[r * Width + Column + j] ? 0 : 1;
      }
    };
    [&]<std::size_t... R>(std::index_sequence<R...>) {
      (look(R, lines.template row<R>(memory.data() + Column)), ...);
    }
    (std::make_index_sequence<rows>());
    BOOST_TEST(wrong == 0U, "width " << Width << ", columns " << Count << ": wrong " << wrong);
  }
}

template <class T>
void check_readers() {
  check_reader<T, 3, 0, 3>();
  check_reader<T, 10, 0, 10>();
  check_reader<T, 17, 0, 17>();
  check_reader<T, 50, 0, 50>();
  check_reader<T, 50, 16, 34>();
  check_reader<T, 100, 0, 48>();
  check_reader<T, 129, 0, 129>();
  check_reader<T, 31, 0, 31>();
}

BOOST_AUTO_TEST_CASE(rows_read_by_lines_are_the_rows) {
  check_readers<float>();
  check_readers<double>();
}

template <class T, std::size_t Count>
void check_strip() {
  if constexpr (simd::reads_lines<T, default_arch>) {
    using Lines = simd::LineReader<T, default_arch, Count, Count>;
    std::vector<T> values(Count);
    std::iota(values.begin(), values.end(), T(1));
    simd::Strip<T, default_arch, Count> from, to;
    from.load(values.data());
    Lines::to(Lines::from(from), to);
    std::vector<T> back(Count);
    to.drain([&](auto segment, const auto& part, std::size_t offset) {
      segment.store(back.data() + offset, part);
    });
    BOOST_TEST(back == values);
  }
}

BOOST_AUTO_TEST_CASE(strips_go_into_lines_and_back) {
  check_strip<float, 3>();
  check_strip<float, 16>();
  check_strip<float, 50>();
  check_strip<double, 9>();
  check_strip<double, 15>();
}

}  // namespace
