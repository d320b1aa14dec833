// SPDX-License-Identifier: MIT
// A net's parameters to a file and back, in both layouts; and that a bad file changes nothing.

#include <boost/test/unit_test.hpp>
#include <limits>
#include <string>
#include <vector>

#include <kiln/io/parameters.hpp>

#include "temporary_folder.hpp"
#include "two_layers.hpp"

namespace {

using Small = TwoLayers<float, 3, 2, 2>;
using SmallDouble = TwoLayers<double, 3, 2, 2>;
using kiln::WeightLayout;

const std::vector<std::string> names{"W1", "b1", "W2", "b2"};

// Different everywhere, and awkward in places.
template <class Net>
Net numbered() {
  Net net;
  double value = 0.1;
  for (const auto& parameter : net.parameters()) {
    for (std::size_t i = 0; i < parameter.shape.size(); ++i) {
      parameter.data[i] = static_cast<std::remove_reference_t<decltype(parameter.data[0])>>(value);
      value += 1.1;
    }
  }
  net.b0[0] = std::numeric_limits<float>::infinity();
  net.b0[1] = std::numeric_limits<float>::denorm_min();
  return net;
}

int nonzero(const Small& net) {
  int count = 0;
  for (const auto& parameter : net.parameters()) {
    for (std::size_t i = 0; i < parameter.shape.size(); ++i) count += parameter.data[i] != 0;
  }
  return count;
}

}  // namespace

BOOST_AUTO_TEST_CASE(what_is_saved_is_loaded_bit_for_bit_in_both_layouts_and_scalars) {
  const TemporaryFolder folder;
  const auto check = [&]<class Net>(const Net& net) {
    for (const WeightLayout layout : {WeightLayout::in_out, WeightLayout::out_in}) {
      Net other;
      kiln::save_safetensors(folder / "a", net, {}, layout);
      kiln::load_safetensors(folder / "a", other, {}, layout);
      BOOST_TEST((other == net));
      kiln::save_safetensors(folder / "a", net, names, layout);
      kiln::load_safetensors(folder / "a", other, names, layout);
      BOOST_TEST((other == net));
    }
  };
  check(numbered<Small>());
  check(numbered<SmallDouble>());
}

BOOST_AUTO_TEST_CASE(the_default_is_the_file_that_pytorch_writes) {
  const TemporaryFolder folder;
  const Small net = numbered<Small>();
  kiln::save_safetensors(folder / "a", net);
  const kiln::SafetensorsFile file(folder / "a");
  BOOST_TEST(file.metadata().at("format") == "pt");
  BOOST_TEST(file.tensors().size() == 4U);
  BOOST_TEST((file["0.weight"].shape == std::vector<std::size_t>{2, 3}));
  BOOST_TEST((file["0.bias"].shape == std::vector<std::size_t>{2}));
  BOOST_TEST((file["1.weight"].shape == std::vector<std::size_t>{2, 2}));
  BOOST_TEST((file["1.bias"].dtype == kiln::Dtype::f32));
  for (std::size_t out = 0; out < 2; ++out) {
    for (std::size_t in = 0; in < 3; ++in) {
      const auto bytes = file["0.weight"].bytes.subspan(4 * (out * 3 + in));
      BOOST_TEST(kiln::from_little_endian<float>(bytes) == net.w0[in * 2 + out]);
    }
  }
}

BOOST_AUTO_TEST_CASE(kiln_s_own_layout_is_the_memory_s) {
  const TemporaryFolder folder;
  const Small net = numbered<Small>();
  kiln::save_safetensors(folder / "a", net, names, WeightLayout::in_out);
  const kiln::SafetensorsFile file(folder / "a");
  BOOST_TEST(file.metadata().at("format") == "kiln");
  BOOST_TEST((file["W1"].shape == std::vector<std::size_t>{3, 2}));
  for (std::size_t i = 0; i < 6; ++i) {
    BOOST_TEST(kiln::from_little_endian<float>(file["W1"].bytes.subspan(4 * i)) == net.w0[i]);
  }
}

BOOST_AUTO_TEST_CASE(f32_and_f64_are_converted_to_the_net_s_scalar) {
  const TemporaryFolder folder;
  const Small single = numbered<Small>();
  SmallDouble wide;
  kiln::save_safetensors(folder / "a", single);
  kiln::load_safetensors(folder / "a", wide);
  BOOST_TEST(wide.w1[3] == static_cast<double>(single.w1[3]));
  kiln::save_safetensors(folder / "b", wide);
  Small back;
  kiln::load_safetensors(folder / "b", back);
  BOOST_TEST((back == single));
}

BOOST_AUTO_TEST_CASE(other_tensors_in_the_file_are_ignored) {
  const TemporaryFolder folder;
  const Small net = numbered<Small>();
  kiln::save_safetensors(folder / "a", net);
  const kiln::SafetensorsFile file(folder / "a");
  std::vector<std::pair<std::string, kiln::StoredTensor>> tensors(file.tensors().begin(),
                                                                  file.tensors().end());
  const Bytes extra(7);
  tensors.push_back({"extra", {kiln::Dtype::i8, {7}, std::as_bytes(std::span(extra))}});
  kiln::write_safetensors(folder / "b", tensors);
  Small other;
  kiln::load_safetensors(folder / "b", other);
  BOOST_TEST((other == net));
}

BOOST_AUTO_TEST_CASE(a_file_that_does_not_fit_changes_nothing_in_the_net) {
  const TemporaryFolder folder;
  const Small before = numbered<Small>();
  const auto check = [&](const std::vector<std::string>& wanted, WeightLayout layout, Says says) {
    Small net = before;
    BOOST_CHECK_EXCEPTION(kiln::load_safetensors(folder / "a", net, wanted, layout),
                          kiln::FileError, says);
    BOOST_TEST((net == before));
  };
  const Small zeros;
  kiln::save_safetensors(folder / "a", zeros, names);
  check({}, WeightLayout::out_in, Says("a", "tensor \"0.weight\"", "none of that name"));
  check({"W1", "b1", "W2", "no"}, WeightLayout::out_in, Says("a", "tensor \"no\"", "none"));
  check({"W1", "b1"}, WeightLayout::out_in, Says("a", "4 names, one for each parameter", "2"));
  check(names, WeightLayout::in_out, Says("a", "\"W1\" as F32 or F64 of shape (3, 2)", "(2, 3)"));
  check({"W1", "b1", "W2", "W1"}, WeightLayout::out_in,
        Says("a", "different names", "\"W1\" twice"));

  kiln::save_safetensors(folder / "a", TwoLayers<float, 3, 2, 5>{}, names);
  check(names, WeightLayout::out_in, Says("a", "\"W2\" as F32 or F64 of shape (2, 2)", "(5, 2)"));

  const Bytes half(4), whole(24);
  kiln::write_safetensors(folder / "a",
                          {{"W1", {kiln::Dtype::f32, {2, 3}, std::as_bytes(std::span(whole))}},
                           {"b1", {kiln::Dtype::f16, {2}, std::as_bytes(std::span(half))}}});
  check(names, WeightLayout::out_in, Says("a", "\"b1\" as F32 or F64", "F16 of shape (2)"));

  std::filesystem::remove(folder / "a");
  check(names, WeightLayout::out_in, Says("a", "a file", "No such file"));
}

BOOST_AUTO_TEST_CASE(a_truncated_or_changed_file_changes_nothing_or_loads_whole) {
  const TemporaryFolder folder;
  const Small before = numbered<Small>();
  kiln::save_safetensors(folder / "a", Small{});
  const Bytes bytes = read(folder / "a");
  for (std::size_t n = 0; n < bytes.size(); ++n) {
    write(folder / "bad", first(bytes, n));
    Small net = before;
    BOOST_CHECK_THROW(kiln::load_safetensors(folder / "bad", net), kiln::FileError);
    BOOST_TEST((net == before));
    Bytes changed = bytes;
    changed[n] ^= 0x10;
    write(folder / "bad", changed);
    try {
      kiln::load_safetensors(folder / "bad", net);
      BOOST_TEST(nonzero(net) <= 1);  // the changed number
    } catch (const kiln::FileError&) {
      BOOST_TEST((net == before));
    }
  }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_saved_is_an_error_and_leaves_no_file) {
  const TemporaryFolder folder;
  const Small net;
  BOOST_CHECK_THROW(kiln::save_safetensors(folder / "none/a", net), kiln::FileError);
  BOOST_CHECK_THROW(kiln::save_safetensors(folder / "", net), kiln::FileError);
  BOOST_CHECK_EXCEPTION(kiln::save_safetensors(folder / "a", net, {"x"}), kiln::FileError,
                        Says("a", "4 names", "1"));
  BOOST_CHECK_EXCEPTION(kiln::save_safetensors(folder / "a", net, {"x", "y", "x", "z"}),
                        kiln::FileError, Says("a", "different names", "\"x\""));
  BOOST_TEST(folder.count() == 0U);
}
