// SPDX-License-Identifier: MIT
#pragma once
// A file that is being written, in the operating system's own calls, since the standard library
// cannot flush to the disk: the only file of io/ that knows the system. A call that a signal
// interrupts is made again, and a short write is continued. Nothing throws here; errno says why.
// Not here: which file it becomes (replace_file.hpp).
// Source: POSIX.1-2017, open, write, fsync, flock (BSD).

#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <span>

#if defined(_WIN32)
#include <fcntl.h>
#include <io.h>
#include <sys/stat.h>
#else
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace kiln::new_file {

/// Calls until no signal interrupts.
template <class Call>
auto uninterrupted(const Call& call) {
  auto result = call();
  while (result == -1 && errno == EINTR) result = call();
  return result;
}

#if defined(_WIN32)

/// A new empty file of this name. −1 with EEXIST where there is one.
inline int create(const std::filesystem::path& name, std::filesystem::perms) {
  return ::_wopen(name.c_str(), _O_WRONLY | _O_CREAT | _O_EXCL | _O_BINARY | _O_NOINHERIT,
                  _S_IREAD | _S_IWRITE);
}
/// Writes all of it, or is false.
inline bool write(int file, std::span<const std::byte> bytes) {
  constexpr std::size_t most = 1u << 30;
  while (!bytes.empty()) {
    const auto part = bytes.first(bytes.size() < most ? bytes.size() : most);
    const int n = ::_write(file, part.data(), static_cast<unsigned>(part.size()));
    if (n <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
  return true;
}
/// To the disk.
inline bool flush(int file) { return ::_commit(file) == 0; }
/// Behind flush there is nothing to fail.
inline void close(int file) { ::_close(file); }
/// A folder, to be flushed. −1 where it cannot be opened.
inline int open_folder(const std::filesystem::path&) { return -1; }
/// What this system can do.
inline constexpr bool folders_flush = false, open_files_move = false;

#else

/// Whether this open file is locked by us, and still the one of that name. If not, errno is EEXIST,
/// or a fault. One that we have created is ours also where the file system has no locks.
inline bool is_ours(int file, const std::filesystem::path& name, bool created) {
  const bool locked = uninterrupted([&] { return ::flock(file, LOCK_EX | LOCK_NB); }) == 0;
  const bool no_locks = !locked && errno != EWOULDBLOCK;
  struct stat open = {};
  struct stat named = {};
  if (::fstat(file, &open) != 0) return false;
  const bool there = ::lstat(name.c_str(), &named) == 0;
  if (!there && errno != ENOENT) return false;
  const bool same = there && open.st_ino == named.st_ino && open.st_dev == named.st_dev;
  const bool lone = S_ISREG(open.st_mode) && open.st_nlink == 1 && open.st_uid == ::geteuid();
  if (same && (created ? locked || no_locks : locked && lone)) return true;
  errno = EEXIST;
  return false;
}

/// Closes the file, and keeps errno.
inline void close_after(int file, int why) {
  ::close(file);
  errno = why;
}

/// Removes the file that a writer left at this name when it was killed: a lone one of this user
/// that nobody has locked. It goes while we have its lock, so nobody else takes it for his; and it
/// is not written to, since it may be open to more people than the new one shall be. If it stays,
/// errno is EEXIST, or a fault.
inline bool remove_leftover(const std::filesystem::path& name) {
  constexpr int flags = O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
  const int file = uninterrupted([&] { return ::open(name.c_str(), flags); });
  if (file == -1) {
    errno = EEXIST;
    return false;
  }
  const bool gone =
      is_ours(file, name, false) && uninterrupted([&] { return ::unlink(name.c_str()); }) == 0;
  close_after(file, errno);
  return gone;
}

/// A new empty file of this name, also where a writer left one there when it was killed. −1 with
/// EEXIST where somebody writes to it.
inline int create(const std::filesystem::path& name, std::filesystem::perms permissions) {
  const auto create_new = [&] {
    constexpr int flags = O_WRONLY | O_CLOEXEC | O_CREAT | O_EXCL;
    return uninterrupted(
        [&] { return ::open(name.c_str(), flags, static_cast<mode_t>(permissions)); });
  };
  int file = create_new();
  if (file == -1 && errno == EEXIST && remove_leftover(name)) file = create_new();
  if (file == -1 || is_ours(file, name, true)) return file;
  const int why = errno;
  if (why != EEXIST) ::unlink(name.c_str());
  close_after(file, why);
  return -1;
}
/// Writes all of it, or is false.
inline bool write(int file, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const auto n = uninterrupted([&] { return ::write(file, bytes.data(), bytes.size()); });
    if (n == 0) errno = ENOSPC;  // no system does that
    if (n <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(n));
  }
  return true;
}
/// To the disk. Some file systems have nothing to flush, and say EINVAL.
inline bool flush(int file) {
  return uninterrupted([&] { return ::fsync(file); }) == 0 || errno == EINVAL;
}
/// Behind flush there is nothing to fail.
inline void close(int file) { ::close(file); }
/// A folder, to be flushed. −1 where it cannot be opened.
inline int open_folder(const std::filesystem::path& folder) {
  constexpr int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
  return uninterrupted([&] { return ::open(folder.c_str(), flags); });
}
/// What this system can do.
inline constexpr bool folders_flush = true, open_files_move = true;

#endif

}  // namespace kiln::new_file
