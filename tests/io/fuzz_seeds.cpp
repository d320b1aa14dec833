// SPDX-License-Identifier: MIT
// The files that fuzzing begins with are still valid: a fuzzer that begins with refused ones sees
// little of a reader.

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <string>

#include <kiln/io/checkpoint.hpp>
#include <kiln/io/mnist.hpp>
#include <kiln/io/parameters.hpp>
#include <kiln/kiln.hpp>

#include "temporary_folder.hpp"

namespace {

using namespace kiln;

template <class Check>
void for_each_seed(const std::string& target, std::size_t count, const Check& check) {
  std::size_t found = 0;
  const auto tests = std::filesystem::path(__FILE__).parent_path().parent_path();
  for (const auto& entry : std::filesystem::directory_iterator(tests / "fuzz/corpus" / target)) {
    BOOST_TEST_CONTEXT(entry.path()) { BOOST_CHECK_NO_THROW(check(entry.path())); }
    ++found;
  }
  BOOST_TEST(found == count);
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_seed_is_read) {
  for_each_seed("byte_source", 4, [](const auto& file) {
    Bytes bytes(100);
    BOOST_TEST(ByteSource(file).read(bytes) > 2U);
  });
  for_each_seed("idx", 4, [](const auto& file) { BOOST_TEST(!read_idx(file).shape.empty()); });
  for_each_seed("safetensors", 3, [](const auto& file) { SafetensorsFile{file}; });
  for_each_seed("images", 2, [](const auto& file) {
    const TemporaryFolder folder;
    const Bytes all = read(file);
    const auto split = all.begin() + 1 + all.at(0);
    write(folder / "labels", Bytes(all.begin() + 1, split));
    write(folder / "images", Bytes(split, all.end()));
    BOOST_TEST(load_images(folder / "images", folder / "labels").count() == 1U);
  });
  for_each_seed("parameters", 2, [](const auto& file) {
    Net<2, Dense<3, ReLU>, Dense<1, Identity>> net;
    load_safetensors(file, net);
  });
  for_each_seed("checkpoint", 1, [](const auto& file) {
    Net<2, Dense<2, ReLU>> net;
    Trainer<Net<2, Dense<2, ReLU>>, SquaredError, Momentum, 1> trainer(net);
    Engine engine(3);
    BOOST_TEST(load_checkpoint(file, net, trainer, engine).at("epoch") == 3U);
    BOOST_TEST(trainer.steps() == 12U);
  });
}
