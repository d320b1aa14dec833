// SPDX-License-Identifier: MIT
// kiln's course, and how the libraries run it in turn, an epoch each.

#include "course.hpp"

#include <algorithm>
#include <cmath>
#include <kiln/data/minibatches.hpp>
#include <memory>

#include "../support/nets.hpp"
#include "digits.hpp"

namespace peers {

namespace {

using bench::W2Sparse;

std::vector<std::function<std::vector<CourseRunner>()>>& entered() {
  static std::vector<std::function<std::vector<CourseRunner>()>> all;
  return all;
}

struct Course {
  W2Sparse net;
  kiln::Trainer<W2Sparse, kiln::CrossEntropy, kiln::SGD, course_batch> trainer{
      net, {.learning_rate = course_rate}};
  template <std::size_t Batch>
  using Images = kiln::Minibatches<float, 784, Batch>;
  Images<course_batch> batches{training_bytes().rows<784>(), training_bytes().labels, 255};
  Images<128> training{training_bytes().rows<784>(), training_bytes().labels, 255};
  Images<128> test{test_bytes().rows<784>(), test_bytes().labels, 255};
  kiln::Workspace<W2Sparse, 128> workspace;
  kiln::Engine engine{0};
  double accuracy = 0;

  CourseTime steps(std::size_t n) {
    CourseTime time;
    time.allocations = allocations_of([&] { train(n, time); });
    return time;
  }

 private:
  void train(std::size_t n, CourseTime& time) {
    for (std::size_t i = 0; i < n; ++i) {
      const double begin = now();
      batches.draw(engine);
      const double gathered = now();
      const float loss = trainer.step(batches.rows(), batches.labels());
      keep(&loss);
      time.gather += gathered - begin;
      time.step += now() - gathered;
    }
    const double begin = now();
    const double train = kiln::accuracy(net, training, workspace);
    keep(&train);
    accuracy = kiln::accuracy(net, test, workspace);
    time.evaluate = now() - begin;
  }
};

CourseRunner kiln_course() {
  const auto course = std::make_shared<std::unique_ptr<Course>>();
  const auto start = [course] {
    *course = std::make_unique<Course>();
    (*course)->net.initialize(kiln::Normal{.std = 0.01}, (*course)->engine);
  };
  return {"kiln", KILN_PEER_VERSION, start, [course](std::size_t n) { return (*course)->steps(n); },
          [course] { return (*course)->accuracy; }};
}

struct Part {
  const char* name;
  double (*of)(const CourseTime&);
};
constexpr std::array<Part, 4> parts = {
    {{"course", [](const CourseTime& t) { return t.gather + t.step + t.evaluate; }},
     {"course_gather", [](const CourseTime& t) { return t.gather; }},
     {"course_step", [](const CourseTime& t) { return t.step; }},
     {"course_evaluate", [](const CourseTime& t) { return t.evaluate; }}}};

// One run of all libraries, an epoch each in turn.
std::vector<CourseTime> run(const std::vector<CourseRunner>& all, std::size_t steps) {
  std::vector<CourseTime> total(all.size());
  for (const CourseRunner& runner : all) runner.start();
  for (std::size_t done = 0; done < steps; done += course_epoch) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      const CourseTime time = all[i].steps(std::min(course_epoch, steps - done));
      total[i].gather += time.gather, total[i].step += time.step;
      total[i].evaluate += time.evaluate;
      const bool known = time.allocations >= 0 && total[i].allocations >= 0;
      total[i].allocations = known ? total[i].allocations + time.allocations : -1;
    }
  }
  return total;
}

}  // namespace

bool enter_course(std::function<std::vector<CourseRunner>()> runners) {
  entered().push_back(std::move(runners));
  return true;
}

std::vector<Row> course(const Settings& settings, std::size_t steps,
                        std::vector<std::string>& errors) {
  std::vector<CourseRunner> all = {kiln_course()};
  for (const auto& runners : entered()) {
    for (CourseRunner& runner : runners()) all.push_back(std::move(runner));
  }
  std::array<std::vector<std::vector<double>>, parts.size()> seconds;
  for (auto& of_part : seconds) of_part.resize(all.size());
  std::vector<double> allocations(all.size());  // of one step, gathering and evaluating included
  for (int round = 0; round < settings.course_rounds; ++round) {
    const std::vector<CourseTime> times = run(all, steps);
    for (std::size_t i = 0; i < all.size(); ++i) {
      for (std::size_t p = 0; p < parts.size(); ++p) seconds[p][i].push_back(parts[p].of(times[i]));
      allocations[i] = times[i].allocations / static_cast<double>(steps);
    }
  }
  // Each draws its own weights and batches: what can agree is how well the nets have learned.
  std::vector<bool> right(all.size(), true);
  const double expected = all.front().accuracy(), tolerance = steps < course_steps ? 0.08 : 0.01;
  for (std::size_t i = 1; i < all.size(); ++i) {
    const double accuracy = all[i].accuracy();
    right[i] = std::abs(accuracy - expected) <= tolerance;
    if (right[i]) continue;
    errors.push_back("course: " + all[i].library + " is wrong: accuracy " +
                     std::to_string(accuracy) + ", kiln's is " + std::to_string(expected));
  }
  std::vector<Row> result;
  for (std::size_t p = 0; p < parts.size(); ++p) {
    std::vector<Row> rows;
    std::vector<std::vector<double>> times;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!right[i]) continue;
      Row row{parts[p].name, all[i].library, all[i].version, 0, 0, 0, {}, {}};
      if (p == 0 && allocations[i] >= 0) row.allocations = allocations[i];
      rows.push_back(row);
      times.push_back(seconds[p][i]);
    }
    summarize(rows, times);
    result.insert(result.end(), rows.begin(), rows.end());
  }
  return result;
}

}  // namespace peers
