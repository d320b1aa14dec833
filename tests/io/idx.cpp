// SPDX-License-Identifier: MIT
// IDX files good and bad, plain and gzipped. What they cost in memory: bad_input.cpp.

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include <kiln/io/idx.hpp>

#include "temporary_folder.hpp"

namespace {

// Two images of 2 × 3 pixels.
const Bytes head{0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3};
const Bytes pixels{0, 1, 2, 3, 4, 5, 255, 254, 253, 252, 251, 250};
const Bytes good = head + pixels;
const std::vector<std::size_t> shape{2, 2, 3};

void check_good(const kiln::Idx& idx) {
  BOOST_TEST(idx.shape == shape, boost::test_tools::per_element());
  BOOST_TEST(idx.data == pixels, boost::test_tools::per_element());
}

// Every bit of every byte flipped, and all bits of it.
template <class Check>
void for_each_changed_byte(const Bytes& bytes, Check check) {
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (const int mask : {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
      Bytes changed = bytes;
      changed[at] = static_cast<std::uint8_t>(changed[at] ^ mask);
      check(changed, at);
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_plain_file_is_read) {
  const TemporaryFolder folder;
  check_good(kiln::read_idx(write(folder / "a", good)));
}

BOOST_AUTO_TEST_CASE(a_gzipped_file_is_read_whatever_its_name) {
  const TemporaryFolder folder;
  check_good(kiln::read_idx(write(folder / "a.gz", gzip(good))));
  check_good(kiln::read_idx(write(folder / "a", gzip(good))));
  check_good(kiln::read_idx(write(folder / "plain.gz", good)));
}

BOOST_AUTO_TEST_CASE(a_gzip_of_several_members_is_one_file) {
  const TemporaryFolder folder;
  check_good(kiln::read_idx(write(folder / "a.gz", gzip(head) + gzip({}) + gzip(pixels))));
}

BOOST_AUTO_TEST_CASE(a_file_larger_than_every_buffer_is_read) {
  const TemporaryFolder folder;
  constexpr std::size_t size = 5'000'001;
  Bytes data(size);
  for (std::size_t i = 0; i < size; ++i) data[i] = static_cast<std::uint8_t>(i * i >> 7);
  const Bytes file = Bytes{0, 0, 8, 1, 0, 0x4c, 0x4b, 0x41} + data;
  BOOST_TEST((kiln::read_idx(write(folder / "a", file)).data == data));
  BOOST_TEST((kiln::read_idx(write(folder / "a.gz", gzip(file))).data == data));
}

BOOST_AUTO_TEST_CASE(an_extent_of_zero_is_an_empty_array) {
  const TemporaryFolder folder;
  const kiln::Idx idx = kiln::read_idx(write(folder / "a", {0, 0, 8, 1, 0, 0, 0, 0}));
  BOOST_TEST(idx.shape.size() == 1U);
  BOOST_TEST(idx.data.empty());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_opened_is_named) {
  const TemporaryFolder folder;
  BOOST_CHECK_EXCEPTION(kiln::read_idx(folder / "nothing"), kiln::FileError,
                        Says((folder / "nothing").string(), "a readable file", "none"));
  BOOST_CHECK_EXCEPTION(kiln::read_idx(folder / ""), kiln::FileError,
                        Says("", "a file", "a folder"));
}

BOOST_AUTO_TEST_CASE(a_wrong_header_says_what_is_wrong) {
  const TemporaryFolder folder;
  const auto check = [&](const Bytes& bytes, const char* expected, const char* found) {
    const auto file = write(folder / "bad", bytes);
    BOOST_CHECK_EXCEPTION(kiln::read_idx(file), kiln::FileError, Says("bad", expected, found));
  };
  check({}, "IDX header", "only 0 bytes");
  check({0, 0, 8}, "IDX header", "only 3 bytes");
  check({'P', 'K', 3, 4}, "first two bytes are 0", "80 and 75");
  check({0, 0, 13, 1, 0, 0, 0, 0}, "type 8", "type 13");
  check({0, 0, 8, 0}, "at least one axis", "none");
  check({0, 0, 8, 2, 0, 0, 0, 1, 0, 0}, "2 extents", "its end after 1");
  check(Bytes{0, 0, 8, 3} + Bytes(12, 255), "fits in memory", "4294967295");
}

BOOST_AUTO_TEST_CASE(too_few_and_too_many_bytes_are_told_with_both_numbers) {
  const TemporaryFolder folder;
  const Bytes shorter = first(good, good.size() - 1), longer = good + Bytes{7};
  for (const bool zipped : {false, true}) {
    const auto file = [&](const Bytes& bytes) {
      return write(folder / "bad", zipped ? gzip(bytes) : bytes);
    };
    BOOST_CHECK_EXCEPTION(kiln::read_idx(file(shorter)), kiln::FileError,
                          Says("bad", "12 bytes of data for shape (2, 2, 3)", "only 11"));
    BOOST_CHECK_EXCEPTION(kiln::read_idx(file(longer)), kiln::FileError,
                          Says("bad", "the end of the file after 12 bytes", "more bytes"));
  }
}

BOOST_AUTO_TEST_CASE(every_truncation_is_seen) {
  const TemporaryFolder folder;
  for (const Bytes& bytes : {good, gzip(good), gzip(head) + gzip(pixels)}) {
    for (std::size_t n = 0; n < bytes.size(); ++n) {
      const auto file = write(folder / "bad", first(bytes, n));
      BOOST_CHECK_THROW(kiln::read_idx(file), kiln::FileError);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_changed_byte_of_a_plain_file_changes_a_pixel_or_throws) {
  const TemporaryFolder folder;
  for_each_changed_byte(good, [&](const Bytes& changed, std::size_t at) {
    const auto file = write(folder / "bad", changed);
    if (at < head.size()) {
      BOOST_CHECK_THROW(kiln::read_idx(file), kiln::FileError);
    } else {
      BOOST_TEST((head + kiln::read_idx(file).data == changed));
    }
  });
}

BOOST_AUTO_TEST_CASE(a_changed_byte_of_a_gzipped_file_never_changes_a_pixel) {
  const TemporaryFolder folder;
  int thrown = 0;
  for_each_changed_byte(gzip(good), [&](const Bytes& changed, std::size_t) {
    const auto file = write(folder / "bad", changed);
    try {
      check_good(kiln::read_idx(file));
    } catch (const kiln::FileError&) {
      ++thrown;
    }
  });
  BOOST_TEST(thrown > 100);
}

BOOST_AUTO_TEST_CASE(a_wrong_checksum_or_length_and_trailing_bytes_are_seen) {
  const TemporaryFolder folder;
  const Bytes zipped = gzip(good);
  constexpr std::size_t trailer = 8;  // CRC-32 and length, four bytes each
  for (std::size_t i = 0; i < trailer; ++i) {
    Bytes changed = zipped;
    changed[zipped.size() - trailer + i] ^= 1;
    const auto file = write(folder / "bad", changed);
    BOOST_CHECK_EXCEPTION(
        kiln::read_idx(file), kiln::FileError,
        Says("bad", "a valid gzip stream", i < 4 ? "data check" : "length check"));
  }
  for (const Bytes& garbage : {Bytes{0}, Bytes{'x', 'y'}, Bytes{0x1f}, Bytes{0x1f, 0x8b}}) {
    const auto file = write(folder / "bad", zipped + garbage);
    BOOST_CHECK_THROW(kiln::read_idx(file), kiln::FileError);
  }
}
