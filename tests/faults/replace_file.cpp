// SPDX-License-Identifier: MIT
// Every system call that replacing a file makes fails in turn, is cut short, or is where the
// program is killed; the disk is full, or the file beyond its limit. There is always the old file
// or the new one, whole; no temporary file stays; and what failed is reported. The controls are
// writers without one of the precautions: they are caught.
#include <kiln/io/replace_file.hpp>

#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <fstream>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "../io/temporary_folder.hpp"
#include "system_calls.hpp"

namespace {

const Bytes old_bytes(3000, 1), part_a(100'000, 2), part_b(70'000, 3);
const Bytes new_bytes = part_a + part_b;

using Writer = std::function<void(const std::filesystem::path&)>;

void replace(const std::filesystem::path& file) {
  kiln::replace_file(file, {std::as_bytes(std::span(part_a)), std::as_bytes(std::span(part_b))});
}

// Writes over the old file.
void write_in_place(const std::filesystem::path& file) {
  const int out = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  const bool good =
      ::write(out, new_bytes.data(), new_bytes.size()) == static_cast<ssize_t>(new_bytes.size());
  ::close(out);
  if (!good) throw kiln::FileError(file, "room", "none");
}

// By a temporary file, but looking at nothing.
void write_blindly(const std::filesystem::path& file) {
  const auto temporary = file.string() + ".tmp";
  const int out = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  (void)!::write(out, new_bytes.data(), new_bytes.size());
  ::close(out);
  ::rename(temporary.c_str(), file.c_str());
}

// What came of a write that met a fault.
struct Result {
  std::string call;           // that failed
  bool reported = false;      // as a FileError
  bool whole = false;         // the old bytes or the new ones
  bool is_new = false;        // the new ones
  std::size_t strangers = 0;  // files beside it
};

Result look(const TemporaryFolder& folder, Result result) {
  const Bytes now = read(folder / "a");
  result.is_new = now == new_bytes;
  result.whole = result.is_new || now == old_bytes;
  result.strangers = folder.count() - (std::filesystem::exists(folder / "a") ? 1 : 0);
  return result;
}

// The calls of a write that meets no fault, or its n-th call failing so.
std::vector<std::string> calls_of(const Writer& writer) {
  const TemporaryFolder folder;
  write(folder / "a", old_bytes);
  faults::calls.clear();
  faults::at = 0;
  faults::watching = true;
  writer(folder / "a");
  faults::watching = false;
  return faults::calls;
}

Result with_fault_in(const TemporaryFolder& folder, const Writer& writer, std::size_t n, int how) {
  const auto file = folder / "a";
  Result result;
  faults::calls.clear();
  faults::calls.reserve(100);
  faults::at = n;
  faults::how = how;
  faults::watching = true;
  try {
    writer(file);
  } catch (const kiln::FileError&) {
    result.reported = true;
  }
  faults::watching = false;
  faults::how = 0;
  if (n > 0 && faults::calls.size() >= n) result.call = faults::calls[n - 1];
  return look(folder, result);
}

Result with_fault(const Writer& writer, std::size_t n, int how) {
  const TemporaryFolder folder;
  write(folder / "a", old_bytes);
  return with_fault_in(folder, writer, n, how);
}

// Runs in a process of its own, which a signal may end.
int in_child(const std::function<int()>& what) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(what());
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

// Faults that leave neither the old file nor the new one, that nobody hears of, or that leave a
// temporary file.
struct Sins {
  int torn = 0, silent = 0, strangers = 0;
};

Sins sins(const Writer& writer) {
  Sins sum;
  const std::size_t count = calls_of(writer).size();
  for (std::size_t n = 1; n <= count; ++n) {
    for (const int how : {EIO, ENOSPC, EINTR, faults::shorten}) {
      const Result result = with_fault(writer, n, how);
      sum.torn += !result.whole;
      sum.silent += !result.reported && !result.is_new;
      sum.strangers += result.strangers > 0;
    }
  }
  return sum;
}

// Limits the size of files.
int write_beyond_limit(const Writer& writer, const std::filesystem::path& file) {
  return in_child([&] {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{50'000, 50'000};
    if (::setrlimit(RLIMIT_FSIZE, &small) != 0) return 2;
    try {
      writer(file);
    } catch (const kiln::FileError& error) {
      return std::string_view(error.what()).find("too large") != std::string_view::npos ? 0 : 3;
    }
    return 1;
  });
}

// Namespaces of its own for the calling process, in which its user is root. Without the maps the
// user has no number there, and so can make no file.
bool become_root() {
  const std::string user = std::to_string(::geteuid()), group = std::to_string(::getegid());
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
  const auto say = [](const char* file, const std::string& text) {
    return bool(std::ofstream(file) << text << std::flush);
  };
  return say("/proc/self/setgroups", "deny") && say("/proc/self/uid_map", "0 " + user + " 1") &&
         say("/proc/self/gid_map", "0 " + group + " 1");
}

// A file system of 128 KiB at the folder, seen by the calling process alone.
bool mount_small(const std::filesystem::path& folder) {
  if (::unshare(CLONE_NEWNS) != 0 && !become_root()) return false;
  ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
  return ::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=128k") == 0;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_calls_stand_in_the_order_that_makes_a_file_durable) {
  const std::vector<std::string> all = calls_of(replace);
  std::vector<std::string> order;
  const std::set<std::string> matter{"create", "write", "fsync", "rename", "fsync folder"};
  std::copy_if(all.begin(), all.end(), std::back_inserter(order),
               [&](const std::string& call) { return matter.contains(call); });
  const std::vector<std::string> expected{"create", "write",  "write",
                                          "fsync",  "rename", "fsync folder"};
  BOOST_TEST(order == expected, boost::test_tools::per_element());
  std::string text;
  for (const std::string& call : all) text += call + ", ";
  BOOST_TEST_MESSAGE(text);
}

BOOST_AUTO_TEST_CASE(a_call_that_fails_is_reported_and_leaves_the_old_file) {
  const std::size_t count = calls_of(replace).size();
  BOOST_TEST(count > 8U);
  for (std::size_t n = 1; n <= count; ++n) {
    for (const int how : {EIO, ENOSPC}) {
      const Result result = with_fault(replace, n, how);
      BOOST_TEST_CONTEXT("call " << n << ", " << result.call) {
        BOOST_TEST(result.whole);
        BOOST_TEST(result.strangers == 0U);
        // All is on the disk when files are closed; a lock is of use, but not needed.
        const bool harmless = result.call == "close" || result.call == "flock";
        BOOST_TEST(result.reported == !harmless);
        BOOST_TEST(result.is_new == (harmless || result.call == "fsync folder"));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(interrupted_calls_and_short_writes_are_gone_on_with) {
  const std::size_t count = calls_of(replace).size();
  for (std::size_t n = 1; n <= count; ++n) {
    for (const int how : {EINTR, faults::shorten}) {
      const Result result = with_fault(replace, n, how);
      BOOST_TEST_CONTEXT("call " << n << ", " << result.call) {
        BOOST_TEST(result.whole);
        BOOST_TEST(result.strangers == 0U);
        BOOST_TEST(result.is_new == !result.reported);
        const std::set<std::string> retried{"create", "write",        "fsync", "open folder",
                                            "flock",  "fsync folder", "close"};
        if (retried.contains(result.call)) BOOST_TEST(result.is_new);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_program_killed_at_any_call_leaves_the_old_file_or_the_new_one) {
  const std::size_t count = calls_of(replace).size();
  std::size_t left = 0;
  for (std::size_t n = 1; n <= count; ++n) {
    for (const int how : {faults::kill_before, faults::kill_after}) {
      const TemporaryFolder folder;
      const auto file = write(folder / "a", old_bytes);
      // In this process's folder: the killed one could not remove its own.
      const int status = in_child([&] { return with_fault_in(folder, replace, n, how), 0; });
      BOOST_TEST(WIFSIGNALED(status));
      const Result result = look(folder, {});
      BOOST_TEST(result.whole);
      BOOST_TEST(result.strangers <= 1U);
      left += result.strangers;
      replace(file);  // takes over what was left
      BOOST_TEST((look(folder, {}).is_new && folder.count() == 1U));
    }
  }
  BOOST_TEST(left > 0U);  // the kills hit
}

// With what a killed writer left: with a fault it may stay, but the new file is not left beside it.
BOOST_AUTO_TEST_CASE(faults_while_a_leftover_is_removed_are_reported_and_leave_the_old_file) {
  const auto with_leftover = [](std::size_t n, int how) {
    const TemporaryFolder folder;
    write(folder / "a", old_bytes);
    write(folder / "a.kiln-part0", part_a);
    return with_fault_in(folder, replace, n, how);
  };
  BOOST_TEST(with_leftover(0, 0).strangers == 0U);
  const std::size_t count = faults::calls.size();
  BOOST_TEST((std::ranges::find(faults::calls, "unlink") != faults::calls.end()));
  for (std::size_t n = 1; n <= count; ++n) {
    for (const int how : {EIO, ENOSPC, EINTR, faults::shorten}) {
      const Result result = with_leftover(n, how);
      BOOST_TEST_CONTEXT("call " << n << ", " << result.call << ", " << how) {
        BOOST_TEST(result.whole);
        BOOST_TEST(result.strangers <= 1U);
        BOOST_TEST((result.reported || result.is_new));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_file_beyond_the_limit_leaves_the_old_one) {
  const TemporaryFolder folder;
  const auto file = write(folder / "a", old_bytes);
  BOOST_TEST(write_beyond_limit(replace, file) == 0);
  BOOST_TEST(read(file) == old_bytes, boost::test_tools::per_element());
  BOOST_TEST(folder.count() == 1U);
}

BOOST_AUTO_TEST_CASE(a_full_disk_leaves_the_old_file) {
  const TemporaryFolder folder;
  constexpr int cannot_mount = 77;
  const auto on_small_disk = [&](const Writer& writer) {
    return WEXITSTATUS(in_child([&] {
      if (!mount_small(folder / "")) return cannot_mount;
      const auto file = write(folder / "a", old_bytes);
      Result result;
      try {
        writer(file);
      } catch (const kiln::FileError& error) {
        result.reported = std::string_view(error.what()).find("No space") != std::string_view::npos;
      }
      result = look(folder, result);
      return (result.whole && !result.is_new ? 0 : 1) + (result.reported ? 0 : 2) +
             (result.strangers == 0 ? 0 : 4);
    }));
  };
  const int status = on_small_disk(replace);
  if (status == cannot_mount) {
    BOOST_TEST_MESSAGE("no file system may be mounted here: ENOSPC has been tried by other means");
    return;
  }
  BOOST_TEST(status == 0);
  BOOST_TEST(on_small_disk(write_in_place) == 3);  // the control: torn, and for another reason
}

BOOST_AUTO_TEST_CASE(no_fault_makes_the_writer_sin_and_the_controls_do) {
  const Sins good = sins(replace);
  BOOST_TEST(good.torn == 0);
  BOOST_TEST(good.silent == 0);
  BOOST_TEST(good.strangers == 0);
  BOOST_TEST(sins(write_in_place).torn > 0);
  const Sins blind = sins(write_blindly);
  BOOST_TEST(blind.torn > 0);
  BOOST_TEST(blind.silent > 0);
  BOOST_TEST(blind.strangers > 0);
  const TemporaryFolder folder;
  const auto file = write(folder / "a", old_bytes);
  BOOST_TEST(write_beyond_limit(write_blindly, file) != 0);
  BOOST_TEST((read(file) != old_bytes));
}
