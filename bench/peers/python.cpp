// SPDX-License-Identifier: MIT
// NumPy and PyTorch, in processes of their own (serve.py) on the same core, which are told how many
// calls to time while this one waits.

#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <span>
#include <sstream>
#include <stdexcept>

#include "contestant.hpp"
#include "course.hpp"
#include "digits.hpp"

namespace peers {

namespace {

class Server {
 public:
  explicit Server(const std::string& library) {
    int in[2], out[2];
    if (pipe(in) != 0 || pipe(out) != 0) throw std::runtime_error("no pipe");
    child_ = fork();
    if (child_ == 0) {
      dup2(in[0], 0), dup2(out[1], 1);
      for (const int end : {in[0], in[1], out[0], out[1]}) close(end);
      setenv("LD_PRELOAD", KILN_PEERS_PRELOAD, 1);
      setenv("PYTHONDONTWRITEBYTECODE", "1", 1);
      execl(KILN_PEERS_PYTHON, KILN_PEERS_PYTHON, KILN_PEERS_SERVE, library.c_str(), nullptr);
      _exit(127);
    }
    close(in[0]), close(out[1]);
    to_ = fdopen(in[1], "w"), from_ = fdopen(out[0], "r");
    std::istringstream(line()) >> version >> version;
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server() {
    std::fclose(to_), std::fclose(from_);
    waitpid(child_, nullptr, 0);
  }

  std::string ask(const std::string& command) {
    std::fprintf(to_, "%s\n", command.c_str());
    std::fflush(to_);
    return line();
  }

  std::string version;

 private:
  std::string line() {
    char text[1024];
    if (std::fgets(text, sizeof text, from_) == nullptr) {
      throw std::runtime_error("peers: a Python process has ended");
    }
    std::string result = text;
    result.pop_back();
    return result;
  }

  pid_t child_ = 0;
  std::FILE *to_ = nullptr, *from_ = nullptr;
};

// "3 PyTorch;4 PyTorch, jit" as pairs.
std::vector<std::pair<std::string, std::string>> names(const std::string& list) {
  std::vector<std::pair<std::string, std::string>> result;
  std::istringstream parts(list);
  for (std::string part; std::getline(parts, part, ';');) {
    const std::size_t space = part.find(' ');
    result.emplace_back(part.substr(0, space), part.substr(space + 1));
  }
  return result;
}

std::string write(const Workload& w) {
  constexpr const char* activations[] = {"identity", "sigmoid", "tanh", "relu", "softmax"};
  constexpr const char* tasks[] = {"predict", "dependent", "train"};
  const std::string path = KILN_PEERS_FOLDER "/" + w.name;
  std::ofstream json(path + ".json");
  json << R"({"name": ")" << w.name << R"(", "task": ")" << tasks[static_cast<int>(w.task)]
       << R"(", "batch": )" << w.batch << R"(, "batches": )" << w.batches << R"(, "adam": )"
       << (w.adam ? "true" : "false") << R"(, "rate": )" << w.rate << R"(, "layers": [)";
  for (const Layer& layer : w.layers) {
    json << (&layer == &w.layers.front() ? "" : ", ") << "[" << layer.in << ", " << layer.out
         << ", \"" << activations[static_cast<int>(layer.activation)] << "\"]";
  }
  json << "]}\n";
  std::ofstream numbers(path + ".bin", std::ios::binary);
  const std::span<const float> x(w.x.data(), w.x_size());
  for (const std::span<const float> part : {std::span<const float>(w.parameters), x, {w.t}}) {
    numbers.write(reinterpret_cast<const char*>(part.data()),
                  static_cast<std::streamsize>(part.size_bytes()));
  }
  return path;
}

std::vector<float> read(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  std::vector<float> result(static_cast<std::size_t>(file.tellg()) / sizeof(float));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(result.data()),
            static_cast<std::streamsize>(result.size() * sizeof(float)));
  return result;
}

const std::shared_ptr<Server>& server(const std::string& library) {
  static std::shared_ptr<Server> numpy, torch;
  std::shared_ptr<Server>& s = library == "numpy" ? numpy : torch;
  if (!s) s = std::make_shared<Server>(library);
  return s;
}

std::vector<Contestant> contestants(const std::string& library, const Workload& w) {
  if (w.task == Task::dependent) return {};
  const auto s = server(library);
  const std::string path = write(w);
  std::vector<Contestant> result;
  for (const auto& [id, name] : names(s->ask("load " + path))) {
    Contestant c{name, s->version, {}, {}, {}};
    c.run = [s, id = id](std::size_t calls) {
      return std::stod(s->ask("run " + id + " " + std::to_string(calls)));
    };
    c.answer = [s, id = id, path] {
      s->ask("answer " + id + " " + path + ".answer");
      return read(path + ".answer");
    };
    c.allocations = [s, id = id] {
      const std::string count = s->ask("allocations " + id);
      return count == "unknown" ? -1.0 : std::stod(count);
    };
    result.push_back(std::move(c));
  }
  return result;
}

std::string write_digits() {
  const std::string path = KILN_PEERS_FOLDER "/digits.bin";
  std::ofstream file(path, std::ios::binary);
  for (const auto* set : {&training_digits(), &test_digits()}) {
    file.write(reinterpret_cast<const char*>(set->images.data()),
               static_cast<std::streamsize>(set->images.size() * sizeof(float)));
  }
  for (const auto* set : {&training_digits(), &test_digits()}) {
    const std::vector<float> labels(set->labels.begin(), set->labels.end());
    file.write(reinterpret_cast<const char*>(labels.data()),
               static_cast<std::streamsize>(labels.size() * sizeof(float)));
  }
  return path;
}

std::vector<CourseRunner> courses() {
  const auto s = server("numpy");
  const std::string command =
      "courses " + write_digits() + " " + std::to_string(test_digits().count());
  std::vector<CourseRunner> result;
  for (const auto& [id, name] : names(s->ask(command))) {
    const auto accuracy = std::make_shared<double>(0);
    CourseRunner runner{name, s->version, {}, {}, {}};
    runner.start = [s, id = id] { s->ask("course " + id + " start"); };
    runner.steps = [s, id = id, accuracy](std::size_t steps) {
      CourseTime time;
      std::istringstream numbers(s->ask("course " + id + " " + std::to_string(steps)));
      numbers >> time.gather >> time.step >> time.evaluate >> *accuracy >> time.allocations;
      return time;
    };
    runner.accuracy = [accuracy] { return *accuracy; };
    result.push_back(std::move(runner));
  }
  return result;
}

const bool entered_numpy = enter([](const Workload& w) { return contestants("numpy", w); });
const bool entered_course = enter_course(courses);
#ifdef KILN_PEERS_TORCH
const bool entered_torch = enter([](const Workload& w) { return contestants("torch", w); });
#endif

}  // namespace

}  // namespace peers
