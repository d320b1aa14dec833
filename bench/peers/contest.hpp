// SPDX-License-Identifier: MIT
#pragma once
// How libraries are compared: each answer is checked against kiln's, then all are timed in turn, a
// short slice each, round after round, so that what disturbs the machine disturbs all alike.

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "contestant.hpp"

namespace peers {

/// One line of the table. `ratio` is the library's shortest time over kiln's.
struct Row {
  std::string workload, library, version;
  double min_us = 0, median_us = 0, ratio = 0;
  std::optional<double> limit_fraction;  ///< time of the machine's limit over min_us
  std::optional<double> allocations;     ///< of one call
};

struct Settings {
  double slice = 2e-3;           ///< seconds of one library's turn; one call, if that takes longer
  double seconds = 1.5;          ///< of all turns of one library in one workload
  std::size_t least_turns = 10;  ///< of any library, however long its calls take
  int course_rounds = 3;         ///< how often the course is run

  std::size_t rounds() const { return static_cast<std::size_t>(seconds / slice + 0.5); }
};

/// An answer that differs from kiln's by more than rounding.
struct WrongAnswer : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Throws WrongAnswer, with both numbers.
void check(const Workload& w, const std::string& library, const std::vector<float>& answer,
           const std::vector<float>& expected);

/// Rows of the libraries that have this workload, kiln first; whoever answers wrongly is named in
/// `errors` and has no row. Empty where kiln has not this workload.
std::vector<Row> contest(const Workload& w, const Settings& settings,
                         std::vector<std::string>& errors);

/// min_us, median_us and ratio of rows from the times of each, kiln's first; sorts the others.
void summarize(std::vector<Row>& rows, const std::vector<std::vector<double>>& seconds);

}  // namespace peers
