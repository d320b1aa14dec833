// SPDX-License-Identifier: MIT
// Checks, times in turn, and makes rows.

#include "contest.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

#include "../support/machine.hpp"

extern "C" unsigned long kiln_peers_allocations();

namespace peers {

namespace {

std::vector<Library>& entered() {
  static std::vector<Library> all;
  return all;
}

struct Timed {
  Contestant contestant;
  std::size_t calls = 1;  // of one turn
  std::size_t every = 1;  // has its turn in one round of so many: calls far longer than a slice
  std::vector<double> seconds;

  void time() { seconds.push_back(contestant.run(calls) / static_cast<double>(calls)); }
};

// The fastest of some runs, since the first is slow and any may be disturbed: five, or two where
// they take long.
double fastest(const Timed& t) {
  double best = t.contestant.run(t.calls), all = best;
  for (int runs = 1; runs < 2 || (runs < 5 && all < 0.1); ++runs) {
    const double seconds = t.contestant.run(t.calls);
    best = std::min(best, seconds), all += seconds;
  }
  return best;
}

// A turn fills a slice; who needs longer (for one call, and the one before it that is not timed)
// has a turn in fewer rounds, so that all take as long, but in enough of them for a median.
void calibrate(Timed& t, const Settings& settings) {
  double seconds = fastest(t);
  while (seconds < settings.slice / 8) {
    t.calls *= 2;
    seconds = fastest(t);
  }
  const double call = seconds / static_cast<double>(t.calls);
  t.calls = std::max<std::size_t>(1, static_cast<std::size_t>(settings.slice / call));
  const double slices = static_cast<double>(t.calls + 1) * call / settings.slice;
  const std::size_t most = std::max<std::size_t>(1, settings.rounds() / settings.least_turns);
  t.every = std::clamp<std::size_t>(static_cast<std::size_t>(slices), 1, most);
}

// The time that arithmetic at the machine's peak, or reading the weights once, would take.
std::optional<double> limit(const Workload& w) {
  if (!w.limited) return {};
  const double arithmetic = w.flops() / bench::machine().flops;
  const double reading =
      static_cast<double>(w.weight_bytes()) / bench::read_bandwidth(w.weight_bytes());
  return std::max(arithmetic, reading);
}

// The contestants whose answers are right; kiln, whose answer is the measure, first.
std::vector<Timed> admitted(const Workload& w, std::vector<std::string>& errors) {
  std::vector<Timed> result;
  for (const Library& library : libraries()) {
    for (Contestant& c : library(w)) result.push_back({std::move(c), 1, 1, {}});
  }
  const auto kiln = std::find_if(result.begin(), result.end(),
                                 [](const Timed& t) { return t.contestant.library == "kiln"; });
  if (kiln == result.end()) return {};
  std::iter_swap(result.begin(), kiln);
  const std::vector<float> expected = result.front().contestant.answer();
  std::erase_if(result, [&](Timed& t) {
    if (t.contestant.library == "kiln") return false;
    try {
      check(w, t.contestant.library, t.contestant.answer(), expected);
      return false;
    } catch (const WrongAnswer& wrong) {
      errors.emplace_back(wrong.what());
      return true;
    }
  });
  return result;
}

}  // namespace

bool enter(Library library) {
  entered().push_back(std::move(library));
  return true;
}
const std::vector<Library>& libraries() { return entered(); }

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double allocations_of(const std::function<void()>& f) {
  const unsigned long before = kiln_peers_allocations();
  f();
  return static_cast<double>(kiln_peers_allocations() - before);
}

// Outputs may differ by 1e-4 of the largest. What training gives may differ by 1e-3 of the farthest
// that any parameter moved; by 1e-2 with Adam, whose first steps are as long for a gradient of pure
// rounding as for any other.
void check(const Workload& w, const std::string& library, const std::vector<float>& answer,
           const std::vector<float>& expected) {
  const auto refuse = [&](const std::string& what) {
    throw WrongAnswer(w.name + ": " + library + " is wrong: " + what);
  };
  if (answer.size() != expected.size()) {
    refuse(std::to_string(answer.size()) + " numbers, kiln has " + std::to_string(expected.size()));
  }
  float range = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const float start = w.task == Task::train ? w.parameters[i] : 0.0f;
    range = std::max(range, std::abs(expected[i] - start));
  }
  const float tolerance = range * (w.task != Task::train ? 1e-4f : w.adam ? 1e-2f : 1e-3f);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (!(std::abs(answer[i] - expected[i]) <= tolerance)) {
      char text[128];
      std::snprintf(text, sizeof text, "number %zu is %.7g, kiln's is %.7g (tolerance %.2g)", i,
                    static_cast<double>(answer[i]), static_cast<double>(expected[i]),
                    static_cast<double>(tolerance));
      refuse(text);
    }
  }
}

void summarize(std::vector<Row>& rows, const std::vector<std::vector<double>>& seconds) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    std::vector<double> times = seconds[i];
    std::sort(times.begin(), times.end());
    rows[i].min_us = times.front() * 1e6;
    rows[i].median_us = times[times.size() / 2] * 1e6;
    rows[i].ratio = rows[i].min_us / rows.front().min_us;
  }
  std::sort(rows.begin() + 1, rows.end(),
            [](const Row& a, const Row& b) { return a.min_us < b.min_us; });
}

std::vector<Row> contest(const Workload& w, const Settings& settings,
                         std::vector<std::string>& errors) {
  std::vector<Timed> all = admitted(w, errors);
  if (all.empty()) return {};
  for (Timed& t : all) calibrate(t, settings);
  for (std::size_t round = 0; round < settings.rounds(); ++round) {
    for (Timed& t : all) {
      if (round % t.every == 0) t.time();
    }
  }
  std::vector<Row> rows;
  std::vector<std::vector<double>> seconds;
  for (const Timed& t : all) {
    Row row{w.name, t.contestant.library, t.contestant.version, 0, 0, 0, {}, {}};
    if (t.contestant.allocations) {
      const double n = t.contestant.allocations();
      if (n >= 0) row.allocations = n;
    }
    rows.push_back(row);
    seconds.push_back(t.seconds);
  }
  summarize(rows, seconds);
  if (const auto time = limit(w)) {
    for (Row& row : rows) row.limit_fraction = *time * 1e6 / row.min_us;
  }
  return rows;
}

}  // namespace peers
