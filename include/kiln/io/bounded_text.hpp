// SPDX-License-Identifier: MIT
#pragma once
// The first bytes of a stream as the characters of a JSON document, one by one, so that the
// document is never in memory. A JSON parser keeps the token that it is in, and white space beside
// it: here both are bounded. Not here: what the document says (safetensors_header.hpp).

#include <cstddef>
#include <filesystem>
#include <istream>
#include <iterator>
#include <string>

#include <kiln/io/file_error.hpp>

namespace kiln::safetensors_detail {

// Longest name, number or string of metadata. A parser takes a few times as much memory.
inline constexpr std::size_t longest_token = std::size_t{1} << 20;

class BoundedText {
 public:
  BoundedText(const std::filesystem::path& file, std::istream& stream, std::size_t length)
      : file_(file), stream_(stream), length_(length), left_(length) {
    next();
  }

  // What the parser is given. Copies share their place in the text.
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = char;

    Iterator() = default;
    explicit Iterator(BoundedText* text) : text_(text) {}
    char operator*() const { return text_->now_; }
    Iterator& operator++() {
      text_->next();
      return *this;
    }
    Iterator operator++(int) {
      const Iterator before = *this;
      ++*this;
      return before;
    }
    bool operator==(const Iterator& other) const { return at_end() == other.at_end(); }

   private:
    bool at_end() const { return text_ == nullptr || text_->ended_; }
    BoundedText* text_ = nullptr;
  };

  Iterator begin() { return Iterator(this); }
  Iterator end() { return Iterator(); }
  bool empty() const { return ended_; }
  char front() const { return now_; }
  // The byte, from 1 on, of the latest character that was gone beyond; 0 at the beginning.
  std::size_t place() const { return place_; }

 private:
  // The next character, of white space only the first.
  void next() {
    place_ = length_ - left_;
    const bool after_space = space_;
    do take();
    while (!ended_ && space_ && after_space);
  }

  void take() {
    if (left_ == 0) {
      ended_ = true;
      return;
    }
    --left_;
    const int byte = stream_.get();  // the stream's buffer alone would throw where it cannot read
    if (byte == std::char_traits<char>::eof()) {
      throw FileError(file_, std::to_string(left_ + 1) + " bytes more of the header",
                      stream_.bad() ? "a read error" : "its end");
    }
    now_ = static_cast<char>(byte);
    // The parser would take it for the end.
    if (now_ == '\0') throw FileError(file_, "a JSON header", "a zero byte in it");
    const bool quote = now_ == '"' && !escaped_;
    escaped_ = in_string_ && now_ == '\\' && !escaped_;
    if (quote) in_string_ = !in_string_;
    space_ = !in_string_ && (now_ == ' ' || now_ == '\n' || now_ == '\t' || now_ == '\r');
    const bool between = !in_string_ && (now_ == ',' || now_ == ':');
    token_ = quote || between || space_ ? 0 : token_ + 1;
    if (token_ > longest_token) {
      throw FileError(file_, "names and strings of at most 1 MiB in the header", "a longer one");
    }
  }

  const std::filesystem::path& file_;
  std::istream& stream_;
  std::size_t length_;
  std::size_t left_;       // behind now_
  std::size_t place_ = 0;  // of the character before now_
  std::size_t token_ = 0;  // bytes since the latest began
  char now_ = '\0';
  bool in_string_ = false, escaped_ = false, space_ = false, ended_ = false;
};

}  // namespace kiln::safetensors_detail
