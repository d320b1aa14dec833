// SPDX-License-Identifier: MIT
#pragma once
// Writing a file so that there is always either the old one or the whole new one, whatever fails
// and whenever the program or the machine stops. The system's calls: new_file.hpp.
// Source: T. Pillai et al., "All File Systems Are Not Created Equal", OSDI 2014, which of these
// steps may be left out on which file system: none.

#include <cerrno>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <system_error>
#include <vector>

#include <kiln/io/file_error.hpp>
#include <kiln/io/new_file.hpp>

namespace kiln {

namespace replace_file_detail {

namespace system = new_file;

[[noreturn]] inline void fail(const std::filesystem::path& file, const std::string& why) {
  throw FileError(file, "a file that can be written", "an error: " + why);
}

inline std::string reason() { return std::generic_category().message(errno); }

// The file to write: what a link names, so that the link stays. Only a regular file is replaced.
struct Goal {
  std::filesystem::path file;
  std::filesystem::perms permissions;  // the old file's
};

// What a chain of links names at its end, whether it is there or not.
inline std::filesystem::path behind_links(const std::filesystem::path& file) {
  namespace fs = std::filesystem;
  constexpr int most_links = 40;  // as Linux follows
  std::error_code error;
  fs::path target = file;
  for (int links = 0; links <= most_links; ++links) {
    const fs::file_status status = fs::symlink_status(target, error);
    if (!fs::status_known(status)) fail(file, "its state is unknown");
    if (!fs::is_symlink(status)) return target;
    const fs::path next = fs::read_symlink(target, error);
    if (error) fail(file, error.message());
    target = target.parent_path() / next;  // an absolute one stands for itself
  }
  fail(file, "too many links");
}

inline Goal goal(const std::filesystem::path& file) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (!fs::status_known(status)) fail(file, "its state is unknown");
  constexpr auto all = fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read |
                       fs::perms::group_write | fs::perms::others_read | fs::perms::others_write;
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    throw FileError(file, "a file to write", "a folder or device");
  }
  const fs::perms permissions = fs::exists(status) ? status.permissions() & all : all;
  return {behind_links(file), permissions};
}

// An open file, or folder; closed at the end.
class Open {
 public:
  explicit Open(int file) : file_(file) {}
  Open(const Open&) = delete;
  Open& operator=(const Open&) = delete;
  ~Open() { close(); }
  int number() const { return file_; }
  void close() {
    if (file_ != -1) system::close(file_);
    file_ = -1;
  }

 private:
  int file_;
};

// A file beside the goal that nobody else writes to: its name.
inline int create_beside(const Goal& goal, std::filesystem::path& name) {
  constexpr int attempts = 100;
  int file = -1;
  for (int i = 0; i < attempts && file == -1; ++i) {
    name = goal.file;
    name += ".kiln-part" + std::to_string(i);
    file = system::create(name, goal.permissions);
    if (file == -1 && errno != EEXIST) break;
  }
  return file;
}

inline std::string write(int file, const std::vector<std::span<const std::byte>>& parts) {
  for (const auto part : parts) {
    if (!system::write(file, part)) return reason();
  }
  return system::flush(file) ? "" : reason();
}

}  // namespace replace_file_detail

/// Writes the parts, one behind the other, to a temporary file in the same folder, flushes it to
/// the disk, renames it to `file`, and flushes the folder. What stood there before is replaced
/// then, or left as it was; the temporary file is gone in either case. It is "<file>.kiln-part0",
/// or of the lowest number from 0 to 99 that no writer of the moment has; what a killed program
/// left at a number goes when that number's turn comes (not on Windows, where it stays). A link is
/// followed, also to where nothing is yet. The new file has the old one's permissions; where there
/// was none, those of any new file.
///
/// Throws   FileError where it cannot be written: so where the file's name is longer than a
///          system's longest, most often 255 bytes, less 11 for the temporary one's. Only where the
///          folder cannot be flushed, behind all else, the new file is there: whole, but maybe not
///          after a loss of power.
inline void replace_file(const std::filesystem::path& file,
                         const std::vector<std::span<const std::byte>>& parts) {
  namespace detail = replace_file_detail;
  namespace system = new_file;
  const detail::Goal goal = detail::goal(file);
  const auto parent = goal.file.parent_path();
  const detail::Open folder(system::open_folder(parent.empty() ? "." : parent));
  // A folder that may be written but not read cannot be flushed.
  const bool flushes = system::folders_flush && (folder.number() != -1 || errno != EACCES);
  if (flushes && folder.number() == -1) detail::fail(file, detail::reason());

  std::filesystem::path temporary;
  detail::Open written(detail::create_beside(goal, temporary));
  if (written.number() == -1) detail::fail(file, detail::reason());
  std::string why = detail::write(written.number(), parts);
  if (!system::open_files_move) written.close();
  std::error_code error;
  if (why.empty()) std::filesystem::rename(temporary, goal.file, error);
  if (error) why = error.message();
  if (!why.empty()) {
    std::filesystem::remove(temporary, error);
    detail::fail(file, why);
  }
  if (flushes && !system::flush(folder.number())) detail::fail(file, detail::reason());
}

}  // namespace kiln
