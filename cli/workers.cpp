#include "workers.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <fstream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "stop_signals.h"

namespace selfcheck::cli {
namespace {

// Leaves a quarter of what is free to everything else.
std::uint64_t usable_memory_kib() {
  std::ifstream meminfo("/proc/meminfo");
  std::string name, unit;
  for (std::uint64_t kib = 0; meminfo >> name >> kib; std::getline(meminfo, unit)) {
    if (name == "MemAvailable:") return kib / 4 * 3;
  }
  return 0;
}

}  // namespace

unsigned hashing_threads(unsigned requested, std::uint32_t mem_kib) {
  unsigned threads = requested != 0 ? requested : std::max(1U, std::thread::hardware_concurrency());
  if (const std::uint64_t usable = usable_memory_kib(); usable != 0) {
    threads = static_cast<unsigned>(std::min<std::uint64_t>(threads, usable / mem_kib));
  }
  return std::max(1U, threads);
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
