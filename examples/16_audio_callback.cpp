// SPDX-License-Identifier: MIT
// 16 Learning in an audio callback.
//
// A guitar pedal distorts what is played: nobody knows how, but one can listen. Its twin is a net
// that hears the last 16 samples and says what the pedal makes of them. It learns while it plays,
// in the callback that a sound card makes for every 64 samples, 750 times a second. There nothing
// may take long: no memory is allocated, nothing waits, and the work is the same for every block.
// KILN_NONBLOCKING has compilers that know it (clang from 20 on, -Wfunction-effects) check that.
//
// The time that counts is the processor's, for this program shares its machine with others; a
// program with real-time priority would see the same by the wall clock.
//
// attempts: 3

#include <kiln/kiln.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <memory>
#include <span>
#include <vector>

constexpr std::size_t rate = 48000, block = 64, memory = 16, seconds = 40;
using Block = std::array<float, block>;
using Net = kiln::Net<memory, kiln::Dense<16, kiln::Tanh>, kiln::Dense<1>>;

// What the twin does not know: it clips softly, and what it gave out last comes back in.
struct Pedal {
  float last = 0;

  void play(const Block& dry, Block& wet) {
    for (std::size_t i = 0; i < block; ++i) wet[i] = last = std::tanh(4 * dry[i] + 0.6f * last);
  }
};

// A string: noise that goes round in a loop, smoothed at each turn (Karplus and Strong, 1983).
struct Guitar {
  kiln::Engine engine{16};
  std::array<float, 512> loop{};
  std::size_t length = loop.size(), at = 0, until_next = 0;

  void play(Block& dry) {
    for (float& sample : dry) {
      if (until_next == 0) pluck();
      --until_next;
      const std::size_t next = at + 1 == length ? 0 : at + 1;
      sample = loop[at];
      loop[at] = 0.498f * (loop[at] + loop[next]);
      at = next;
    }
  }
  void pluck() {
    const auto draw = [&] { return kiln::uniform<float>(engine); };
    length = 100 + static_cast<std::size_t>(400 * draw());
    until_next = rate / 4;
    at = 0;
    for (float& x : loop) x = draw() - 0.5f;
  }
};

class Twin {
 public:
  explicit Twin(std::uint64_t seed) {
    kiln::Engine engine(seed);
    net_.initialize(kiln::Glorot{}, engine);
  }

  // The callback: plays a block as the pedal would, as far as that is known, then listens to the
  // pedal and learns. Returns the mean of the squared errors of what it played.
  float process(const Block& dry, const Block& wet, Block& out) noexcept KILN_NONBLOCKING {
    std::copy(dry.begin(), dry.end(), heard_.begin() + memory - 1);
    for (std::size_t i = 0; i < block; ++i) {
      std::copy_n(heard_.begin() + i, memory, windows_.begin() + i * memory);
    }
    std::copy_n(heard_.end() - (memory - 1), memory - 1, heard_.begin());

    const auto y = net_.predict(windows_, trainer_.workspace());
    std::copy_n(y.data(), block, out.begin());
    return trainer_.step(windows_, wet);
  }

 private:
  Net net_;
  kiln::Trainer<Net, kiln::MeanSquaredError, kiln::Adam, block> trainer_{net_,
                                                                         {.learning_rate = 0.003}};
  std::array<float, memory - 1 + block> heard_{};  // the block and what came before it
  std::array<float, block * memory> windows_{};    // for each sample those up to it
};

// The time that 99.99 % of blocks stay below.
double most(std::vector<double>& times) {
  std::sort(times.begin(), times.end());
  return times[times.size() - 1 - times.size() / 10000];
}

int main() {
  constexpr std::size_t blocks = seconds * rate / block, blocks_per_second = rate / block;
  constexpr double available = 1e6 * block / rate;
  std::printf("a block lasts %.0f us\n", available);

  Guitar guitar;
  Pedal pedal;
  const auto twin = std::make_unique<Twin>(1);
  Block dry{}, wet{}, out{};
  std::vector<double> processor, wall;
  double error = 0, power = 0, first = 0, last = 0;
  for (std::size_t i = 0; i < blocks; ++i) {
    guitar.play(dry);
    pedal.play(dry, wet);

    const auto begin = std::chrono::steady_clock::now();
    const std::clock_t clock = std::clock();
    error += twin->process(dry, wet, out);
    processor.push_back(1e6 * static_cast<double>(std::clock() - clock) / CLOCKS_PER_SEC);
    const std::chrono::duration<double, std::micro> passed =
        std::chrono::steady_clock::now() - begin;
    wall.push_back(passed.count());

    for (const float sample : wet) power += sample * sample / block;
    if ((i + 1) % blocks_per_second == 0) {
      last = 10 * std::log10(error / power);
      if (first == 0) first = last;
      error = power = 0;
    }
  }
  std::printf("error in the first second %.0f dB, in the last %.0f dB\n", first, last);

  const double time = most(processor);
  const bool in_time = time < available / 10, learnt = last < first - 10 && last < -20;
  std::printf("99.99 %% of %zu blocks took at most %.0f us of the processor, ", blocks, time);
  std::printf("%.0f us by the wall clock\n", most(wall));
  std::printf("%s a tenth of the block\n", in_time ? "less than" : "MORE THAN");
  return in_time && learnt ? 0 : 1;
}

// Output:
// a block lasts 1333 us
// error in the first second -10 dB, in the last -23 dB
// 99.99 % of 30000 blocks took at most … us of the processor, … us by the wall clock
// less than a tenth of the block
