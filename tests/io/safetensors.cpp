// SPDX-License-Identifier: MIT
// Safetensors files good and bad.

#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <kiln/io/safetensors.hpp>

#include "temporary_folder.hpp"

namespace {

Bytes with_length(std::uint64_t length, const std::string& json, const Bytes& data) {
  Bytes bytes;
  for (int i = 0; i < 8; ++i) bytes.push_back(static_cast<std::uint8_t>(length >> (8 * i)));
  return bytes + Bytes(json.begin(), json.end()) + data;
}

Bytes file_of(const std::string& json, const Bytes& data) {
  return with_length(json.size(), json, data);
}

// A tensor in a header.
std::string tensor(const std::string& name, const std::string& dtype, const std::string& shape,
                   const std::string& offsets) {
  return "\"" + name + R"(":{"dtype":")" + dtype + R"(","shape":[)" + shape +
         R"(],"data_offsets":[)" + offsets + "]}";
}

const Bytes data{0, 0, 128, 63, 0, 0, 0, 64, 1, 2, 3};  // 1.0f, 2.0f, then three bytes
const std::string good_json = R"({"__metadata__":{"by":"hand"},)" + tensor("b", "U8", "3", "8,11") +
                              "," + tensor("a", "F32", "2,1", "0,8") + "}  ";
const Bytes good = file_of(good_json, data);

// Whatever is accepted keeps the promises of the reader.
void check_whole(const kiln::SafetensorsFile& file) {
  std::size_t total = 0;
  for (const auto& [name, stored] : file.tensors()) {
    std::size_t bytes = kiln::size(stored.dtype);
    for (const std::size_t extent : stored.shape) bytes *= extent;
    BOOST_TEST(stored.bytes.size() == bytes);
    for (const std::byte byte : stored.bytes) total += std::to_integer<std::size_t>(byte) * 0 + 1;
  }
  BOOST_TEST(total == data.size());
}

}  // namespace

BOOST_AUTO_TEST_CASE(tensors_come_by_name_with_type_shape_and_bytes) {
  const TemporaryFolder folder;
  const kiln::SafetensorsFile file(write(folder / "a", good));
  BOOST_TEST(file.tensors().size() == 2U);
  BOOST_TEST((file["a"].dtype == kiln::Dtype::f32));
  BOOST_TEST((file["a"].shape == std::vector<std::size_t>{2, 1}));
  BOOST_TEST(kiln::from_little_endian<float>(file["a"].bytes.subspan(4)) == 2.0f);
  BOOST_TEST((file["b"].dtype == kiln::Dtype::u8));
  BOOST_TEST((file["b"].bytes[2] == std::byte{3}));
  BOOST_TEST(file.metadata().at("by") == "hand");
  BOOST_CHECK_EXCEPTION(file["c"], kiln::FileError, Says("a", "tensor \"c\"", "none"));
}

BOOST_AUTO_TEST_CASE(a_file_moves_with_its_bytes) {
  const TemporaryFolder folder;
  kiln::SafetensorsFile file(write(folder / "a", good));
  const kiln::SafetensorsFile moved(std::move(file));
  BOOST_TEST(kiln::from_little_endian<float>(moved["a"].bytes) == 1.0f);
}

BOOST_AUTO_TEST_CASE(unusual_but_valid_files_are_read) {
  const TemporaryFolder folder;
  const auto check = [&](const std::string& json, const Bytes& bytes, std::size_t count) {
    const kiln::SafetensorsFile file(write(folder / "a", file_of(json, bytes)));
    BOOST_TEST(file.tensors().size() == count);
  };
  check("{}", {}, 0);
  check(R"({"__metadata__":{}})", {}, 0);
  check("{" + tensor("number", "F64", "", "0,8") + "}", Bytes(8), 1);
  check("{" + tensor("none", "F64", "0,5", "0,0") + "}", {}, 1);
  check("{" + tensor("", "U8", "1", "1,2") + "," + tensor("e", "I8", "0", "1,1") + "," +
            tensor("é\\n", "BOOL", "1", "0,1") + "}",
        Bytes(2), 3);
}

BOOST_AUTO_TEST_CASE(a_bad_header_says_what_is_wrong) {
  const TemporaryFolder folder;
  const auto check = [&](const Bytes& bytes, const char* expected, const char* found) {
    const auto file = write(folder / "bad", bytes);
    BOOST_CHECK_EXCEPTION(kiln::SafetensorsFile{file}, kiln::FileError,
                          Says("bad", expected, found));
  };
  const auto check_json = [&](const std::string& json, const char* expected, const char* found) {
    check(file_of(json, data), expected, found);
  };
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  check({}, "8 bytes", "0");
  check({1, 2, 3}, "8 bytes", "3");
  check(with_length(0, "", {}), "begins with {", "none");
  check(with_length(good_json.size(), good_json, {}), "11 bytes of data", "0");
  check(with_length(1000, good_json, data), "header of 1000 bytes", "only 1");
  check(with_length(most, good_json, data), "at most 100000000", "18446744073709551615");
  check(with_length(most - 7, good_json, data), "at most 100000000", "18446744073709551608");
  check_json(" {}", "begins with {", "another byte");
  check_json("[]", "begins with {", "another byte");
  check_json("{", "JSON", "error at its byte");
  check_json("{} {}", "JSON", "error at its byte");
  check_json("{\"\xff\":1}", "JSON", "error at its byte 3");
  check_json("{ \n  \t]}", "JSON", "error at its byte 7");  // white space counts
  check_json(std::string("{}\0x", 4), "JSON", "zero byte");
  check_json("{" + std::string(1000000, '['), "JSON", "error");
  check_json("{\"a\":" + std::string(1000000, '['), "\"a\" in the header", "an array");
  std::string deep = "{\"a\":";
  for (int i = 0; i < 100000; ++i) deep += "{\"shape\":";
  check_json(deep, "\"a\" in the header", "an object");
}

BOOST_AUTO_TEST_CASE(a_bad_entry_says_which_and_what_is_wrong) {
  const TemporaryFolder folder;
  const auto check = [&](const std::string& entries, const char* expected, const char* found) {
    const auto file = write(folder / "bad", file_of("{" + entries + "}", data));
    BOOST_CHECK_EXCEPTION(kiln::SafetensorsFile{file}, kiln::FileError,
                          Says("bad", expected, found));
  };
  check(tensor("a", "F31", "2", "0,8"), "\"a\"", "dtype \"F31\"");
  check(tensor("a", "U8", "11", "0,11") + "," + tensor("a", "U8", "11", "0,11"), "\"a\"", "twice");
  check(tensor("a", "U8", "-11", "0,11"), "\"a\"", "negative");
  check(tensor("a", "U8", "11.0", "0,11"), "\"a\"", "the number \"11.0\"");
  check(tensor("a", "U8", "99999999999999999999", "0,11"), "\"a\"", "the number \"9999");
  check(tensor("a", "U8", "1e999", "0,11"), "JSON", "error");
  check(tensor("a", "U8", "[11]", "0,11"), "\"a\"", "an array");
  check(tensor("a", "U8", "\"11\"", "0,11"), "\"a\"", "a string");
  check(tensor("a", "U8", "null", "0,11"), "\"a\"", "null");
  check(tensor("a", "U8", "true", "0,11"), "\"a\"", "true or false");
  check(tensor("a", "U8", "11", "0"), "\"a\"", "not two offsets");
  check(tensor("a", "U8", "11", "0,11,11"), "\"a\"", "not two offsets");
  std::string ones = "1";
  for (int i = 0; i < 32; ++i) ones += ",1";
  check(tensor("a", "U8", ones, "0,11"), "\"a\"", "more than 32");
  check(R"("a":{"dtype":"U8","shape":[11]})", "\"a\"", "less");
  check(R"("a":{"dtype":"U8","dtype":"U8","shape":[11]})", "\"a\"", "\"dtype\" twice");
  check(R"("a":{"dtype":["U8"]})", "\"a\"", "an array");
  check(R"("a":{"dtype":8})", "\"a\"", "a number");
  check(R"("a":{"shape":"U8"})", "\"a\"", "a string");
  check(R"("a":{"kind":"U8"})", "\"a\"", "the key \"kind\"");
  check(R"("a":[11])", "\"a\"", "an array");
  check(R"("a":11)", "\"a\"", "a number");
  check(R"("__metadata__":{"by":1})", "strings by name", "a number");
  check(R"("__metadata__":{"by":{}})", "strings by name", "an object");
  check(R"("__metadata__":{"by":"x","by":"y"})", "strings by name", "\"by\" twice");
  check(R"("__metadata__":{},"__metadata__":{})", "strings by name", "its name twice");
  check(R"("__metadata__":null)", "strings by name", "null");
}

BOOST_AUTO_TEST_CASE(offsets_that_disagree_are_refused_with_both_numbers) {
  const TemporaryFolder folder;
  const auto check = [&](const std::string& entries, const char* expected, const char* found) {
    const auto file = write(folder / "bad", file_of("{" + entries + "}", data));
    BOOST_CHECK_EXCEPTION(kiln::SafetensorsFile{file}, kiln::FileError,
                          Says("bad", expected, found));
  };
  check("", "0 bytes of data", "11");
  check(tensor("a", "U8", "10", "0,11"), "shape (10) in 10 bytes", "(0, 11)");
  check(tensor("a", "U8", "11", "11,0"), "in 11 bytes", "(11, 0)");
  check(tensor("a", "U8", "10", "0,10"), "10 bytes of data", "11");
  check(tensor("a", "U8", "12", "0,12"), "12 bytes of data", "11");
  check(tensor("a", "U8", "10", "1,11"), "\"a\" at offset 0", "1");
  check(tensor("a", "U8", "4", "0,4") + "," + tensor("b", "U8", "6", "5,11"), "\"b\" at offset 4",
        "5");
  check(tensor("a", "U8", "6", "0,6") + "," + tensor("b", "U8", "6", "5,11"), "\"b\" at offset 6",
        "5");
  check(tensor("a", "U8", "11", "0,11") + "," + tensor("b", "U8", "0", "5,5"), "at offset 11", "5");
  check(tensor("a", "F32", "4611686018427387904", "0,0"), "fit in memory", "4611686018427387904");
  check(tensor("a", "U8", "18446744073709551615", "12,11"), "in 18446744073709551615 bytes",
        "(12, 11)");
  check(tensor("a", "U8", "18446744073709551615,18446744073709551615", "0,1"), "fit in memory",
        "(");
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_opened_is_named) {
  const TemporaryFolder folder;
  BOOST_CHECK_EXCEPTION(kiln::SafetensorsFile{folder / "nothing"}, kiln::FileError,
                        Says("nothing", "a file", "No such file"));
  BOOST_CHECK_THROW(kiln::SafetensorsFile{folder / ""}, kiln::FileError);
  BOOST_CHECK_THROW(kiln::SafetensorsFile{"/dev/zero"}, kiln::FileError);
}

BOOST_AUTO_TEST_CASE(every_truncation_and_every_byte_too_many_is_seen) {
  const TemporaryFolder folder;
  for (std::size_t n = 0; n < good.size(); ++n) {
    const auto file = write(folder / "bad", first(good, n));
    BOOST_CHECK_THROW(kiln::SafetensorsFile{file}, kiln::FileError);
  }
  const auto file = write(folder / "bad", good + Bytes{0});
  BOOST_CHECK_THROW(kiln::SafetensorsFile{file}, kiln::FileError);
}

BOOST_AUTO_TEST_CASE(a_changed_byte_throws_or_leaves_a_whole_file) {
  const TemporaryFolder folder;
  int thrown = 0;
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const int mask : {1, 2, 4, 8, 16, 32, 64, 128, 255}) {
      Bytes changed = good;
      changed[at] = static_cast<std::uint8_t>(changed[at] ^ mask);
      const auto file = write(folder / "bad", changed);
      try {
        check_whole(kiln::SafetensorsFile(file));
      } catch (const kiln::FileError&) {
        ++thrown;
      }
    }
  }
  BOOST_TEST(thrown > 500);
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_back) {
  const TemporaryFolder folder;
  const Bytes a{1, 2, 3, 4, 5, 6, 7, 8}, b{9};
  kiln::write_safetensors(folder / "a",
                          {{"z", {kiln::Dtype::f32, {2, 1}, std::as_bytes(std::span(a))}},
                           {"é\"\n", {kiln::Dtype::boolean, {}, std::as_bytes(std::span(b))}},
                           {"", {kiln::Dtype::i64, {0}, {}}}},
                          {{"who", "kiln"}});
  const kiln::SafetensorsFile file(folder / "a");
  BOOST_TEST(file.tensors().size() == 3U);
  BOOST_TEST((file["z"].shape == std::vector<std::size_t>{2, 1}));
  BOOST_TEST((file["z"].bytes[7] == std::byte{8}));
  BOOST_TEST((file["é\"\n"].bytes[0] == std::byte{9}));
  BOOST_TEST(file.metadata().at("who") == "kiln");
  const Bytes bytes = read(folder / "a");
  BOOST_TEST(bytes[0] % 8 == 0);  // the data begins on 8 bytes
  BOOST_TEST(bytes[bytes.size() - 9] == 1);
}

BOOST_AUTO_TEST_CASE(what_would_be_a_bad_file_is_not_written) {
  const TemporaryFolder folder;
  const Bytes one{1};
  const kiln::StoredTensor byte{kiln::Dtype::u8, {1}, std::as_bytes(std::span(one))};
  const kiln::StoredTensor wrong{kiln::Dtype::u8, {2}, std::as_bytes(std::span(one))};
  const auto file = folder / "a";
  BOOST_CHECK_EXCEPTION(kiln::write_safetensors(file, {{"x", byte}, {"x", byte}}), kiln::FileError,
                        Says("a", "different names", "\"x\" twice"));
  BOOST_CHECK_THROW(kiln::write_safetensors(file, {{"__metadata__", byte}}), kiln::FileError);
  BOOST_CHECK_EXCEPTION(kiln::write_safetensors(file, {{"x", wrong}}), kiln::FileError,
                        Says("a", "\"x\" in 2 bytes", "1"));
  BOOST_CHECK_EXCEPTION(kiln::write_safetensors(file, {{"\xff", byte}}), kiln::FileError,
                        Says("a", "UTF-8", "other bytes"));
  BOOST_TEST(folder.count() == 0U);
}
