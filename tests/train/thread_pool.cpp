// SPDX-License-Identifier: MIT
#include <kiln/train/thread_pool.hpp>

#include <array>
#include <boost/test/unit_test.hpp>
#include <ctime>

namespace {

using namespace kiln;
using namespace std::chrono_literals;

constexpr std::array<std::size_t, 5> sizes{1, 2, 3, 4, 7};

BOOST_AUTO_TEST_CASE(every_member_runs_once_a_call_and_the_caller_is_the_first) {
  for (const std::size_t size : sizes) {
    ThreadPool pool(size);
    BOOST_TEST(pool.size() == size);
    // Not atomic: run must make visible what the members wrote.
    std::array<int, 7> calls{};
    std::array<std::thread::id, 7> thread;
    std::size_t wrong = 0;
    for (int call = 1; call <= 500; ++call) {
      pool.run([&](const ThreadPool::Member& member) {
        calls[member.part()] += member.parts() == size ? 1 : 1000;
        thread[member.part()] = std::this_thread::get_id();
      });
      for (std::size_t part = 0; part < 7; ++part) wrong += calls[part] != (part < size ? call : 0);
    }
    BOOST_TEST(wrong == 0U);
    BOOST_TEST((thread[0] == std::this_thread::get_id()));
    for (std::size_t part = 1; part < size; ++part) BOOST_TEST((thread[part] != thread[0]));
  }
}

BOOST_AUTO_TEST_CASE(nobody_passes_a_barrier_before_all_have_come) {
  constexpr std::size_t phases = 300;
  for (const std::size_t size : sizes) {
    ThreadPool pool(size);
    std::atomic<std::size_t> arrived{0}, wrong{0};
    pool.run([&](const ThreadPool::Member& member) {
      for (std::size_t phase = 1; phase <= phases; ++phase) {
        ++arrived;
        member.barrier();
        if (arrived != phase * size) ++wrong;
        member.barrier();
      }
    });
    BOOST_TEST(arrived == phases * size);
    BOOST_TEST(wrong == 0U);
  }
}

BOOST_AUTO_TEST_CASE(a_member_that_comes_late_is_waited_for_and_sleepers_wake) {
  ThreadPool pool(3);
  std::array<int, 3> seen{};
  for (int call = 0; call < 5; ++call) {
    std::this_thread::sleep_for(3ms);  // the pool sleeps
    int written = 0;
    pool.run([&](const ThreadPool::Member& member) {
      if (member.part() == static_cast<std::size_t>(call) % 3) {
        std::this_thread::sleep_for(3ms);  // the others sleep in the barrier
        written = call;
      }
      member.barrier();
      seen[member.part()] += written == call ? 1 : 0;
    });
  }
  BOOST_TEST(seen == (std::array{5, 5, 5}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_pool_may_end_without_having_run_and_no_threads_are_one) {
  for (int i = 0; i < 20; ++i) ThreadPool pool(4);
  ThreadPool pool(0);
  BOOST_TEST(pool.size() == 1U);
  BOOST_TEST(ThreadPool().size() >= 1U);
}

/// Milliseconds of processor time that all threads of this program spend while `while_idle` sleeps.
double processor_milliseconds() {
  const std::clock_t before = std::clock();
  std::this_thread::sleep_for(200ms);
  return static_cast<double>(std::clock() - before) * 1e3 / CLOCKS_PER_SEC;
}

BOOST_AUTO_TEST_CASE(an_idle_pool_takes_no_processor_time) {
  ThreadPool pool(4);
  pool.run([](const ThreadPool::Member&) {});
  BOOST_TEST(processor_milliseconds() < 20);
  // The control: one thread that does not sleep is noticed, however busy the machine.
  std::atomic<bool> stop{false};
  std::thread busy([&] {
    while (!stop) KILN_PAUSE();
  });
  double milliseconds = 0;
  for (int attempt = 0; attempt < 50 && milliseconds < 20; ++attempt) {
    milliseconds = processor_milliseconds();
  }
  stop = true;
  busy.join();
  BOOST_TEST(milliseconds >= 20);
}

}  // namespace
