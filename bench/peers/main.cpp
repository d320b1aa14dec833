// SPDX-License-Identifier: MIT
// The program that compares: runs every workload with every library that was found, prints one line
// for each as it goes, and writes peers.json, peers_sizes.json and peers_run.json. table.py makes
// the table and the charts of them.

#include <sched.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <string_view>

#include "../support/machine.hpp"
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

// What libraries read when they are loaded, for which the program starts anew: one thread; and for
// OpenBLAS the kernels of an Intel processor with AVX-512 that is younger than it (0.3.21 falls
// back to those of SSE3, 3 to 4 times slower).
void set_environment(char** arguments) {
  if (std::getenv("KILN_PEERS_STARTED") != nullptr) return;
  for (const char* name : {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"}) {
    setenv(name, "1", 1);
  }
  if (__builtin_cpu_is("intel") && __builtin_cpu_supports("avx512f")) {
    setenv("OPENBLAS_CORETYPE", "SkylakeX", 0);
  }
  setenv("KILN_PEERS_STARTED", "1", 1);
  execv("/proc/self/exe", arguments);
}

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

void write(const std::string& path, const std::vector<peers::Row>& rows) {
  std::ofstream file(path);
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
  std::ofstream(path) << text;
}

void print(const std::vector<peers::Row>& rows) {
  for (const peers::Row& row : rows) {
    std::printf("%-16s %-24s %12.4g us %8.3g x\n", row.workload.c_str(), row.library.c_str(),
                row.min_us, row.ratio);
  }
  std::fflush(stdout);
}

// kiln's own answer, and one number of it wrong by a hundredth.
std::vector<peers::Contestant> wrong_library(const peers::Workload& w) {
  for (const peers::Library& library : peers::libraries()) {
    for (peers::Contestant c : library(w)) {
      if (c.library != "kiln") continue;
      c.library = "control";
      c.answer = [answer = c.answer] {
        std::vector<float> y = answer();
        y.front() += 0.01f;
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
  set_environment(arguments);
  pin_to_one_core();
  bench::machine();  // its limits, before anything has warmed or throttled it
  if (control)
    peers::enter([](const peers::Workload& w) {
      static bool within = false;  // asked by itself
      if (within || w.name != "W1") return std::vector<peers::Contestant>{};
      within = true;
      auto result = wrong_library(w);
      within = false;
      return result;
    });

  peers::Settings settings;
  if (quick) settings = {.slice = 2e-4, .seconds = 1e-3, .course_rounds = 1};
  std::vector<std::string> errors;
  const auto all = [&](const std::vector<peers::Workload>& workloads, const char* file,
                       bool named) {
    std::vector<peers::Row> rows;
    for (const peers::Workload& w : workloads) {
      if (named && !only.empty() && w.name != only) continue;
      const auto more = peers::contest(w, settings, errors);
      print(more);
      rows.insert(rows.end(), more.begin(), more.end());
    }
    if (named && (only.empty() || only == "course")) {
      const auto more = peers::course(settings, quick ? 600 : peers::course_steps, errors);
      print(more);
      rows.insert(rows.end(), more.begin(), more.end());
    }
    write(out + "/" + file, rows);
  };
  all(peers::table_workloads(), "peers.json", true);
  if (only.empty() || only == "sizes") {
    settings.seconds /= 4;
    all(peers::size_workloads(), "peers_sizes.json", false);
  }
  write_run(out + "/peers_run.json", quick);
  for (const std::string& error : errors) std::fprintf(stderr, "error: %s\n", error.c_str());
  return errors.empty() ? 0 : 1;
}
