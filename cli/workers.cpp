#include "workers.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "machine_limits.h"
#include "stop_signals.h"

namespace selfcheck::cli {
namespace {

// The program's own needs beside the hashes, and what a thread needs beside Argon2's memory.
constexpr std::uint64_t kReserveKib = 16 * 1024, kPerThreadKib = 512;

}  // namespace

unsigned hashing_threads(unsigned requested, std::uint32_t mem_kib) {
  const MachineLimits limits;
  std::uint64_t threads = requested != 0 ? requested : limits.processors();
  if (const auto available = limits.available_memory_kib()) {
    // A quarter is left to everything else.
    const std::uint64_t usable = *available / 4 * 3 - std::min(*available / 4 * 3, kReserveKib);
    threads = std::min(threads, usable / (mem_kib + kPerThreadKib));
  }
  return static_cast<unsigned>(std::max<std::uint64_t>(1, threads));
}

void for_each_item(std::uint64_t count, unsigned threads, const std::function<ItemWork()>& make_work,
                   const std::function<void(std::uint64_t)>& tick) {
  std::atomic<std::uint64_t> next{0}, done{0};
  std::atomic<bool> give_up{false};
  std::mutex mutex;
  std::condition_variable thread_ended;
  std::exception_ptr failure;
  unsigned running = threads;

  const auto run = [&] {
    try {
      const ItemWork work = make_work();
      while (!give_up) {
        const std::uint64_t item = next++;
        if (item >= count) break;
        work(item);
        ++done;
      }
    } catch (...) {
      const std::lock_guard lock(mutex);
      if (!failure) failure = std::current_exception();
      give_up = true;
    }
    const std::lock_guard lock(mutex);
    --running;
    thread_ended.notify_one();
  };

  std::vector<std::jthread> pool;
  for (unsigned i = 0; i < threads; ++i) pool.emplace_back(run);
  {
    std::unique_lock lock(mutex);
    while (running > 0) {
      thread_ended.wait_for(lock, std::chrono::milliseconds(100));
      if (stop_signal() != 0) give_up = true;
      tick(done);
    }
  }
  for (auto& thread : pool) thread.join();
  if (failure) std::rethrow_exception(failure);
  throw_if_stopped();
}

}  // namespace selfcheck::cli
