// SPDX-License-Identifier: MIT
// The program that compares: runs every workload with every library that was found, prints one line
// for each as it goes, and writes peers_run.json, and peers.json and peers_sizes.json anew after
// each workload, so that a run that is broken off leaves what it has measured. table.py makes the
// table and the charts of them.

#include <sched.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>

#include "../support/machine.hpp"
#include "../support/openblas.hpp"
#include "contest.hpp"
#include "course.hpp"
#include "digits.hpp"

namespace {

constexpr const char* usage =
    "usage: peers [--quick] [--control] [--only <workload>] [--out <folder>]\n"
    "  --quick    checks every answer and times a little: its figures mean nothing\n"
    "  --control  adds a library whose answers are wrong: it must be refused\n"
    "  --only     one workload (W1 … W7, course, sizes)\n"
    "  --out      where the files go, by default the current folder\n";

// The last core that this process may use; what it starts inherits that.
void pin_to_one_core() {
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return;
  for (int cpu = CPU_SETSIZE - 1; cpu >= 0; --cpu) {
    if (!CPU_ISSET(cpu, &allowed)) continue;
    CPU_ZERO(&allowed);
    CPU_SET(cpu, &allowed);
    sched_setaffinity(0, sizeof allowed, &allowed);
    return;
  }
}

std::string optional_number(const std::optional<double>& x) {
  return x ? std::to_string(*x) : "null";
}

// The file holds the old text or the new one, never a part.
void replace(const std::string& path, const std::string& text) {
  const std::string unfinished = path + ".unfinished";
  std::ofstream file(unfinished);
  file << text;
  file.close();
  if (file) std::filesystem::rename(unfinished, path);
  else throw std::runtime_error("cannot write " + unfinished);
}

void write(const std::string& path, const std::vector<peers::Row>& rows) {
  std::ostringstream file;
  file << "[";
  const char* separator = "\n";
  for (const peers::Row& row : rows) {
    char times[160];
    std::snprintf(times, sizeof times, R"("min_us": %.6g, "median_us": %.6g, "ratio": %.6g)",
                  row.min_us, row.median_us, row.ratio);
    file << separator << R"(  {"workload": ")" << row.workload << R"(", "library": ")"
         << row.library << R"(", "version": ")" << row.version << "\", " << times
         << R"(, "limit_fraction": )" << optional_number(row.limit_fraction)
         << R"(, "allocations": )" << optional_number(row.allocations) << "}";
    separator = ",\n";
  }
  file << "\n]\n";
  replace(path, file.str());
}

std::string processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("model name")) return line.substr(line.find(": ") + 2);
  }
  return "unknown";
}

void write_run(const std::string& path, bool quick) {
  const bench::Machine& m = bench::machine();
  char date[32], text[1024];
  const std::time_t today = std::time(nullptr);
  std::strftime(date, sizeof date, "%Y-%m-%d", std::localtime(&today));
  std::snprintf(text, sizeof text,
                "{\n  \"date\": \"%s\",\n  \"processor\": \"%s\",\n  \"compiler\": \"%s\",\n"
                "  \"flags\": \"%s\",\n  \"quick\": %s,\n  \"mnist\": %s,\n"
                "  \"peak_gflops\": %.1f,\n  \"bandwidth_gbs\": [%.1f, %.1f, %.1f, %.1f]\n}\n",
                date, processor().c_str(), KILN_PEERS_COMPILER, KILN_PEERS_FLAGS,
                quick ? "true" : "false", peers::digits_are_mnist() ? "true" : "false",
                m.flops / 1e9, m.bandwidth[0] / 1e9, m.bandwidth[1] / 1e9, m.bandwidth[2] / 1e9,
                m.bandwidth[3] / 1e9);
  replace(path, text);
}

void print(const std::vector<peers::Row>& rows) {
  for (const peers::Row& row : rows) {
    std::printf("%-16s %-24s %12.4g us %8.3g x\n", row.workload.c_str(), row.library.c_str(),
                row.min_us, row.ratio);
  }
  std::fflush(stdout);
}

// kiln's own answer, and wrong: one output by a hundredth; or all that training did, by a fiftieth
// (twice what Adam may differ by, and twenty times what SGD may).
std::vector<peers::Contestant> wrong_library(const peers::Workload& w) {
  for (const peers::Library& library : peers::libraries()) {
    for (peers::Contestant c : library(w)) {
      if (c.library != "kiln") continue;
      c.library = "control";
      c.answer = [&w, answer = c.answer] {
        std::vector<float> y = answer();
        if (w.task != peers::Task::train) y.front() += 0.01f;
        else
          for (std::size_t i = 0; i < y.size(); ++i) y[i] += 0.02f * (w.parameters[i] - y[i]);
        return y;
      };
      return {c};
    }
  }
  return {};
}

}  // namespace

int main(int count, char** arguments) {
  bool quick = false, control = false;
  std::string only, out = ".";
  for (int i = 1; i < count; ++i) {
    const std::string_view option = arguments[i];
    if (option == "--quick") quick = true;
    else if (option == "--control") control = true;
    else if (option == "--only" && i + 1 < count) only = arguments[++i];
    else if (option == "--out" && i + 1 < count) out = arguments[++i];
    else return std::fputs(usage, stderr), 2;
  }
  bench::start_for_openblas(arguments);
  pin_to_one_core();
  for (const char* file : {"peers.json", "peers_sizes.json", "peers_run.json"}) {
    std::filesystem::remove(out + "/" + file);  // of an earlier run
  }
  bench::machine();  // its limits, before anything has warmed or throttled it
  if (control)
    peers::enter([](const peers::Workload& w) {
      static bool within = false;  // asked by itself
      if (within) return std::vector<peers::Contestant>{};
      within = true;
      auto result = wrong_library(w);
      within = false;
      return result;
    });

  peers::Settings settings;
  if (quick) settings = {.slice = 2e-4, .seconds = 1e-3, .least_turns = 1, .course_rounds = 1};
  write_run(out + "/peers_run.json", quick);
  std::vector<std::string> errors;
  const auto all = [&](const std::vector<peers::Workload>& workloads, const char* file,
                       bool named) {
    std::vector<peers::Row> rows;
    const auto add = [&](const std::vector<peers::Row>& more) {
      print(more);
      rows.insert(rows.end(), more.begin(), more.end());
      write(out + "/" + file, rows);
    };
    for (const peers::Workload& w : workloads) {
      if (named && !only.empty() && w.name != only) continue;
      add(peers::contest(w, settings, errors));
    }
    if (named && (only.empty() || only == "course")) {
      add(peers::course(settings, quick ? 600 : peers::course_steps, errors));
    }
  };
  const std::vector<peers::Workload> workloads = peers::table_workloads();
  const auto is_only = [&](const peers::Workload& w) { return w.name == only; };
  if (!only.empty() && only != "course" && only != "sizes" &&
      std::none_of(workloads.begin(), workloads.end(), is_only)) {
    return std::fprintf(stderr, "no workload is called %s\n%s", only.c_str(), usage), 2;
  }
  all(workloads, "peers.json", true);
  if (only.empty() || only == "sizes") {
    settings.seconds /= 4;
    all(peers::size_workloads(), "peers_sizes.json", false);
  }
  for (const std::string& error : errors) std::fprintf(stderr, "error: %s\n", error.c_str());
  return errors.empty() ? 0 : 1;
}
