// SPDX-License-Identifier: MIT
// Bad input never wins: every truncation and every change of one byte of a small valid file is
// read, or refused with a FileError; and no file, however it lies, costs more memory than it is
// long (inflated, where it is gzipped) and a constant. The controls are readers that are caught.

#include <algorithm>
#include <array>
#include <boost/test/unit_test.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <kiln/io/mnist.hpp>
#include <kiln/io/parameters.hpp>

#include "peak_memory.hpp"
#include "temporary_folder.hpp"
#include "two_layers.hpp"

namespace {

constexpr std::size_t constant = 64 << 10;  // memory beyond the file's size

Bytes big_endian(std::uint32_t n) {
  return {static_cast<std::uint8_t>(n >> 24), static_cast<std::uint8_t>(n >> 16),
          static_cast<std::uint8_t>(n >> 8), static_cast<std::uint8_t>(n)};
}

Bytes idx(const std::vector<std::uint32_t>& shape, const Bytes& data) {
  Bytes bytes{0, 0, 8, static_cast<std::uint8_t>(shape.size())};
  for (const std::uint32_t extent : shape) bytes = bytes + big_endian(extent);
  return bytes + data;
}

Bytes safetensors(const std::string& json, const Bytes& data) {
  Bytes bytes;
  for (int i = 0; i < 8; ++i) bytes.push_back(static_cast<std::uint8_t>(json.size() >> (8 * i)));
  return bytes + Bytes(json.begin(), json.end()) + data;
}

// How a reader took a file.
struct Outcome {
  bool read = false;     // or refused
  bool other = false;    // by another exception than FileError
  std::size_t peak = 0;  // bytes of memory
  std::string why;       // FileError's text
};

template <class Read>
Outcome outcome(const Read& read_file, const std::filesystem::path& file) {
  Outcome result;
  const PeakMemory peak;
  try {
    read_file(file);
    result.read = true;
  } catch (const kiln::FileError& error) {
    result.peak = peak.bytes();
    result.why = error.what();
  } catch (...) {
    result.other = true;
  }
  result.peak = std::max(result.peak, peak.bytes());
  return result;
}

// How a reader took many files.
struct Tally {
  std::size_t read = 0, refused = 0, other = 0, costly = 0;

  void add(const Outcome& one, std::size_t allowed) {
    ++(one.read ? read : one.other ? other : refused);
    if (one.peak > allowed) ++costly;
  }
};

// Every truncation of the file, then every change of one byte to each of the 255 others. Of the
// latter under sanitizers only those that change one bit or all: nine instead of 255.
template <class Read>
Tally try_all(const Bytes& good, std::size_t inflated, const Read& read_file) {
  const TemporaryFolder folder;
  const auto file = folder / "bad";
  const std::size_t allowed = std::max(good.size(), inflated) + constant;
  Tally tally;
  const auto try_one = [&](const Bytes& bytes) {
    std::filesystem::remove(file);  // some file systems wait for the disk where one is rewritten
    return outcome(read_file, write(file, bytes));
  };
  BOOST_TEST(try_one(good).read);
  for (std::size_t n = 0; n < good.size(); ++n) {
    const Outcome cut = try_one(first(good, n));
    BOOST_TEST(!cut.read, "cut after " << n << " bytes, and read");
    tally.add(cut, allowed);
  }
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (unsigned mask = 1; mask < 256; ++mask) {
      if (KILN_FEW_WIDTHS && (mask & (mask - 1)) != 0 && mask != 255) continue;
      Bytes changed = good;
      changed[at] = static_cast<std::uint8_t>(changed[at] ^ mask);
      tally.add(try_one(changed), allowed);
    }
  }
  BOOST_TEST_MESSAGE(tally.read << " read, " << tally.refused << " refused");
  return tally;
}

void check(const Tally& tally) {
  BOOST_TEST(tally.other == 0U);
  BOOST_TEST(tally.costly == 0U);
  BOOST_TEST(tally.refused > 50U);
}

const auto read_idx = [](const std::filesystem::path& file) { kiln::read_idx(file); };
const auto read_safetensors = [](const std::filesystem::path& file) {
  kiln::SafetensorsFile{file};
};
using Small = TwoLayers<float, 2, 1, 1>;

// Believes what the header says: the control.
void naive_read_idx(const std::filesystem::path& file) {
  const Bytes bytes = read(file);
  std::size_t total = 1;
  for (std::size_t axis = 0; axis < bytes.at(3); ++axis) {
    std::size_t extent = 0;
    for (std::size_t i = 0; i < 4; ++i) extent = extent << 8 | bytes.at(4 + 4 * axis + i);
    total *= extent;
  }
  const std::vector<std::uint8_t> data(std::min<std::size_t>(total, 1 << 20));
  if (bytes.size() < 4 + 4 * std::size_t{bytes[3]} + data.size())
    throw kiln::FileError(file, "more", "less");
}

// n numbers that do not compress.
Bytes noise(std::size_t n) {
  std::minstd_rand engine(1);
  Bytes bytes(n);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(engine() >> 8);
  return bytes;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_changed_idx_file_is_read_or_refused) {
  const Bytes good = idx({2, 2, 3}, {0, 1, 2, 3, 4, 5, 255, 254, 253, 252, 251, 250});
  check(try_all(good, good.size(), read_idx));
  check(try_all(gzip(good), good.size(), read_idx));
  check(try_all(gzip(first(good, 7)) + gzip(Bytes(good.begin() + 7, good.end())), good.size(),
                read_idx));
}

BOOST_AUTO_TEST_CASE(every_changed_file_of_images_or_labels_is_read_or_refused) {
  const TemporaryFolder folder;
  const Bytes labels = idx({1}, {7}), images = idx({1, 28, 28}, Bytes(784));
  const std::size_t floats = 4 * 784;
  const auto good_images = write(folder / "images", images);
  check(try_all(labels, labels.size() + floats,
                [&](const std::filesystem::path& file) { kiln::load_images(good_images, file); }));
  const auto good_labels = write(folder / "labels", labels);
  check(try_all(gzip(images), images.size() + floats, [&](const std::filesystem::path& file) {
    kiln::load_images(file, good_labels, {.one_hot_label = true});
  }));
  check(try_all(gzip(images), images.size(), [&](const std::filesystem::path& file) {
    kiln::load_image_bytes(file, good_labels);
  }));
}

BOOST_AUTO_TEST_CASE(every_changed_safetensors_file_is_read_or_refused) {
  const Bytes good = safetensors(
      R"({"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}} )",
      {0, 0, 128, 63});
  check(try_all(good, good.size(), read_safetensors));
}

BOOST_AUTO_TEST_CASE(every_changed_file_of_parameters_is_read_or_refused) {
  const TemporaryFolder folder;
  kiln::save_safetensors(folder / "a", Small{});
  Small net;
  check(try_all(read(folder / "a"), 0,
                [&](const std::filesystem::path& file) { kiln::load_safetensors(file, net); }));
}

BOOST_AUTO_TEST_CASE(control_a_reader_that_believes_its_header_is_caught) {
  const Tally tally = try_all(idx({2, 2, 3}, Bytes(12)), 28, naive_read_idx);
  BOOST_TEST(tally.costly > 50U);
  BOOST_TEST(tally.other > 0U);
}

BOOST_AUTO_TEST_CASE(a_large_idx_file_costs_its_data_and_a_constant_whatever_it_says) {
  const TemporaryFolder folder;
  const std::size_t size = 3'000'000;
  const Bytes data = noise(size), whole = idx({3, 1000, 1000}, data);
  const auto peak = [&](const Bytes& bytes, bool good) {
    const Outcome result = outcome(read_idx, write(folder / "a", bytes));
    BOOST_TEST(result.read == good);
    BOOST_TEST(!result.other);
    return result.peak;
  };
  for (const Bytes& good : {whole, gzip(whole)}) {
    BOOST_TEST(peak(good, true) >= size);  // the count works
    BOOST_TEST(peak(good, true) <= size + constant);
    BOOST_TEST(peak(first(good, good.size() - 1), false) <= constant);
  }
  for (const std::uint32_t claim : {3'000'001U, 0x7fffffffU, 0xffffffffU}) {
    BOOST_TEST(peak(idx({claim}, data), false) <= constant);
    BOOST_TEST(peak(gzip(idx({claim}, data)), false) <= constant);
  }
}

// Cut off, so that whoever reads to the end says so instead.
BOOST_AUTO_TEST_CASE(a_gzip_that_holds_more_than_its_header_says_is_not_inflated_to_its_end) {
  const TemporaryFolder folder;
  const Bytes bomb = gzip(idx({2, 3}, Bytes(30'000'000)));
  BOOST_TEST(bomb.size() < 40'000U);
  const auto file = write(folder / "bomb", first(bomb, bomb.size() / 2));
  const Outcome result = outcome(read_idx, file);
  BOOST_TEST(result.why.find("found more bytes") != std::string::npos, result.why);
  BOOST_TEST(result.peak <= constant);
}

BOOST_AUTO_TEST_CASE(images_of_another_shape_are_refused_before_they_are_inflated) {
  const TemporaryFolder folder;
  const auto labels = write(folder / "labels", idx({1}, {7}));
  for (const std::vector<std::uint32_t>& shape :
       {std::vector<std::uint32_t>{1, 6000, 5000}, {2, 28, 28}, {784}}) {
    const Bytes bomb = gzip(idx(shape, Bytes(30'000'000)));
    const auto images = write(folder / "images", first(bomb, bomb.size() / 2));
    const Outcome result = outcome(
        [&](const std::filesystem::path& file) { kiln::load_images(file, labels); }, images);
    BOOST_TEST(result.why.find("expected") != std::string::npos);
    BOOST_TEST(result.why.find("gzip") == std::string::npos, result.why);
    BOOST_TEST(result.peak <= constant);
  }
  const Bytes bomb = gzip(idx({30'000, 1000}, Bytes(30'000'000)));
  const auto file = write(folder / "labels", first(bomb, bomb.size() / 2));
  const Outcome result =
      outcome([&](const std::filesystem::path& bad) { kiln::load_images(bad, bad); }, file);
  BOOST_TEST(result.why.find("labels of shape (n)") != std::string::npos, result.why);
}

// Headers that are all names, all one name, all white space: what a parser might keep.
BOOST_AUTO_TEST_CASE(no_header_costs_more_than_the_file_and_32_mib) {
  const TemporaryFolder folder;
  const auto peak = [&](const Bytes& bytes, bool good) {
    const Outcome result = outcome(read_safetensors, write(folder / "a", bytes));
    BOOST_TEST(result.read == good, result.why);
    BOOST_TEST(!result.other);
    const std::size_t beyond = result.peak - std::min(result.peak, bytes.size());
    BOOST_TEST_MESSAGE(bytes.size() << " bytes, " << beyond << " more of memory");
    return beyond;
  };
  constexpr std::size_t mib = 1 << 20;
  std::string many, metadata, ranks;
  for (int i = 0; i < 65'536; ++i) {
    const std::string comma = i == 0 ? "" : ",", n = std::to_string(i);
    many += comma + "\"" + n + R"(":{"dtype":"U8","shape":[0,1],"data_offsets":[0,0]})";
    if (i == 65'535) break;  // one name for what comes last
    // Just too long to be kept without memory of their own.
    metadata += comma + "\"the name is " + n + R"(":"sixteen letters.")";
    ranks += comma + "\"" + n +
             R"(":{"dtype":"U8","shape":[0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0],"data_offsets":[0,0]})";
  }
  const auto described_by = [](const std::string& entries) {
    return safetensors("{\"__metadata__\":{" + entries + "}}", {});
  };
  BOOST_TEST(peak(safetensors("{" + many + "}", {}), true) <= 32 * mib);
  BOOST_TEST(peak(safetensors("{" + many + ",\"x\":{}}", {}), false) <= 32 * mib);
  BOOST_TEST(peak(described_by(metadata), true) <= 32 * mib);
  BOOST_TEST(peak(described_by(metadata + R"(,"x":"")"), false) <= 32 * mib);
  // All at once: as many, then the longest name and the longest number, which ends in an error
  // whose text quotes it.
  const std::string name = ",\"" + std::string(mib, 'n') + "\":", number(mib - 1, '1');
  std::size_t most = 0;
  for (const Bytes& bytes :
       {safetensors("{" + ranks + name + number + "}", {}),
        safetensors("{" + ranks + name + "{\"shape\":[" + number.substr(2) + "]}}", {}),
        described_by(metadata.substr(0, metadata.rfind(',')) + name + number)}) {
    most = std::max(most, peak(bytes, false));
  }
  BOOST_TEST(most <= 32 * mib);
  BOOST_TEST(most > 24 * mib);  // so the bound is no wide one

  const std::string fits(mib, 'n'), longer = fits + "n";
  const auto described = [](const std::string& value) {
    return safetensors(R"({"__metadata__":{"k":")" + value + "\"}}", {});
  };
  BOOST_TEST(peak(described(fits), true) <= 32 * mib);
  BOOST_TEST(peak(described(longer), false) <= 32 * mib);
  std::string quotes;
  for (std::size_t i = 0; i < 20 * mib; ++i) quotes += "\\\"";
  BOOST_TEST(peak(described(quotes), false) <= 32 * mib);
  BOOST_TEST(peak(safetensors("{\"__metadata__\":{\"k\":" + std::string(20 * mib, '1'), {}),
                  false) <= 32 * mib);
  BOOST_TEST(peak(safetensors("{}" + std::string(40 * mib, ' '), {}), true) <= constant);
  BOOST_TEST(peak(safetensors("{" + std::string(40 * mib, '\n') + "}", {}), true) <= constant);
  BOOST_TEST(peak(safetensors("{}", Bytes(100)), false) <= constant);
  const std::string one = R"({"a":{"dtype":"U8","shape":[5000000],"data_offsets":[0,5000000]}})";
  BOOST_TEST(peak(safetensors(one, Bytes(5'000'000)), true) <= constant);
}
