#include "hashing/batches.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <new>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "base/failure.h"
#include "base/stop_signals.h"
#include "base/wording.h"
#include "selfcheck/argon2.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

constexpr auto kTickInterval = std::chrono::milliseconds(100);
// How long the last worker pauses when memory has run out: twice as long each time, 51 seconds in all.
constexpr auto kFirstPause = std::chrono::milliseconds(100);
constexpr int kMostPauses = 9;

using Batch = std::pair<std::uint64_t, std::uint64_t>;  // [first, end)

class Pool {
 public:
  Pool(const BatchOptions& options, const std::function<BatchWork()>& make_work)
      : options_(options), make_work_(make_work) {}

  void run(const std::function<void()>& tick) {
    selfcheck_argon2_wipe();  // wipes what this thread has hashed in, since it will only wait
    std::vector<std::jthread> threads = start_threads();
    warn_of_less_room();
    // Without any thread the one that called does the work.
    if (threads.empty()) work_here(tick);
    std::unique_lock lock(mutex_);
    while (working_ > 0) {
      changed_.wait_for(lock, kTickInterval);
      if (stop_signal() != 0) give_up_ = true;
      lock.unlock();
      warn_of_less_room();
      tick();
      lock.lock();
    }
    lock.unlock();
    for (auto& thread : threads) thread.join();
    warn_of_less_room();
    tick();
    if (failure_) std::rethrow_exception(failure_);
    throw_if_stopped();
    // The last line of defence against an item that nobody did.
    if (done_ != options_.count) throw Failure(ExitCode::internal, "a defect in selfcheck: not everything was done");
  }

 private:
  std::vector<std::jthread> start_threads() {
    std::vector<std::jthread> threads;
    const std::lock_guard lock(mutex_);
    try {
      threads.reserve(options_.threads);
      for (unsigned i = 0; i < options_.threads; ++i) {
        threads.emplace_back([this] { work([] {}); });
        ++working_;
      }
    } catch (const std::system_error&) {
      left_ = options_.threads - working_;
    } catch (const std::bad_alloc&) {
      left_ = options_.threads - working_;
    }
    return threads;
  }

  // Warns if fewer threads go on than did before. Only the thread that called run() may call it.
  void warn_of_less_room() {
    unsigned left = 0;
    {
      const std::lock_guard lock(mutex_);
      left = left_;
    }
    if (left == told_) return;
    told_ = left;
    print_warning(fmt::format("a thread could not start or not go on: going on with {}",
                              counted(std::max(1U, options_.threads - left), "thread", "threads")));
  }

  void work_here(const std::function<void()>& tick) {
    {
      const std::lock_guard lock(mutex_);
      ++working_;
    }
    work(tick);
  }

  // Takes batch after batch until none is left, or it can't go on. `before_batch` may not throw.
  void work(const std::function<void()>& before_batch) {
    try {
      BatchWork do_batch;
      int pauses = 0;
      while (const auto batch = take()) {
        before_batch();
        const auto done = attempt(do_batch, *batch);
        if (done) {
          count_done(*batch);
          pauses = 0;
          continue;
        }
        const ErrorCode code = done.error().code;
        if (code != ErrorCode::out_of_memory && code != ErrorCode::canary_hash) throw Failure::from(done.error());
        if (put_back_and_leave(*batch)) return;
        if (code != ErrorCode::out_of_memory || pauses == kMostPauses) throw Failure::from(done.error());
        pause(pauses++);
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      give_up_ = true;
    }
    const std::lock_guard lock(mutex_);
    --working_;
    changed_.notify_all();
  }

  Result<void> attempt(BatchWork& do_batch, const Batch& batch) const {
    try {
      if (!do_batch) do_batch = make_work_();
      return do_batch(batch.first, batch.second);
    } catch (const std::bad_alloc&) {
      return fail(ErrorCode::out_of_memory);
    } catch (const std::system_error&) {
      return fail(ErrorCode::out_of_memory);
    }
  }

  // Returns a batch to do, or nothing if all are done or all workers shall end. A worker that finds nothing left stays
  // for as long as another has a batch in hand, which may be put back. So nobody puts a batch back when nobody else is
  // there to do it.
  std::optional<Batch> take() {
    std::unique_lock lock(mutex_);
    while (true) {
      if (give_up_ || stop_signal() != 0) return std::nullopt;
      if (!put_back_.empty()) {
        const Batch batch = put_back_.back();
        put_back_.pop_back();
        ++in_hand_;
        return batch;
      }
      if (next_ < options_.count) {
        const std::uint64_t first = std::exchange(next_, std::min(options_.count, next_ + options_.batch_size));
        ++in_hand_;
        return Batch{first, next_};
      }
      if (in_hand_ == 0) return std::nullopt;
      changed_.wait_for(lock, kTickInterval);
    }
  }

  void count_done(const Batch& batch) {
    const std::lock_guard lock(mutex_);
    --in_hand_;
    done_ += batch.second - batch.first;
    changed_.notify_all();
  }

  // Puts a batch back. Returns whether somebody else is there to do it, at work or waiting in take(), so that this
  // worker can leave.
  bool put_back_and_leave(const Batch& batch) {
    const std::lock_guard lock(mutex_);
    --in_hand_;
    put_back_.push_back(batch);
    changed_.notify_all();
    if (working_ == 1) return false;
    --working_;
    ++left_;
    return true;
  }

  void pause(int times_before) {
    std::unique_lock lock(mutex_);
    const auto until = std::chrono::steady_clock::now() + kFirstPause * (1 << times_before);
    while (!give_up_ && stop_signal() == 0 && std::chrono::steady_clock::now() < until) {
      changed_.wait_for(lock, kTickInterval);
    }
  }

  const BatchOptions& options_;
  const std::function<BatchWork()>& make_work_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t next_ = 0;       // the first item that nobody has taken yet
  std::vector<Batch> put_back_;  // batches of workers that could not go on
  std::uint64_t done_ = 0;       // items that are done
  unsigned in_hand_ = 0;         // batches that are being done
  unsigned working_ = 0;         // workers that have not ended
  unsigned left_ = 0;            // workers that could not be started, or could not go on
  unsigned told_ = 0;            // how many of left_ the warnings have told of
  bool give_up_ = false;
  std::exception_ptr failure_;
};

}  // namespace

void for_each_batch(const BatchOptions& options, const std::function<BatchWork()>& make_work,
                    const std::function<void()>& tick) {
  Pool(options, make_work).run(tick);
}

}  // namespace selfcheck::cli
