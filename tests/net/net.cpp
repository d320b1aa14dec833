// SPDX-License-Identifier: MIT
#include <kiln/net/net.hpp>

#include <kiln/activations/relu.hpp>
#include <kiln/activations/sigmoid.hpp>
#include <kiln/activations/softmax.hpp>
#include <kiln/activations/tanh.hpp>
#include <kiln/initializers/normal.hpp>
#include <kiln/layers/dense.hpp>
#include <kiln/layers/frozen.hpp>
#include <kiln/losses/cross_entropy.hpp>
#include <kiln/losses/squared_error.hpp>
#include <kiln/random/engine.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cstring>
#include <memory>
#include <span>
#include <type_traits>

#include "support/bits.hpp"
#include "support/of_net.hpp"
#include "support/tolerance.hpp"

namespace {

using namespace kiln;

using Course = Net<784, Dense<50, Sigmoid>, Dense<10, Softmax>>;
static_assert(Course::parameter_count == 39760);
static_assert(Course::parameter_bytes == 159040);
static_assert(Course::input == Shape{784} && Course::output == Shape{10});
static_assert(Course::layer_count == 2);
static_assert(std::is_trivially_copyable_v<Course>);
static_assert(std::is_trivially_copyable_v<Course::Gradient>);
static_assert(alignof(Course) == 64);
static_assert(std::is_same_v<Course, Net<Shape{784}, Dense<50, Sigmoid>, Dense<10, Softmax>>>);

// The object is its parameters and nothing else, up to the 64 bytes of its alignment.
template <class N>
constexpr bool is_its_storage = sizeof(N) ==
                                (N::storage_count * sizeof(typename N::Scalar) + 63) / 64 * 64;
static_assert(is_its_storage<Course>);
static_assert(is_its_storage<Net<2, Dense<3>, Dense<2>, Dense<2>>>);
static_assert(is_its_storage<BasicNet<double, 1, Dense<1>>>);
static_assert(Course::storage_count == 39786);

// Where each tensor begins: 64 bytes, or for less than 64 bytes the next power of two of its size.
template <class N>
std::vector<std::ptrdiff_t> offsets(const N& net) {
  std::vector<std::ptrdiff_t> all;
  for (const auto& p : net.parameters()) all.push_back(p.data - net.storage().data());
  return all;
}

BOOST_AUTO_TEST_CASE(every_parameter_tensor_starts_where_the_layout_rule_says) {
  // 24, 12, 24, 8, 16 and 8 bytes.
  const Net<2, Dense<3>, Dense<2>, Dense<2>> small{};
  BOOST_TEST(offsets(small) == (std::vector<std::ptrdiff_t>{0, 8, 16, 22, 24, 28}),
             boost::test_tools::per_element());
  static_assert(decltype(small)::storage_count == 30);
  // 60 and 20 bytes, then 20 and 4.
  const Net<3, Dense<5>, Dense<1>> odd{};
  BOOST_TEST(offsets(odd) == (std::vector<std::ptrdiff_t>{0, 16, 24, 29}),
             boost::test_tools::per_element());
  // The same in doubles: 120 and 40 bytes, 40 and 8.
  const BasicNet<double, 3, Dense<5>, Dense<1>> doubles{};
  BOOST_TEST(offsets(doubles) == (std::vector<std::ptrdiff_t>{0, 16, 24, 29}),
             boost::test_tools::per_element());
  auto course = std::make_unique<Course>();
  BOOST_TEST(offsets(*course) == (std::vector<std::ptrdiff_t>{0, 39200, 39264, 39776}),
             boost::test_tools::per_element());
  // The trained ones first: a frozen layer's stand behind.
  const Net<2, Frozen<Dense<3>>, Dense<2>> frozen{};
  BOOST_TEST(offsets(frozen) == (std::vector<std::ptrdiff_t>{8, 16, 0, 6}),
             boost::test_tools::per_element());
  static_assert(decltype(frozen)::trained_count == 8);
}

BOOST_AUTO_TEST_CASE(a_net_is_zero_until_it_is_initialised_and_its_gaps_stay_zero) {
  auto net = std::make_unique<Course>();
  for (const float p : net->storage()) BOOST_REQUIRE(p == 0);
  Engine engine(42);
  net->initialize(Normal{.mean = 5}, engine);
  std::size_t parameters = 0, gaps = 0, zeros = 0;
  for (std::size_t k = 0; k < Course::storage_count; ++k) {
    (Course::Places::is_trained(k) ? parameters : gaps) += 1;
    zeros += net->storage()[k] == 0 ? 1 : 0;
  }
  BOOST_TEST(parameters == 39760U);
  BOOST_TEST(zeros == gaps + 60);  // and the biases
}

BOOST_AUTO_TEST_CASE(weights_are_drawn_in_the_order_of_the_layers) {
  Net<3, Dense<2>, Dense<4>> net;
  net.layer<0>().bias.fill(1);
  Engine engine(7), same(7);
  net.initialize(Normal{.mean = 1, .std = 2}, engine);
  for (const auto& p : net.parameters()) {
    for (std::size_t i = 0; i < p.shape.size(); ++i) {
      BOOST_TEST(p.data[i] == (p.name == "bias" ? 0.0F : normal(same, 1, 2)));
    }
  }
  BOOST_TEST((engine == same));
}

// The course's three-layer net.
template <class T>
auto three_layers() {
  BasicNet<T, 2, Dense<3, Sigmoid>, Dense<2, Sigmoid>, Dense<2>> net;
  net.template layer<0>().weight.copy(
      BasicTensor<T, Shape{2, 3}>{{0.1F, 0.3F, 0.5F}, {0.2F, 0.4F, 0.6F}});
  net.template layer<0>().bias.copy(BasicTensor<T, Shape{3}>(0.1F, 0.2F, 0.3F));
  net.template layer<1>().weight.copy(
      BasicTensor<T, Shape{3, 2}>{{0.1F, 0.4F}, {0.2F, 0.5F}, {0.3F, 0.6F}});
  net.template layer<1>().bias.copy(BasicTensor<T, Shape{2}>(0.1F, 0.2F));
  net.template layer<2>().weight.copy(BasicTensor<T, Shape{2, 2}>{{0.1F, 0.3F}, {0.2F, 0.4F}});
  net.template layer<2>().bias.copy(BasicTensor<T, Shape{2}>(0.1F, 0.2F));
  return net;
}

BOOST_AUTO_TEST_CASE(the_courses_three_layers_give_the_courses_numbers) {
  const auto net = three_layers<float>();
  const auto y = net.predict(std::array{1.0F, 0.5F});
  BOOST_TEST(support::close(y(0), 0.31682708, 0, support::course_atol));
  BOOST_TEST(support::close(y(1), 0.69627909, 0, support::course_atol));
  Net<2, Dense<3, Sigmoid>> first;
  first.layer<0>().weight.copy(net.layer<0>().weight);
  first.layer<0>().bias.copy(net.layer<0>().bias);
  const auto hidden = first.predict(std::array{1.0F, 0.5F});
  BOOST_TEST(support::close(hidden(0), 0.57444252, 0, support::course_atol));
  BOOST_TEST(support::close(hidden(1), 0.66818777, 0, support::course_atol));
  BOOST_TEST(support::close(hidden(2), 0.75026011, 0, support::course_atol));
}

BOOST_AUTO_TEST_CASE(the_courses_2x3_net_gives_the_courses_scores_loss_and_gradient) {
  using Scores = BasicNet<double, 2, Dense<3>>;
  using Classifier = BasicNet<double, 2, Dense<3, Softmax>>;
  Scores scores;
  scores.layer<0>().weight.copy(BasicTensor<double, Shape{2, 3}>{
      {0.47355232, 0.9977393, 0.84668094}, {0.85557411, 0.03563661, 0.69422093}});
  const std::array x{0.6, 0.9};
  const auto z = scores.predict(x);
  BOOST_TEST(support::close(z(0), 1.05414809, 0, support::course_atol));
  BOOST_TEST(support::close(z(1), 0.63071653, 0, support::course_atol));
  BOOST_TEST(support::close(z(2), 1.1328074, 0, support::course_atol));

  Classifier net;
  net.layer<0>().weight.copy(scores.layer<0>().weight);
  Workspace<Classifier, 1> workspace;
  Classifier::Gradient gradient;
  const double loss = net.gradient(CrossEntropy{}, x, 2, workspace, gradient);
  BOOST_TEST(support::close(loss, 0.9280683, 0, support::course_atol));
  const std::array expected{0.219247627, 0.143562466, -0.362810093,
                            0.32887144,  0.215343699, -0.544215139};
  for (std::size_t k = 0; k < 6; ++k) {
    BOOST_TEST(
        support::close(gradient.layer<0>().weight.data()[k], expected[k], 0, support::course_atol));
  }
}

// One sample gives the bits of a batch's row, and plain loops those of registers.
template <class N, std::size_t Rows>
void check_rows(std::uint64_t seed) {
  const auto net = std::make_unique<N>();
  const auto workspace = std::make_unique<Workspace<N, Rows>>();
  support::Samples samples(seed);
  support::fill(*net, samples);
  using T = typename N::Scalar;
  constexpr std::size_t in = N::input.size(), out = N::output.size();
  const auto x = samples.template uniforms<T>(Rows * in, -1, 1);
  const auto batch = net->predict(x, *workspace);
  BOOST_TEST(batch.count() == Rows);
  const std::vector<T> y(batch.begin(), batch.end());
  for (std::size_t r = 0; r < Rows; ++r) {
    const std::span<const T> sample(x.data() + r * in, in);
    BOOST_TEST(support::first_difference(net->predict(sample).data(), &y[r * out], out) == out);
    const auto plain = net->template predict<simd::plain>(sample);
    BOOST_TEST(support::first_difference(plain.data(), &y[r * out], out) == out);
  }
  const auto plain = net->template predict<simd::plain>(x, *workspace);
  BOOST_TEST(support::first_difference(plain.data(), y.data(), y.size()) == y.size());
  // Fewer rows than the capacity are the same rows.
  const auto some = net->predict(std::span<const T>(x.data(), (Rows - 2) * in), *workspace);
  BOOST_TEST(some.count() == Rows - 2);
  BOOST_TEST(support::first_difference(some.data(), y.data(), some.size()) == some.size());
}

BOOST_AUTO_TEST_CASE(one_sample_gives_the_bits_of_a_batchs_row) {
  check_rows<Net<784, Dense<50, Sigmoid>, Dense<10, Softmax>>, 7>(31);
  check_rows<Net<3, Dense<7, Tanh>, Dense<33, ReLU>, Dense<2>>, 5>(32);
  check_rows<Net<9, Dense<5, Softmax>, Dense<3, support::Swish>>, 9>(33);
  check_rows<BasicNet<double, 9, Dense<5, Softmax>, Dense<3, Sigmoid>>, 9>(34);
  // Many rows go through in blocks.
  using Wide = Net<9, Dense<300, Tanh>, Dense<9, Tanh>, Dense<3>>;
  static_assert(Wide::takes_blocks(300));
  check_rows<Wide, 300>(38);
}

BOOST_AUTO_TEST_CASE(an_input_of_rank_3_is_read_as_one_row) {
  using Flat = Net<12, Dense<5, Tanh>>;
  using Image = Net<Shape{1, 3, 4}, Dense<5, Tanh>>;
  static_assert(Image::input == Shape{1, 3, 4});
  static_assert(Image::parameter_count == Flat::parameter_count);
  Flat flat;
  support::Samples samples(35);
  support::fill(flat, samples);
  Image image;
  std::copy(flat.storage().begin(), flat.storage().end(), image.storage().begin());
  Tensor<2, 1, 3, 4> x;
  for (float& e : x) e = static_cast<float>(samples.uniform(-1, 1));
  Workspace<Flat, 2> flat_workspace;
  Workspace<Image, 2> image_workspace;
  const auto expected = flat.predict(std::span<const float>(x.data(), 24), flat_workspace);
  const auto got = image.predict(x, image_workspace);
  BOOST_TEST(support::first_difference(got.data(), expected.data(), 10) == 10U);
  BOOST_TEST(support::first_difference(image.predict(x[1]).data(), expected.data() + 5, 5) == 5U);
}

BOOST_AUTO_TEST_CASE(a_sample_may_be_any_kind_of_neighbouring_numbers) {
  const auto net = three_layers<float>();
  const float array[] = {1.0F, 0.5F};
  const std::vector<float> vector{1.0F, 0.5F};
  const Tensor<2> tensor(1.0F, 0.5F);
  const auto y = net.predict(array);
  BOOST_TEST((net.predict(vector) == y));
  BOOST_TEST((net.predict(tensor) == y));
  BOOST_TEST((net.predict(tensor.view()) == y));
  BOOST_TEST((net.predict(std::array{1.0F, 0.5F}) == y));
  BOOST_TEST((net.predict(std::span<const float>(vector)) == y));
}

// Labels of every integer type, and the one-hot rows that they stand for.
template <class Label>
void check_labels() {
  using Small = Net<5, Dense<4, Softmax>>;
  Small net;
  support::Samples samples(36);
  support::fill(net, samples);
  const auto x = samples.uniforms<float>(3 * 5, -1, 1);
  const std::array<Label, 3> labels{2, 0, 3};
  const Tensor<3, 4> one_hot{{0, 0, 1, 0}, {1, 0, 0, 0}, {0, 0, 0, 1}};
  Workspace<Small, 3> workspace;
  Small::Gradient a, b;
  const float loss = net.gradient(CrossEntropy{}, x, labels, workspace, a);
  const float same = net.gradient(CrossEntropy{}, x, one_hot, workspace, b);
  BOOST_TEST(support::close(loss, same, 1e-6, 0));
  BOOST_TEST(support::same_bits_in(a.storage(), b.storage()));
  const std::span<const float> first(x.data(), 5);
  BOOST_TEST(net.loss(CrossEntropy{}, first, labels[0], workspace) ==
             net.loss(CrossEntropy{}, first, std::array<Label, 1>{2}, workspace));
}

BOOST_AUTO_TEST_CASE(labels_may_be_integers_of_any_type) {
  check_labels<std::uint8_t>();
  check_labels<signed char>();
  check_labels<std::int16_t>();
  check_labels<int>();
  check_labels<unsigned>();
  check_labels<std::size_t>();
}

// Two halves of a batch, each scaled by its own half, are twice the whole, and twice is exact.
BOOST_AUTO_TEST_CASE(the_gradients_of_two_halves_add_up_to_twice_the_whole_bit_for_bit) {
  using N = Net<17, Dense<9, Tanh>, Dense<5, Softmax>>;
  auto net = std::make_unique<N>();
  support::Samples samples(37);
  support::fill(*net, samples);
  const auto batch = support::Batch<float>::draw(*net, reference::Loss::cross_entropy, 14, samples);
  auto workspace = std::make_unique<Workspace<N, 14>>();
  N::Gradient whole, halves;
  net->gradient(CrossEntropy{}, batch.x, batch.t, *workspace, whole);
  const std::span<const float> x(batch.x), t(batch.t);
  for (std::size_t half = 0; half < 2; ++half) {
    net->add_gradient(CrossEntropy{}, x.subspan(half * 7 * 17, 7 * 17),
                      t.subspan(half * 7 * 5, 7 * 5), *workspace, halves);
  }
  std::size_t unequal = 0;
  for (std::size_t k = 0; k < N::trained_count; ++k) {
    unequal += support::same_bits(halves.storage()[k], 2 * whole.storage()[k]) ? 0 : 1;
  }
  BOOST_TEST(unequal == 0U);
  // `gradient` replaces what was there.
  net->gradient(CrossEntropy{}, batch.x, batch.t, *workspace, halves);
  BOOST_TEST(support::same_bits_in(halves.storage(), whole.storage()));
}

}  // namespace
