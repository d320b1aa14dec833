// SPDX-License-Identifier: MIT
#include <kiln/kernels/panels.hpp>

#include <kiln/kernels/naive.hpp>

#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <vector>

#include "support/architectures.hpp"
#include "support/bits.hpp"
#include "support/guarded.hpp"
#include "support/samples.hpp"
#include "support/step.hpp"

namespace {

// Columns [3, 3 + Width) of a product of matrices that are wider, as plain loops compute them.
// `epilogue` is that of a result that begins there.
template <class T, class Arch, std::size_t Width, std::size_t Chains, class F>
bool right(std::size_t rows, std::size_t depth, std::size_t b_row, const F& epilogue) {
  constexpr std::size_t column = 3;
  support::Samples samples(100 * Width + rows + depth);
  const support::Guarded<T> a(samples.uniforms<T>(rows * depth + 1, -1, 1));
  const support::Guarded<T> b(samples.uniforms<T>(depth * b_row + column + Width, -1, 1));
  const std::vector<T> before = samples.uniforms<T>((rows - 1) * b_row + column + Width, -1, 1);
  std::vector<T> plain = before;
  const kiln::Straight<T> left = kiln::straight(a.data(), depth);
  kiln::naive::multiply<Chains>(rows, depth, column + Width, left, {b.data(), b_row, 1},
                                epilogue(plain.data(), b_row));
  for (std::size_t r = 0; r < rows; ++r) {  // not of this panel
    for (std::size_t j = 0; j < column; ++j) plain[r * b_row + j] = before[r * b_row + j];
  }
  support::Guarded<T> y(before);
  kiln::multiply_panel<Arch, Width, Chains>(rows, depth, left, b.data() + column, b_row,
                                            epilogue(y.data(), b_row), column);
  return support::first_difference(y.data(), plain.data(), y.size()) == y.size() &&
         y.untouched_before(y.size());
}

template <class T>
kiln::Store<T> store(T* y, std::size_t row) {
  return {y, row, nullptr, 0};
}
template <class T>
kiln::Store<T> add(T* y, std::size_t row) {
  return {y, row, y, row};
}
template <class T>
support::Step<T> step(T* y, std::size_t row) {
  return {y, row};
}

template <class T, std::size_t Width, std::size_t Chains = 1>
void check() {
  support::for_architectures_of_kernels([]<class Arch>(Arch) {
    if constexpr (kiln::simd::vectorised<T, Arch>) {
      for (std::size_t rows = 1; rows <= 30; ++rows) {
        for (const std::size_t depth : {std::size_t{9}, std::size_t{17}, std::size_t{140}}) {
          const bool good = right<T, Arch, Width, Chains>(rows, depth, Width + 5, store<T>);
          BOOST_TEST(good, rows << " × " << Width << ", " << depth << " terms");
        }
      }
    }
  });
}

// Depths of none, one and several blocks; rows of one tile, of several, of those that one
// register's last tile has, and of two parts of 64.
template <class T, std::size_t Width>
void check_epilogues() {
  support::for_architectures_of_kernels([]<class Arch>(Arch) {
    if constexpr (kiln::simd::vectorised<T, Arch>) {
      for (const std::size_t rows :
           {std::size_t{3}, std::size_t{11}, std::size_t{14}, std::size_t{27}, std::size_t{70}}) {
        for (const std::size_t depth : {std::size_t{0}, std::size_t{100}, std::size_t{1100}}) {
          const bool added = right<T, Arch, Width, 1>(rows, depth, Width + 4, add<T>);
          const bool stepped = right<T, Arch, Width, 1>(rows, depth, Width + 4, step<T>);
          BOOST_TEST(added, rows << " × " << Width << ", " << depth << " terms, added");
          BOOST_TEST(stepped, rows << " × " << Width << ", " << depth << " terms, a step");
        }
      }
    }
  });
}

BOOST_AUTO_TEST_CASE(a_panel_has_the_bits_of_plain_loops_for_every_number_of_rows) {
  check<float, 10, 4>();
  check<float, 65>();
  check<double, 13>();
  if constexpr (!KILN_FEW_WIDTHS) {
    check<float, 31, 2>();
    check<float, 7>();
    check<float, 33>();
    check<float, 64>();
  }
}

BOOST_AUTO_TEST_CASE(a_panel_has_the_bits_of_plain_loops_for_every_epilogue) {
  check_epilogues<float, 10>();
  if constexpr (!KILN_FEW_WIDTHS) {
    check_epilogues<float, 17>();
    check_epilogues<float, 80>();
    check_epilogues<double, 9>();
  }
}

// Columns given row after row, padded to whole registers.
BOOST_AUTO_TEST_CASE(a_packed_panel_has_the_bits_of_plain_loops) {
  support::for_architectures_of_kernels([]<class Arch>(Arch) {
    if constexpr (kiln::simd::vectorised<float, Arch>) {
      constexpr std::size_t width = 19, depth = 21,
                            row = kiln::simd::Strip<float, Arch, width>::padded;
      support::Samples samples(5);
      const std::vector<float> packed = samples.uniforms<float>(depth * row, -1, 1);
      for (std::size_t rows = 1; rows <= 20; ++rows) {
        const support::Guarded<float> a(samples.uniforms<float>(rows * depth, -1, 1));
        std::vector<float> plain(rows * width);
        support::Guarded<float> y(plain);
        const kiln::Straight<float> left = kiln::straight(a.data(), depth);
        kiln::naive::multiply<1>(rows, depth, width, left, {packed.data(), row, 1},
                                 store(plain.data(), width));
        kiln::multiply_packed_panel<Arch, width>(rows, depth, left, packed.data(),
                                                 store(y.data(), width));
        BOOST_TEST(support::first_difference(y.data(), plain.data(), y.size()) == y.size(), rows);
        BOOST_TEST(y.untouched_before(y.size()), rows);
      }
    }
  });
}

// Notes the outputs that were asked for, and counts those that were finished unasked, or twice.
struct Recorder {
  std::vector<int>* asked;
  std::vector<int>* finished;
  std::size_t row;
  std::size_t first = 0;

  Recorder from(std::size_t i, std::size_t j) const {
    return {asked, finished, row, first + i * row + j};
  }
  bool is_distant(std::size_t, std::size_t) const { return true; }
  template <std::size_t Columns>
  void prefetch(std::size_t i, std::size_t j, std::size_t rows) const {
    for (std::size_t r = i; r < i + rows; ++r) {
      for (std::size_t c = j; c < j + Columns; ++c) ++asked->at(first + r * row + c);
    }
  }
  template <class Segment>
  auto start(Segment, std::size_t, std::size_t) const {
    return typename Segment::Vector(0.0F);
  }
  template <class Segment, class V>
  void finish(Segment, const V&, std::size_t i, std::size_t j) const {
    for (std::size_t c = j; c < j + Segment::count; ++c) {
      const std::size_t at = first + i * row + c;
      finished->at(at) += asked->at(at) == 1 ? 1 : 100;
    }
  }
};

template <std::size_t Width>
void check_asked() {
  support::for_architectures_of_kernels([]<class Arch>(Arch) {
    if constexpr (kiln::simd::vectorised<float, Arch>) {
      constexpr std::size_t row = Width + 4, column = 3;
      for (const std::size_t depth : {std::size_t{9}, std::size_t{70}}) {
        for (std::size_t rows = 1; rows <= 40; ++rows) {
          const std::vector<float> a(rows * depth), b(depth * row);
          std::vector<int> asked(rows * row), finished(rows * row), expected(rows * row);
          for (std::size_t r = 0; r < rows; ++r) {
            for (std::size_t j = 0; j < Width; ++j) expected[r * row + column + j] = 1;
          }
          kiln::multiply_panel<Arch, Width, 1>(rows, depth, kiln::straight(a.data(), depth),
                                               b.data(), row, Recorder{&asked, &finished, row},
                                               column);
          BOOST_TEST((asked == expected), rows << " rows, " << depth << " terms");
          BOOST_TEST((finished == expected), rows << " rows, " << depth << " terms");
        }
      }
    }
  });
}

// Before they are computed, and nothing else, in products of one block.
BOOST_AUTO_TEST_CASE(a_panel_asks_for_each_of_its_outputs_once) {
  check_asked<3>();
  check_asked<21>();
}

// Sums of several chains, of as many terms as are packed at once and of more.
BOOST_AUTO_TEST_CASE(deep_chains_have_the_bits_of_plain_loops) {
  using Arch = kiln::simd::default_arch;
  if constexpr (kiln::simd::vectorised<float, Arch>) {
    constexpr std::size_t most = kiln::one_block_terms<float, Arch, 10>;
    for (const std::size_t depth : {most, most + 1}) {
      const bool good = right<float, Arch, 10, 4>(40, depth, 15, store<float>);
      BOOST_TEST(good, depth);
    }
  }
}

// More than the second-level cache holds.
BOOST_AUTO_TEST_CASE(a_panel_of_a_far_matrix_has_the_bits_of_plain_loops) {
  using Arch = kiln::simd::default_arch;
  if constexpr (kiln::simd::vectorised<float, Arch>) {
    for (const std::size_t rows : {std::size_t{5}, std::size_t{13}, std::size_t{17}}) {
      const bool good = right<float, Arch, 64, 1>(rows, 600, 500, store<float>);
      BOOST_TEST(good, rows);
    }
  }
}

}  // namespace
