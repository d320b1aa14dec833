// SPDX-License-Identifier: MIT
// In place of zlib, which is not there for the other machine: tests of plain files never call it.
// And one of those, an IDX file, whose extents are big-endian.

#include <kiln/io/idx.hpp>

#include <zlib.h>

#include <boost/test/unit_test.hpp>
#include <cstdlib>

#include "io/temporary_folder.hpp"

extern "C" {
int inflateInit2_(z_streamp, int, const char*, int) { std::abort(); }
int inflate(z_streamp, int) { std::abort(); }
int inflateReset(z_streamp) { std::abort(); }
int inflateEnd(z_streamp) { std::abort(); }
int deflateInit2_(z_streamp, int, int, int, int, int, const char*, int) { std::abort(); }
int deflate(z_streamp, int) { std::abort(); }
int deflateEnd(z_streamp) { std::abort(); }
uLong deflateBound(z_streamp, uLong) { std::abort(); }
}

namespace {

BOOST_AUTO_TEST_CASE(a_plain_idx_file_is_read_on_any_machine) {
  const TemporaryFolder folder;
  const Bytes file{0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 9, 8, 7, 0, 255, 5};
  const kiln::Idx idx = kiln::read_idx(write(folder / "a", file));
  BOOST_TEST(idx.shape == (std::vector<std::size_t>{2, 3}), boost::test_tools::per_element());
  BOOST_TEST(idx.data == (Bytes{9, 8, 7, 0, 255, 5}), boost::test_tools::per_element());
}

}  // namespace
