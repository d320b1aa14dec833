// SPDX-License-Identifier: MIT
// A training goes on from its checkpoint with the same bits, whatever the optimiser; what does not
// fit is refused with both sides named, and changes nothing. That a killed program goes on:
// tests/checkpoint.
#include <kiln/io/checkpoint.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <kiln/io/parameters.hpp>
#include <kiln/kiln.hpp>

#include "temporary_folder.hpp"

namespace {

using namespace kiln;

using Small = Net<3, Dense<4, Tanh>, Dense<2, Softmax>>;
constexpr std::size_t batch = 5;

// Activations of a user's, without a name.
struct OtherIdentity {
  static constexpr SlopeFrom slope_from = SlopeFrom::output;
  template <class V>
  static constexpr V value(const V& z) {
    return Identity::value(z);
  }
  template <class V>
  static constexpr V slope(const V& y) {
    return Identity::slope(y);
  }
};
struct OtherReLU : OtherIdentity {
  template <class V>
  static constexpr V value(const V& z) {
    return ReLU::value(z);
  }
};
struct OtherTanh : OtherIdentity {
  template <class V>
  static constexpr V value(const V& z) {
    return Tanh::value(z);
  }
};

// A training on numbers drawn from its engine.
template <class N, class O, class Loss = CrossEntropy>
struct Run {
  N net;
  Trainer<N, Loss, O, batch> trainer;
  Engine engine{7};

  explicit Run(O optimizer) : trainer(net, optimizer) { net.initialize(Glorot{}, engine); }
  Run(const Run&) = delete;

  void train(int steps) {
    using T = typename N::Scalar;
    for (int i = 0; i < steps; ++i) {
      std::array<T, batch * 3> x;
      std::array<std::uint8_t, batch> labels;
      for (T& element : x) element = normal<T>(engine);
      for (auto& label : labels) label = static_cast<std::uint8_t>(uniform_index(engine, 2));
      trainer.step(x, labels);
    }
  }
  template <class Other>
  bool equals(Other& other) {
    const auto equal = [](auto a, auto b) { return std::equal(a.begin(), a.end(), b.begin()); };
    return equal(net.storage(), other.net.storage()) &&
           equal(trainer.state(), other.trainer.state()) && engine == other.engine &&
           trainer.steps() == other.trainer.steps();
  }
  void save(const std::filesystem::path& file, const Counters& counters = {}) {
    save_checkpoint(file, net, trainer, engine, counters);
  }
  Counters load(const std::filesystem::path& file) {
    return load_checkpoint(file, net, trainer, engine);
  }
};

template <class N, class O>
void check_goes_on(O optimizer) {
  const TemporaryFolder folder;
  Run<N, O> whole(optimizer), first(optimizer), second(optimizer);
  whole.train(30);
  first.train(17);
  first.save(folder / "a");
  second.train(3);  // of which nothing may stay
  second.load(folder / "a");
  BOOST_TEST(second.trainer.steps() == 17U);
  second.train(13);
  BOOST_TEST(second.equals(whole));
  BOOST_TEST(!second.equals(first));
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_training_goes_on_with_the_same_bits) {
  check_goes_on<Small>(SGD{.learning_rate = 0.1});
  check_goes_on<Small>(Momentum{.learning_rate = 0.1, .dampening = 0.3});
  check_goes_on<Small>(Adam{.learning_rate = 0.1});
  check_goes_on<BasicNet<double, 3, Frozen<Dense<3, ReLU>>, Dense<1, Tanh>, Dense<2, Softmax>>>(
      Adam{.learning_rate = 0.1});
}

BOOST_AUTO_TEST_CASE(control_without_the_optimiser_s_state_the_bits_differ) {
  const TemporaryFolder folder;
  Run<Small, Adam> whole(Adam{}), other(Adam{});
  whole.train(10);
  whole.save(folder / "a");
  whole.train(1);
  other.load(folder / "a");
  std::ranges::fill(other.trainer.state(), 0.0f);
  other.train(1);
  BOOST_TEST(!other.equals(whole));
}

BOOST_AUTO_TEST_CASE(counters_come_back_by_name) {
  const TemporaryFolder folder;
  Run<Small, SGD> run(SGD{});
  const Counters counters{{"epoch", 3}, {"", 0}, {"most é", ~std::uint64_t{0}}};
  run.save(folder / "a", counters);
  BOOST_TEST((run.load(folder / "a") == counters));
  run.save(folder / "a");
  BOOST_TEST(run.load(folder / "a").empty());
}

BOOST_AUTO_TEST_CASE(the_file_is_one_that_pytorch_reads) {
  const TemporaryFolder folder;
  Run<Small, Adam> run(Adam{});
  run.train(2);
  run.save(folder / "a", {{"epoch", 3}});
  const SafetensorsFile file(folder / "a");
  BOOST_TEST(file.metadata().at("format") == "pt");
  BOOST_TEST(file.metadata().at("kiln.steps") == "2");
  BOOST_TEST(file.metadata().at("kiln.counter.epoch") == "3");
  BOOST_TEST(file.tensors().size() == 4U + 2 * 4 + 1);
  BOOST_TEST((file["0.weight"].shape == std::vector<std::size_t>{4, 3}));
  BOOST_TEST((file["optimizer.1.0.weight"].shape == std::vector<std::size_t>{4, 3}));
  const float m = from_little_endian<float>(file["optimizer.0.0.bias"].bytes);
  BOOST_TEST(m == run.trainer.state()[3 * 4]);  // behind 12 weights, on 16 bytes
  BOOST_TEST(m != 0.0f);
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_refused_with_both_sides_and_changes_nothing) {
  const TemporaryFolder folder;
  Run<Small, Adam> run(Adam{});
  run.train(2);
  run.save(folder / "a");
  const auto refused = [&]<class N, class O>(Run<N, O>& other, Says says) {
    Run<N, O> before(O{});
    BOOST_CHECK_EXCEPTION(other.load(folder / "a"), FileError, says);
    BOOST_TEST(other.equals(before));
  };
  Run<Net<3, Dense<5, Tanh>, Dense<2, Softmax>>, Adam> wider(Adam{});
  refused(wider,
          Says("a", "F32, (3) -> Dense (5), Tanh, 20 of 20", "(3) -> Dense (4), Tanh, 16 of 16"));
  Run<Net<3, Frozen<Dense<4, Tanh>>, Dense<2, Softmax>>, Adam> frozen(Adam{});
  refused(frozen, Says("a", "0 of 16 parameters trained", "16 of 16 parameters trained"));
  Run<BasicNet<double, 3, Dense<4, Tanh>, Dense<2, Softmax>>, Adam> in_double(Adam{});
  refused(in_double, Says("a", "F64, (3)", "F32, (3)"));
  Run<Small, Momentum> momentum(Momentum{});
  refused(momentum, Says("a", "optimiser with 1 numbers", "optimiser with 2 numbers"));
  Run<Net<3, Dense<4, Sigmoid>, Dense<2, Softmax>>, Adam> sigmoid(Adam{});
  refused(sigmoid, Says("a", "Dense (4), Sigmoid, 16", "Dense (4), Tanh, 16"));

  Run<Small, Adam> same(Adam{});
  save_safetensors(folder / "a", run.net);
  refused(same, Says("a", "a checkpoint, with \"kiln.checkpoint\"", "none"));
  std::filesystem::remove(folder / "a");
  refused(same, Says("a", "a file", "No such file"));
}

namespace {

// Whether a net with the hidden activation A, all weights times `scale`, is taken for one with B.
template <class A, class B>
void check_confusion(float scale, Says says) {
  const TemporaryFolder folder;
  const auto file = folder / "a";
  using RunA = Run<Net<3, Dense<6, A>, Dense<2, Identity>>, SGD, SquaredError>;
  using RunB = Run<Net<3, Dense<6, B>, Dense<2, Identity>>, SGD, SquaredError>;
  RunA a(SGD{}), same(SGD{});
  for (float& weight : a.net.storage()) weight *= scale;
  a.save(file);
  BOOST_CHECK_NO_THROW(same.load(file));
  RunB b(SGD{}), before(SGD{});
  BOOST_CHECK_EXCEPTION(b.load(file), FileError, says);
  BOOST_TEST(b.equals(before));
}

}  // namespace

BOOST_AUTO_TEST_CASE(another_activation_is_refused_by_name) {
  for (const float scale : {1.0f, 1e-3f, 0.0f}) {
    check_confusion<ReLU, Identity>(scale, Says("a", "(6), Identity", "(6), ReLU"));
    check_confusion<Tanh, Identity>(scale, Says("a", "(6), Identity", "(6), Tanh"));
    check_confusion<Identity, Tanh>(scale, Says("a", "(6), Tanh", "(6), Identity"));
    check_confusion<Sigmoid, OtherTanh>(scale, Says("a", "(6), 24 of 24", "(6), Sigmoid"));
  }
}

BOOST_AUTO_TEST_CASE(another_activation_without_a_name_is_refused_by_its_answers) {
  const Says says("a", "answers as this one", "an activation differs");
  check_confusion<OtherReLU, OtherIdentity>(1, says);
  check_confusion<OtherIdentity, OtherReLU>(1, says);
  check_confusion<OtherTanh, OtherIdentity>(1, says);
  // Where weights are small, numbers below 1 would not tell these apart.
  check_confusion<OtherReLU, OtherIdentity>(1e-3f, says);
  check_confusion<OtherTanh, OtherIdentity>(0.01f, says);
  check_confusion<OtherIdentity, OtherTanh>(0.01f, says);
}

BOOST_AUTO_TEST_CASE(a_changed_parameter_is_refused_by_the_answers) {
  const TemporaryFolder folder;
  Run<Small, SGD> run(SGD{});
  run.save(folder / "a");
  const SafetensorsFile good(folder / "a");
  std::vector<std::byte> changed(good["0.bias"].bytes.begin(), good["0.bias"].bytes.end());
  to_little_endian(from_little_endian<float>(std::span(changed).first<4>()) + 0.01f,
                   std::span(changed).first<4>());
  std::vector<std::pair<std::string, StoredTensor>> tensors(good.tensors().begin(),
                                                            good.tensors().end());
  for (auto& [name, tensor] : tensors) {
    if (name == "0.bias") tensor.bytes = changed;
  }
  write_safetensors(folder / "bad", tensors, good.metadata());
  Run<Small, SGD> other(SGD{}), before(SGD{});
  BOOST_CHECK_EXCEPTION(other.load(folder / "bad"), FileError,
                        Says("bad", "answers as this one", "a number was changed"));
  BOOST_TEST(other.equals(before));
}

BOOST_AUTO_TEST_CASE(numbers_that_are_none_are_refused) {
  const TemporaryFolder folder;
  Run<Small, SGD> run(SGD{});
  run.save(folder / "a", {{"epoch", 3}});
  const SafetensorsFile good(folder / "a");
  const auto check = [&](const std::string& key, const std::string& value, const char* found) {
    auto metadata = good.metadata();
    metadata[key] = value;
    write_safetensors(folder / "bad", {good.tensors().begin(), good.tensors().end()}, metadata);
    Run<Small, SGD> other(SGD{}), before(SGD{});
    BOOST_CHECK_EXCEPTION(other.load(folder / "bad"), FileError, Says("bad", "", found));
    BOOST_TEST(other.equals(before));
  };
  for (const char* const bad : {"", "-1", "1.5", "18446744073709551616", "1 2", "x", "1 "}) {
    check("kiln.steps", bad, bad);
    check("kiln.counter.epoch", bad, bad);
  }
  check("kiln.engine", "1 2 3", "1 2 3");
  check("kiln.engine", "1 2 3 4 5", "1 2 3 4 5");
  check("kiln.engine", "0 0 0 0", "0 0 0 0");
  check("kiln.checkpoint", "2", "\"2\"");
}

BOOST_AUTO_TEST_CASE(every_truncation_and_changed_byte_is_loaded_or_refused) {
  const TemporaryFolder folder;
  Run<Small, Momentum> run(Momentum{});
  run.train(1);
  run.save(folder / "a");
  const Bytes good = read(folder / "a");
  std::size_t refused = 0;
  const auto try_one = [&](const Bytes& bytes) {
    std::filesystem::remove(folder / "bad");
    write(folder / "bad", bytes);
    Run<Small, Momentum> other(Momentum{}), before(Momentum{});
    try {
      other.load(folder / "bad");
    } catch (const FileError&) {
      ++refused;
      BOOST_TEST(other.equals(before));
    }
  };
  for (std::size_t n = 0; n < good.size(); ++n) {
    try_one(first(good, n));
    BOOST_TEST(refused == n + 1);
  }
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const int mask : {1, 8, 128, 255}) {
      Bytes changed = good;
      changed[at] = static_cast<std::uint8_t>(changed[at] ^ mask);
      try_one(changed);
    }
  }
  BOOST_TEST(refused > 2 * good.size());
}
