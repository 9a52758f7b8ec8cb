// Every batch is done once, whichever worker fails, and whenever it does.
#include "hashing/batches.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "base/failure.h"

namespace selfcheck::cli {
namespace {

// Counts how often each item was done. A batch that was put back has done nothing.
class Items {
 public:
  explicit Items(std::uint64_t count) : done_(count) {}
  void add(std::uint64_t first, std::uint64_t end) {
    for (std::uint64_t i = first; i < end; ++i) ++done_[i];
  }
  [[nodiscard]] bool each_once() const {
    return std::all_of(done_.begin(), done_.end(), [](const auto& times) { return times == 1; });
  }

 private:
  std::vector<std::atomic<int>> done_;
};

TEST(Batches, EachItemIsDoneOnce) {
  for (const unsigned threads : {1U, 2U, 7U}) {
    Items items(1000);
    for_each_batch(
        {1000, 7, threads},
        [&]() -> BatchWork {
          return [&](std::uint64_t first, std::uint64_t end) -> Result<void> {
            items.add(first, end);
            return {};
          };
        },
        [] {});
    EXPECT_TRUE(items.each_once()) << threads;
  }
}

// The last batch is put back while the other worker has nothing to do any more. That worker must still be there to take
// it.
TEST(Batches, WhatIsPutBackAtTheVeryEndIsDone) {
  for (int round = 0; round < 500; ++round) {
    Items items(2);
    std::atomic<int> begun{0}, ended{0};
    std::atomic<bool> failed{false};
    for_each_batch(
        {2, 1, 2},
        [&]() -> BatchWork {
          return [&](std::uint64_t first, std::uint64_t end) -> Result<void> {
            if (begun++ == 1 && !failed.exchange(true)) {
              while (ended == 0) std::this_thread::yield();
              return fail(ErrorCode::out_of_memory);
            }
            items.add(first, end);
            ++ended;
            return {};
          };
        },
        [] {});
    ASSERT_TRUE(items.each_once()) << "round " << round;
  }
}

TEST(Batches, AFaultOfTheLastWorkerIsAFailure) {
  const auto make_work = []() -> BatchWork {
    return [](std::uint64_t, std::uint64_t) -> Result<void> { return fail(ErrorCode::canary_hash); };
  };
  EXPECT_THROW(for_each_batch({10, 1, 3}, make_work, [] {}), Failure);
}

TEST(Batches, AnotherErrorEndsEverything) {
  std::atomic<int> batches{0};
  const auto make_work = [&]() -> BatchWork {
    return [&](std::uint64_t, std::uint64_t) -> Result<void> {
      ++batches;
      return fail(ErrorCode::limits);
    };
  };
  EXPECT_THROW(for_each_batch({1000, 1, 2}, make_work, [] {}), Failure);
  EXPECT_LE(batches, 2);
}

}  // namespace
}  // namespace selfcheck::cli
