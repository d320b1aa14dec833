// SPDX-License-Identifier: MIT
#pragma once
// What a checkpoint says beside its tensors: named integers, the random engine, and what must agree
// with the program. Not here: the tensors (checkpoint.hpp).

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include <kiln/io/file_error.hpp>
#include <kiln/io/safetensors.hpp>
#include <kiln/io/text.hpp>
#include <kiln/random/engine.hpp>

namespace kiln {

/// What a training loop counts, by names of its own: the epoch, the place in it.
using Counters = std::map<std::string, std::uint64_t, std::less<>>;

namespace checkpoint_detail {

inline constexpr std::string_view version = "1";  // of the format
inline constexpr std::string_view counter_prefix = "kiln.counter.";

inline const std::string& entry(const SafetensorsFile& file, const std::string& key) {
  const auto found = file.metadata().find(key);
  if (found == file.metadata().end()) {
    throw FileError(file.path(), "a checkpoint, with " + text::quoted(key), "none of that name");
  }
  return found->second;
}

// Whole numbers from 0 on with a space between them, as many as `out` holds.
inline void parse(const SafetensorsFile& file, const std::string& key, std::string_view text,
                  std::span<std::uint64_t> out) {
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (i > 0 && at != end && *at == ' ') ++at;
    const auto [next, error] = std::from_chars(at, end, out[i]);
    if (error != std::errc() || (i + 1 == out.size() && next != end)) {
      throw FileError(file.path(),
                      text::quoted(key) + " as " + std::to_string(out.size()) + " whole numbers",
                      text::quoted(text));
    }
    at = next;
  }
}

inline void check_entry(const SafetensorsFile& file, const std::string& key,
                        const std::string& expected) {
  constexpr std::size_t longest = 2000;
  const std::string& found = entry(file, key);
  if (found == expected) return;
  throw FileError(file.path(), key + " " + text::quoted(expected, longest),
                  text::quoted(found, longest));
}

inline Engine engine_of(const SafetensorsFile& file) {
  const std::string key = "kiln.engine";
  std::array<std::uint64_t, 4> words{};
  parse(file, key, entry(file, key), words);
  if (words == std::array<std::uint64_t, 4>{}) {
    throw FileError(file.path(), "an engine with a number that is not 0", "0 0 0 0");
  }
  return Engine::at(words);
}

inline Counters counters_of(const SafetensorsFile& file) {
  Counters result;
  for (const auto& [key, value] : file.metadata()) {
    if (!key.starts_with(counter_prefix)) continue;
    parse(file, key, value, {&result[key.substr(counter_prefix.size())], 1});
  }
  return result;
}

// The metadata of a checkpoint.
inline SafetensorsFile::Metadata metadata(const std::string& architecture, std::uint64_t steps,
                                          const Engine& engine, const Counters& counters) {
  std::string words;
  for (const std::uint64_t word : engine.state()) {
    words += (words.empty() ? "" : " ") + std::to_string(word);
  }
  SafetensorsFile::Metadata result{{"kiln.checkpoint", std::string(version)},
                                   {"kiln.architecture", architecture},
                                   {"kiln.steps", std::to_string(steps)},
                                   {"kiln.engine", words}};
  for (const auto& [key, value] : counters) {
    result[std::string(counter_prefix) + key] = std::to_string(value);
  }
  return result;
}

}  // namespace checkpoint_detail

}  // namespace kiln
