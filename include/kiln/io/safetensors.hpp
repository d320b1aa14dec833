// SPDX-License-Identifier: MIT
#pragma once
// Reader and writer of safetensors files: tensors by name. Not here: a net's parameters
// (parameters.hpp), the header's grammar (safetensors_header.hpp).
// Source: github.com/huggingface/safetensors, README, "Format".

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <kiln/io/dtype.hpp>
#include <kiln/io/file_error.hpp>
#include <kiln/io/replace_file.hpp>
#include <kiln/io/safetensors_header.hpp>
#include <kiln/io/text.hpp>

namespace kiln {

/// A tensor in a file. The bytes are somebody else's: the SafetensorsFile's, or a writer's.
struct StoredTensor {
  Dtype dtype;
  std::vector<std::size_t> shape;    ///< extents, outermost first; none for a single number
  std::span<const std::byte> bytes;  ///< the elements row by row, little-endian
};

/// A safetensors file, read whole and checked whole. It moves but does not copy.
///
/// Example  kiln::SafetensorsFile file("mlp.safetensors");
///          for (const auto& [name, tensor] : file.tensors()) …
class SafetensorsFile {
 public:
  /// Reads the file.
  ///
  /// Throws   FileError where it is missing, truncated or overlong; where its header is no JSON of
  ///          the format's form, is over 100 MB, names a tensor twice or an unknown dtype, or has
  ///          more than 65,536 names (of tensors and in the metadata) or one of over 1 MiB; where
  ///          offsets do not agree with dtype and shape, overlap, or leave holes.
  /// Cost     memory for the file's size and 64 KiB; where the header has very many or very long
  ///          names, or very many shapes, for the size and 32 MiB, good or bad.
  explicit SafetensorsFile(const std::filesystem::path& file);
  SafetensorsFile(SafetensorsFile&&) = default;
  SafetensorsFile& operator=(SafetensorsFile&&) = default;

  using Tensors = std::map<std::string, StoredTensor, std::less<>>;
  using Metadata = safetensors_detail::Metadata;

  const Tensors& tensors() const { return tensors_; }          ///< all, by name
  const Metadata& metadata() const { return metadata_; }       ///< "__metadata__"; may be empty
  const std::filesystem::path& path() const { return file_; }  ///< where it came from

  /// The tensor of this name. Throws FileError where there is none.
  const StoredTensor& operator[](std::string_view name) const {
    const auto found = tensors_.find(name);
    if (found == tensors_.end()) {
      throw FileError(file_, "tensor " + text::quoted(name), "none of that name");
    }
    return found->second;
  }

 private:
  std::filesystem::path file_;
  std::vector<std::byte> data_;
  Tensors tensors_;
  Metadata metadata_;
};

namespace safetensors_detail {

inline constexpr std::size_t length_bytes = 8;              // of the header's length
inline constexpr std::uint64_t longest_header = 100000000;  // as in the reference implementation

inline std::size_t file_size(const std::filesystem::path& file) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  if (error) throw FileError(file, "a file", "an error: " + error.message());
  return static_cast<std::size_t>(size);
}

inline void read(const std::filesystem::path& file, std::istream& stream, std::span<char> out) {
  stream.read(out.data(), static_cast<std::streamsize>(out.size()));
  if (!stream) throw FileError(file, std::to_string(out.size()) + " bytes more", "a read error");
}

// The header's length, checked against the size of the file.
inline std::size_t read_length(const std::filesystem::path& file, std::istream& stream,
                               std::size_t file_bytes) {
  if (file_bytes < length_bytes) {
    throw FileError(file, "8 bytes with the header's length", std::to_string(file_bytes));
  }
  std::byte bytes[length_bytes];
  read(file, stream, {reinterpret_cast<char*>(bytes), length_bytes});
  const auto length = from_little_endian<std::uint64_t>(bytes);
  if (length > longest_header) {
    throw FileError(file, "a header of at most 100000000 bytes", std::to_string(length));
  }
  if (length > file_bytes - length_bytes) {
    throw FileError(
        file, "a header of " + std::to_string(length) + " bytes",
        "only " + std::to_string(file_bytes - length_bytes) + " bytes after its length");
  }
  return static_cast<std::size_t>(length);
}

}  // namespace safetensors_detail

inline SafetensorsFile::SafetensorsFile(const std::filesystem::path& file) : file_(file) {
  namespace detail = safetensors_detail;
  const std::size_t file_bytes = detail::file_size(file);
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw FileError(file, "a readable file", "one that cannot be opened");
  const std::size_t length = detail::read_length(file, stream, file_bytes);
  const std::size_t data_size = file_bytes - detail::length_bytes - length;
  detail::Header header = detail::read_header(file, stream, length, data_size);
  data_.resize(data_size);
  detail::read(file, stream, {reinterpret_cast<char*>(data_.data()), data_size});
  while (!header.entries.empty()) {
    auto node = header.entries.extract(header.entries.begin());
    auto& [dtype, shape, offsets] = node.mapped();
    const auto bytes = std::span(data_).subspan(offsets[0], offsets[1] - offsets[0]);
    tensors_.emplace_hint(tensors_.end(), std::move(node.key()),
                          StoredTensor{dtype, std::move(shape), bytes});
  }
  metadata_ = std::move(header.metadata);
}

namespace safetensors_detail {

// The JSON, padded with spaces so that the data begins on 8 bytes.
inline std::string header_json(const std::filesystem::path& file,
                               const std::vector<std::pair<std::string, StoredTensor>>& tensors,
                               const Metadata& metadata) {
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!metadata.empty()) header[std::string(metadata_key)] = metadata;
  std::set<std::string_view> names{metadata_key};
  std::size_t begin = 0;
  for (const auto& [tensor, stored] : tensors) {
    const std::string quoted = text::quoted(tensor);
    if (!names.insert(tensor).second) {
      throw FileError(file, "tensors of different names", quoted + " twice or reserved");
    }
    const std::size_t bytes = byte_count(file, tensor, stored.dtype, stored.shape);
    if (stored.bytes.size() != bytes) {
      throw FileError(file, "tensor " + quoted + " in " + std::to_string(bytes) + " bytes",
                      std::to_string(stored.bytes.size()));
    }
    header[tensor] = {{"dtype", name(stored.dtype)},
                      {"shape", stored.shape},
                      {"data_offsets", {begin, begin + bytes}}};
    begin += bytes;
  }
  try {
    std::string json = header.dump();
    json.resize((json.size() + length_bytes - 1) / length_bytes * length_bytes, ' ');
    return json;
  } catch (const nlohmann::json::exception&) {
    throw FileError(file, "names in UTF-8", "other bytes");
  }
}

}  // namespace safetensors_detail

/// Writes tensors, in this order, as a safetensors file; whole or not at all (replace_file).
///
/// Throws   FileError where the file cannot be written, a name comes twice, or a tensor's bytes do
///          not agree with its dtype and shape.
inline void write_safetensors(const std::filesystem::path& file,
                              const std::vector<std::pair<std::string, StoredTensor>>& tensors,
                              const SafetensorsFile::Metadata& metadata = {}) {
  const std::string json = safetensors_detail::header_json(file, tensors, metadata);
  std::byte length[safetensors_detail::length_bytes];
  to_little_endian(std::uint64_t{json.size()}, length);
  std::vector<std::span<const std::byte>> parts{length, std::as_bytes(std::span(json))};
  for (const auto& [tensor, stored] : tensors) parts.push_back(stored.bytes);
  replace_file(file, parts);
}

}  // namespace kiln
