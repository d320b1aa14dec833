// SPDX-License-Identifier: MIT
#pragma once
// The JSON header of a safetensors file, checked event by event while it is parsed, so that neither
// deep nesting nor a giant document costs memory, and a name that comes twice is seen. Not here:
// the bytes of the tensors (safetensors.hpp), those of the header (bounded_text.hpp). Source:
// github.com/huggingface/safetensors, README, "Format".

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <istream>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <kiln/io/bounded_text.hpp>
#include <kiln/io/dtype.hpp>
#include <kiln/io/file_error.hpp>
#include <kiln/io/text.hpp>

namespace kiln::safetensors_detail {

struct Entry {
  Dtype dtype{};
  std::vector<std::size_t> shape;
  std::array<std::size_t, 2> offsets{};  // begin and end within the data
};

using Metadata = std::map<std::string, std::string, std::less<>>;

struct Header {
  std::map<std::string, Entry, std::less<>> entries;
  Metadata metadata;
};

inline constexpr std::string_view metadata_key = "__metadata__";

// Tensors and entries of metadata together: a bound on what a bad file can cost, which is about as
// much for either.
inline constexpr std::size_t most_names = 65'536;

// Takes the parser's events. The document it accepts is
//   {"__metadata__": {string: string, …}, name: {"dtype": string, "shape": [n, …],
//    "data_offsets": [begin, end]}, …}
// and nothing else.
class HeaderReader {
 public:
  HeaderReader(const std::filesystem::path& file, const BoundedText& text, Header& header)
      : file_(file), text_(text), header_(header) {}

  bool start_object(std::size_t) {
    if (place_ == Place::outside) return go(Place::top);
    if (place_ != Place::top) fail("an object");
    seen_ = 0;
    return go(key_ == metadata_key ? Place::metadata : Place::tensor);
  }
  bool end_object() {
    if (place_ == Place::tensor && seen_ != 7) fail("less");
    return go(place_ == Place::top ? Place::outside : Place::top);
  }
  bool start_array(std::size_t) {
    if (place_ != Place::tensor || field_ == "dtype") fail("an array");
    offset_count_ = 0;
    return go(field_ == "shape" ? Place::shape : Place::offsets);
  }
  bool end_array() {
    if (place_ == Place::offsets && offset_count_ != 2) fail("not two offsets");
    return go(Place::tensor);
  }
  bool key(std::string& key) {
    // A tensor's own keys are three at most.
    if (place_ != Place::tensor && ++names_ > most_names) {
      fail("more than " + std::to_string(most_names) + " names");
    }
    return place_ == Place::top ? top_key(key) : inner_key(key);
  }
  bool string(std::string& value) {
    if (place_ == Place::metadata) {
      header_.metadata[field_] = value;
      return true;
    }
    if (place_ != Place::tensor || field_ != "dtype") fail("a string");
    const auto dtype = dtype_named(value);
    if (!dtype) fail("dtype " + text::quoted(value));
    entry_->dtype = *dtype;
    return true;
  }
  bool number_unsigned(std::uint64_t value) {
    constexpr std::size_t highest_rank = 32;
    if (place_ != Place::shape && place_ != Place::offsets) fail("a number");
    if (value > std::numeric_limits<std::size_t>::max()) fail("a number beyond all memory");
    const auto number = static_cast<std::size_t>(value);
    if (place_ == Place::offsets) {
      if (offset_count_ == 2) fail("not two offsets");
      entry_->offsets[offset_count_++] = number;
      return true;
    }
    if (entry_->shape.size() == highest_rank) fail("more than 32 numbers");
    entry_->shape.push_back(number);
    return true;
  }
  bool number_integer(std::int64_t) { return fail("a negative number"); }
  bool number_float(double, const std::string& number) {
    return fail("the number " + text::quoted(number));
  }
  bool boolean(bool) { return fail("true or false"); }
  bool null() { return fail("null"); }
  bool binary(nlohmann::json::binary_t&) { return fail("binary data"); }
  template <class Error>
  bool parse_error(std::size_t, const std::string&, const Error&) {
    // The parser's own position counts no white space beyond the first.
    throw FileError(file_, "a JSON header",
                    "an error at its byte " + std::to_string(text_.place()));
  }

 private:
  std::size_t names_ = 0;
  enum class Place { outside, top, metadata, tensor, shape, offsets };

  bool go(Place place) {
    place_ = place;
    return true;
  }
  bool top_key(const std::string& key) {
    key_ = key;
    if (key == metadata_key ? std::exchange(metadata_seen_, true) : header_.entries.contains(key)) {
      fail("its name twice");
    }
    if (key != metadata_key) entry_ = &header_.entries[key];
    return true;
  }
  bool inner_key(const std::string& key) {
    field_ = key;
    if (place_ == Place::metadata) {
      if (header_.metadata.contains(key)) fail(text::quoted(key) + " twice");
      return true;
    }
    const unsigned bit = key == "dtype" ? 1 : key == "shape" ? 2 : key == "data_offsets" ? 4 : 0;
    if (bit == 0) fail("the key " + text::quoted(key));
    if ((seen_ & bit) != 0) fail("\"" + key + "\" twice");
    seen_ |= bit;
    return true;
  }
  [[noreturn]] bool fail(const std::string& found) const {
    const std::string form =
        key_ == metadata_key ? "strings by name"
                             : "{dtype: a known type, shape: [n, …], data_offsets: [begin, end]}";
    throw FileError(file_, text::quoted(key_) + " in the header as " + form, found);
  }

  const std::filesystem::path& file_;
  const BoundedText& text_;
  Header& header_;
  Place place_ = Place::outside;
  std::string key_, field_;  // the latest in the document, and in an object of it
  bool metadata_seen_ = false;
  Entry* entry_ = nullptr;
  std::size_t offset_count_ = 0;
  unsigned seen_ = 0;  // which of a tensor's three keys
};

// Bytes of a tensor, or an error where they overflow.
inline std::size_t byte_count(const std::filesystem::path& file, const std::string& tensor,
                              Dtype dtype, const std::vector<std::size_t>& shape) {
  std::size_t total = size(dtype);
  for (const std::size_t extent : shape) {
    if (extent != 0 && total > std::numeric_limits<std::size_t>::max() / extent) {
      throw FileError(file, "tensor " + text::quoted(tensor) + " to fit in memory",
                      "shape " + text::shape(shape));
    }
    total *= extent;
  }
  return total;
}

// Each tensor as long as its shape says; side by side in the data from its first byte to its last.
inline void check_offsets(const std::filesystem::path& file, const Header& header,
                          std::size_t data_size) {
  std::vector<const std::pair<const std::string, Entry>*> places;
  places.reserve(header.entries.size());
  for (const auto& place : header.entries) {
    const auto& [tensor, entry] = place;
    const auto [begin, end] = entry.offsets;
    const std::size_t bytes = byte_count(file, tensor, entry.dtype, entry.shape);
    if (end < begin || end - begin != bytes) {
      throw FileError(file,
                      "tensor " + text::quoted(tensor) + " of shape " + text::shape(entry.shape) +
                          " in " + std::to_string(bytes) + " bytes",
                      "offsets " + text::shape(entry.offsets));
    }
    places.push_back(&place);
  }
  // Not the offsets at once: libstdc++ 12 compares too few of their bytes on big-endian machines.
  const auto key = [](const auto* place) {
    const auto& [begin, end] = place->second.offsets;
    return std::tie(begin, end, place->first);
  };
  std::sort(places.begin(), places.end(),
            [&](const auto* a, const auto* b) { return key(a) < key(b); });
  std::size_t expected = 0;
  for (const auto* const place : places) {
    const auto& [tensor, entry] = *place;
    if (entry.offsets[0] != expected) {
      throw FileError(file,
                      "tensor " + text::quoted(tensor) + " at offset " + std::to_string(expected) +
                          " (no hole, no overlap)",
                      std::to_string(entry.offsets[0]));
    }
    expected = entry.offsets[1];
  }
  if (expected != data_size) {
    throw FileError(file, std::to_string(expected) + " bytes of data for the tensors in the header",
                    std::to_string(data_size));
  }
}

// Parses and checks the whole header: the next `length` bytes of the stream. Throws FileError.
inline Header read_header(const std::filesystem::path& file, std::istream& stream,
                          std::size_t length, std::size_t data_size) {
  BoundedText json(file, stream, length);
  if (json.empty() || json.front() != '{') {
    throw FileError(file, "a header that begins with {", json.empty() ? "none" : "another byte");
  }
  Header header;
  HeaderReader reader(file, json, header);
  nlohmann::json::sax_parse(json.begin(), json.end(), &reader);
  check_offsets(file, header, data_size);
  return header;
}

}  // namespace kiln::safetensors_detail
