// SPDX-License-Identifier: MIT
// Files are written whole or not at all, and nothing is left lying about. What happens when the
// system fails: tests/faults.
#include <kiln/io/replace_file.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "temporary_folder.hpp"

namespace {

void replace(const std::filesystem::path& file, const Bytes& a, const Bytes& b) {
  kiln::replace_file(file, {std::as_bytes(std::span(a)), std::as_bytes(std::span(b))});
}

}  // namespace

BOOST_AUTO_TEST_CASE(parts_stand_one_behind_the_other) {
  const TemporaryFolder folder;
  replace(folder / "a", {1, 2}, {3});
  BOOST_TEST(read(folder / "a") == (Bytes{1, 2, 3}), boost::test_tools::per_element());
  BOOST_TEST(folder.count() == 1U);
}

BOOST_AUTO_TEST_CASE(what_stood_there_is_replaced) {
  const TemporaryFolder folder;
  write(folder / "a", Bytes(100, 9));
  replace(folder / "a", {1}, {});
  BOOST_TEST(read(folder / "a") == Bytes{1}, boost::test_tools::per_element());
  BOOST_TEST(folder.count() == 1U);
}

BOOST_AUTO_TEST_CASE(a_link_stays_a_link) {
  const TemporaryFolder folder;
  write(folder / "a", {9});
  std::filesystem::create_symlink("a", folder / "link");
  replace(folder / "link", {1}, {2});
  BOOST_TEST(std::filesystem::is_symlink(folder / "link"));
  BOOST_TEST(read(folder / "a") == (Bytes{1, 2}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_link_to_nothing_is_followed) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "inner");
  std::filesystem::create_symlink("inner/second", folder / "first");
  std::filesystem::create_symlink("../a", folder / "inner/second");  // from where that link is
  replace(folder / "first", {1}, {2});
  BOOST_TEST(std::filesystem::is_symlink(folder / "first"));
  BOOST_TEST(std::filesystem::is_symlink(folder / "inner/second"));
  BOOST_TEST(std::filesystem::is_regular_file(std::filesystem::symlink_status(folder / "a")));
  BOOST_TEST(read(folder / "a") == (Bytes{1, 2}), boost::test_tools::per_element());
  BOOST_TEST(folder.count() == 3U);

  std::filesystem::create_symlink(folder / "b", folder / "absolute");
  replace(folder / "absolute", {3}, {});
  BOOST_TEST(std::filesystem::is_symlink(folder / "absolute"));
  BOOST_TEST(read(folder / "b") == Bytes{3}, boost::test_tools::per_element());

  std::filesystem::create_symlink("none/c", folder / "nowhere");
  BOOST_CHECK_EXCEPTION(replace(folder / "nowhere", {1}, {}), kiln::FileError,
                        Says("nowhere", "can be written", "No such file"));
  std::filesystem::create_symlink("itself", folder / "itself");
  BOOST_CHECK_EXCEPTION(replace(folder / "itself", {1}, {}), kiln::FileError,
                        Says("itself", "can be written", "an error"));
}

BOOST_AUTO_TEST_CASE(a_file_that_somebody_writes_to_is_not_touched) {
  const TemporaryFolder folder;
  write(folder / "a.kiln-part0", {9});
  const int other = ::open((folder / "a.kiln-part0").c_str(), O_RDONLY);
  BOOST_TEST(::flock(other, LOCK_EX) == 0);
  replace(folder / "a", {1}, {2});
  ::close(other);
  BOOST_TEST(read(folder / "a") == (Bytes{1, 2}), boost::test_tools::per_element());
  BOOST_TEST(read(folder / "a.kiln-part0") == Bytes{9}, boost::test_tools::per_element());
  BOOST_TEST(folder.count() == 2U);
}

BOOST_AUTO_TEST_CASE(what_a_killed_writer_left_is_taken_over) {
  const TemporaryFolder folder;
  write(folder / "a.kiln-part0", Bytes(100, 9));
  replace(folder / "a", {1}, {2});
  BOOST_TEST(read(folder / "a") == (Bytes{1, 2}), boost::test_tools::per_element());
  BOOST_TEST(folder.count() == 1U);
}

BOOST_AUTO_TEST_CASE(links_in_place_of_the_temporary_file_are_not_followed) {
  const TemporaryFolder folder;
  write(folder / "other", {9});
  std::filesystem::create_symlink("other", folder / "a.kiln-part0");
  std::filesystem::create_hard_link(folder / "other", folder / "a.kiln-part1");
  replace(folder / "a", {1}, {2});
  BOOST_TEST(read(folder / "other") == Bytes{9}, boost::test_tools::per_element());
  BOOST_TEST(folder.count() == 4U);
}

BOOST_AUTO_TEST_CASE(the_new_file_is_no_more_open_than_the_old_one) {
  const TemporaryFolder folder;
  write(folder / "a", {9});
  const auto owner = std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;
  std::filesystem::permissions(folder / "a", owner);
  replace(folder / "a", {1}, {2});
  BOOST_TEST((std::filesystem::status(folder / "a").permissions() == owner));
}

// The leftover is open to others, or has been opened by one who goes on reading.
BOOST_AUTO_TEST_CASE(what_a_killed_writer_left_does_not_open_the_new_file) {
  using std::filesystem::perms;
  const auto owner = perms::owner_read | perms::owner_write;
  const auto others = owner | perms::group_read | perms::others_read;
  const TemporaryFolder folder;
  write(folder / "a", {9});
  std::filesystem::permissions(folder / "a", owner);
  write(folder / "a.kiln-part0", Bytes(100, 9));
  std::filesystem::permissions(folder / "a.kiln-part0", others);
  std::ifstream reader(folder / "a.kiln-part0", std::ios::binary);
  replace(folder / "a", {1}, {2});
  BOOST_TEST((std::filesystem::status(folder / "a").permissions() == owner));
  BOOST_TEST(read(folder / "a") == (Bytes{1, 2}), boost::test_tools::per_element());
  BOOST_TEST((Bytes(std::istreambuf_iterator<char>(reader), {}) == Bytes(100, 9)));
  BOOST_TEST(folder.count() == 1U);

  // Nor is it more closed than a new one.
  write(folder / "b.kiln-part0", Bytes(100, 9));
  std::filesystem::permissions(folder / "b.kiln-part0", owner);
  const mode_t mask = ::umask(S_IWGRP | S_IWOTH);
  replace(folder / "b", {1}, {2});
  ::umask(mask);
  BOOST_TEST((std::filesystem::status(folder / "b").permissions() == others));
  BOOST_TEST(folder.count() == 2U);
}

BOOST_AUTO_TEST_CASE(the_longest_name_leaves_room_for_the_temporary_one) {
  const TemporaryFolder folder;
  const std::string longest(244, 'n');
  replace(folder / longest, {1}, {2});
  BOOST_TEST(read(folder / longest) == (Bytes{1, 2}), boost::test_tools::per_element());
  BOOST_CHECK_EXCEPTION(replace(folder / (longest + "n"), {1}, {}), kiln::FileError,
                        Says("n", "can be written", "name too long"));
  BOOST_TEST(folder.count() == 1U);
}

BOOST_AUTO_TEST_CASE(writers_at_once_leave_one_of_their_files_whole) {
  const TemporaryFolder folder;
  std::vector<std::thread> writers;
  for (std::uint8_t id = 1; id <= 4; ++id) {
    writers.emplace_back([&folder, id] {
      for (int i = 0; i < 25; ++i) replace(folder / "a", Bytes(5000, id), Bytes(5000, id));
    });
  }
  for (std::thread& writer : writers) writer.join();
  const Bytes whole = read(folder / "a");
  BOOST_TEST((whole == Bytes(10'000, whole.at(0))));
  BOOST_TEST(folder.count() == 1U);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_is_an_error) {
  const TemporaryFolder folder;
  BOOST_CHECK_EXCEPTION(replace(folder / "none/a", {1}, {}), kiln::FileError,
                        Says("none", "can be written", "No such file"));
  std::filesystem::create_directory(folder / "inner");
  BOOST_CHECK_EXCEPTION(replace(folder / "inner", {1}, {}), kiln::FileError,
                        Says("inner", "a file to write", "a folder"));
  BOOST_CHECK_THROW(replace("/dev/null", {1}, {}), kiln::FileError);
  BOOST_TEST(!std::filesystem::is_regular_file("/dev/null"));
  BOOST_CHECK_THROW(replace("", {1}, {}), kiln::FileError);
  BOOST_TEST(folder.count() == 1U);
}
