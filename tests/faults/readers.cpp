// SPDX-License-Identifier: MIT
// Every read that a reader makes fails in turn, or is cut short. One that fails is a FileError, and
// nothing else; one that is short or interrupted is gone on with. The controls are readers that
// trust the standard library: they are caught.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <functional>
#include <sstream>
#include <string>

#include <kiln/io/checkpoint.hpp>
#include <kiln/io/idx.hpp>
#include <kiln/io/parameters.hpp>
#include <kiln/kiln.hpp>

#include "../io/temporary_folder.hpp"
#include "system_calls.hpp"

namespace {

using Reader = std::function<void(const std::filesystem::path&)>;

enum class Answer { read, refused, other };

// What the reader says of a file whose n-th read fails so; of 0, none does.
Answer answer(const Reader& reader, const std::filesystem::path& file, std::size_t n, int how) {
  faults::calls.clear();
  faults::calls.reserve(1000);
  faults::only = "read";
  faults::at = n;
  faults::how = how;
  Answer result = Answer::read;
  faults::watching = true;
  try {
    reader(file);
  } catch (const kiln::FileError& error) {
    faults::watching = false;
    result = std::string_view(error.what()).find("a read error") != std::string_view::npos
                 ? Answer::refused
                 : Answer::other;
  } catch (...) {
    result = Answer::other;
  }
  faults::watching = false;
  faults::only = nullptr;
  return result;
}

// How often each answer came.
struct Tally {
  std::size_t reads = 0, read = 0, refused = 0, other = 0;
};

Tally tally(const Reader& reader, const std::filesystem::path& file, int how) {
  Tally result;
  BOOST_TEST((answer(reader, file, 0, 0) == Answer::read));
  result.reads = faults::calls.size();
  for (std::size_t n = 1; n <= result.reads; ++n) {
    const Answer one = answer(reader, file, n, how);
    ++(one == Answer::read ? result.read : one == Answer::refused ? result.refused : result.other);
  }
  return result;
}

void check(const Reader& reader, const std::filesystem::path& file, std::size_t reads_at_least) {
  const Tally failing = tally(reader, file, EIO);
  BOOST_TEST_MESSAGE(failing.reads << " reads");
  BOOST_TEST(failing.reads >= reads_at_least);
  BOOST_TEST(failing.refused == failing.reads);
  for (const int how : {EINTR, faults::shorten}) {
    const Tally going_on = tally(reader, file, how);
    BOOST_TEST(going_on.read == going_on.reads);
  }
}

// Of 200,000 bytes, each behind the other's last.
Bytes idx() {
  Bytes bytes{0, 0, 8, 1, 0, 3, 13, 64};
  for (std::uint32_t i = 0; i < 200'000; ++i) {
    bytes.push_back(static_cast<std::uint8_t>(i * 2654435761U >> 13));
  }
  return bytes;
}

// A header and data of several buffers each.
void write_tensors(const std::filesystem::path& file) {
  const std::vector<std::byte> data(100'000);
  std::vector<std::pair<std::string, kiln::StoredTensor>> tensors;
  for (int i = 0; i < 1000; ++i) {
    tensors.push_back({std::to_string(i), {kiln::Dtype::u8, {100}, std::span(data).first(100)}});
  }
  kiln::write_safetensors(file, tensors);
}

using Net = kiln::Net<60, kiln::Dense<50, kiln::ReLU>, kiln::Dense<10, kiln::Softmax>>;

void read_by_iterator(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  const Bytes bytes(std::istreambuf_iterator<char>(stream), {});
}

void read_without_looking(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream all;
  all << stream.rdbuf();
}

}  // namespace

BOOST_AUTO_TEST_CASE(idx_files_that_cannot_be_read_are_refused) {
  const TemporaryFolder folder;
  const auto reader = [](const auto& file) { kiln::read_idx(file); };
  check(reader, write(folder / "plain", idx()), 8);
  check(reader, write(folder / "gzipped", gzip(idx())), 4);
}

BOOST_AUTO_TEST_CASE(safetensors_files_that_cannot_be_read_are_refused) {
  const TemporaryFolder folder;
  write_tensors(folder / "a");
  check([](const auto& file) { kiln::SafetensorsFile{file}; }, folder / "a", 8);
}

BOOST_AUTO_TEST_CASE(
    parameters_and_checkpoints_that_cannot_be_read_are_refused_and_change_nothing) {
  const TemporaryFolder folder;
  Net net;
  kiln::Trainer<Net, kiln::CrossEntropy, kiln::Adam, 1> trainer(net);
  kiln::Engine engine(1);
  const Net zeros;
  const auto unless_refused = [&](const auto& load) {
    try {
      load();
    } catch (...) {
      BOOST_TEST(std::ranges::equal(net.storage(), zeros.storage()));
      BOOST_TEST(trainer.steps() == 0U);
      throw;
    }
    net = zeros;
    trainer.resume(0);
  };
  kiln::Engine other(2);
  Net drawn;
  drawn.initialize(kiln::He{}, other);
  kiln::save_safetensors(folder / "parameters", drawn);
  check([&](const auto& file) { unless_refused([&] { kiln::load_safetensors(file, net); }); },
        folder / "parameters", 2);
  kiln::Trainer<Net, kiln::CrossEntropy, kiln::Adam, 1> drawn_trainer(drawn);
  drawn_trainer.resume(5);
  kiln::save_checkpoint(folder / "checkpoint", drawn, drawn_trainer, other);
  check(
      [&](const auto& file) {
        unless_refused([&] { kiln::load_checkpoint(file, net, trainer, engine); });
      },
      folder / "checkpoint", 2);
}

BOOST_AUTO_TEST_CASE(controls_that_trust_the_standard_library_are_caught) {
  const TemporaryFolder folder;
  const auto file = write(folder / "a", idx());
  BOOST_TEST(tally(read_by_iterator, file, EIO).other > 0U);
  BOOST_TEST(tally(read_without_looking, file, EIO).read > 0U);
}
