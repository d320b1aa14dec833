// SPDX-License-Identifier: MIT
#pragma once
// The course's training: 784-50-10, SGD 0.1, 10,000 batches of 100 drawn at random out of 60,000
// images, and the accuracy on all images, of training and of test, after each epoch of 600.

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "contest.hpp"

namespace peers {

inline constexpr std::size_t course_steps = 10'000, course_epoch = 600, course_batch = 100;
inline constexpr double course_rate = 0.1;

/// Seconds spent in the parts of the course, and how often they allocated (below 0: not known).
struct CourseTime {
  double gather = 0, step = 0, evaluate = 0;
  double allocations = 0;
};

/// A library that runs the course.
struct CourseRunner {
  std::string library, version;
  std::function<void()> start;                   ///< from new weights
  std::function<CourseTime(std::size_t)> steps;  ///< so many, then an evaluation
  std::function<double()> accuracy;              ///< on the test images, at the last evaluation
};

/// Adds one; returns true. kiln is first.
bool enter_course(std::function<std::vector<CourseRunner>()> runners);

/// Rows of the workloads course, course_gather, course_step and course_evaluate.
std::vector<Row> course(const Settings& settings, std::size_t steps,
                        std::vector<std::string>& errors);

}  // namespace peers
