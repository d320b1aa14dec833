// SPDX-License-Identifier: MIT
#pragma once
// The system's calls on files, between a program and the C library: noted one by one, and the n-th
// made to fail, to be short, or to kill the program. The program's own definitions come before
// those of all shared libraries, so the standard library's calls are seen too. To be included in
// one file of a program.

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace faults {

constexpr int shorten = -1, kill_before = -2, kill_after = -3;  // beside values of errno

inline bool watching = false;
inline std::vector<std::string> calls;  // since watching began
inline std::size_t at = 0;              // which call fails, from 1 on; 0: none
inline int how = 0;                     // a value of errno, or one of the above
inline const char* only = nullptr;      // the name of the calls to note; null: all

// Whether the latest call is noted, and is the one.
inline bool noted = false;
inline bool is_the_one() { return watching && noted && calls.size() == at; }

// The C library's function of this name.
template <class F>
F* real(const char* name) {
  return reinterpret_cast<F*>(dlsym(RTLD_NEXT, name));
}

// The call, or its fault.
template <class Call>
auto through(const char* name, const Call& call) -> decltype(call()) {
  noted = only == nullptr || std::string_view(only) == name;
  if (watching && noted) calls.emplace_back(name);
  if (!is_the_one() || how == shorten) return call();
  if (how == kill_before) std::raise(SIGKILL);
  if (how == kill_after) {
    call();
    std::raise(SIGKILL);
  }
  errno = how;
  return -1;
}

}  // namespace faults

extern "C" {

int open(const char* name, int flags, ...) {
  std::va_list rest;
  va_start(rest, flags);
  const bool creates = (flags & O_CREAT) != 0, folder = (flags & O_DIRECTORY) != 0;
  const mode_t mode = creates ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  using Open = int(const char*, int, ...);
  return faults::through(creates  ? "create"
                         : folder ? "open folder"
                                  : "open",
                         [&] { return faults::real<Open>("open")(name, flags, mode); });
}

ssize_t write(int file, const void* bytes, std::size_t count) {
  return faults::through("write", [&] {
    const bool fewer = faults::how == faults::shorten && faults::is_the_one();
    return faults::real<ssize_t(int, const void*, std::size_t)>("write")(
        file, bytes, fewer ? (count + 1) / 2 : count);
  });
}

ssize_t read(int file, void* bytes, std::size_t count) {
  return faults::through("read", [&] {
    const bool fewer = faults::how == faults::shorten && faults::is_the_one();
    return faults::real<ssize_t(int, void*, std::size_t)>("read")(file, bytes,
                                                                  fewer ? (count + 1) / 2 : count);
  });
}

int fsync(int file) {
  struct stat what {};
  const bool folder =
      faults::real<int(int, struct stat*)>("fstat")(file, &what) == 0 && S_ISDIR(what.st_mode);
  return faults::through(folder ? "fsync folder" : "fsync",
                         [&] { return faults::real<int(int)>("fsync")(file); });
}

int close(int file) {
  return faults::through("close", [&] { return faults::real<int(int)>("close")(file); });
}

int flock(int file, int operation) {
  return faults::through("flock",
                         [&] { return faults::real<int(int, int)>("flock")(file, operation); });
}

int rename(const char* from, const char* to) {
  return faults::through(
      "rename", [&] { return faults::real<int(const char*, const char*)>("rename")(from, to); });
}

int unlink(const char* name) {
  return faults::through("unlink", [&] { return faults::real<int(const char*)>("unlink")(name); });
}

int remove(const char* name) {
  return faults::through("unlink", [&] { return faults::real<int(const char*)>("remove")(name); });
}

int stat(const char* name, struct stat* result) {
  return faults::through(
      "stat", [&] { return faults::real<int(const char*, struct stat*)>("stat")(name, result); });
}

int lstat(const char* name, struct stat* result) {
  return faults::through(
      "lstat", [&] { return faults::real<int(const char*, struct stat*)>("lstat")(name, result); });
}

int fstat(int file, struct stat* result) {
  return faults::through(
      "fstat", [&] { return faults::real<int(int, struct stat*)>("fstat")(file, result); });
}
}
