// SPDX-License-Identifier: MIT
// Files are written whole or not at all, and nothing is left lying about.
#include <kiln/io/replace_file.hpp>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <filesystem>

#include "temporary_folder.hpp"

#if __has_include(<sys/resource.h>)
#include <sys/resource.h>
#define CAN_LIMIT_FILES
#endif

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

BOOST_AUTO_TEST_CASE(another_s_temporary_file_is_not_touched) {
  const TemporaryFolder folder;
  write(folder / "a.part0", {9});
  replace(folder / "a", {1}, {2});
  BOOST_TEST(read(folder / "a.part0") == Bytes{9}, boost::test_tools::per_element());
  BOOST_TEST(folder.count() == 2U);
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

#ifdef CAN_LIMIT_FILES
BOOST_AUTO_TEST_CASE(a_full_disk_leaves_the_old_file_and_no_other) {
  const TemporaryFolder folder;
  write(folder / "a", {9});
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{1000, before.rlim_max};
  std::signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);
  BOOST_CHECK_EXCEPTION(replace(folder / "a", Bytes(100'000), {}), kiln::FileError,
                        Says("a", "can be written", "an error"));
  setrlimit(RLIMIT_FSIZE, &before);
  BOOST_TEST(read(folder / "a") == Bytes{9}, boost::test_tools::per_element());
  BOOST_TEST(folder.count() == 1U);
}
#endif
