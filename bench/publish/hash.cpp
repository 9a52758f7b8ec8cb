// Compares the slow hash as the program makes it with Debian's crypto_pwhash in a loop and with libsodium's bare
// kernel.
//
//   hash [--rounds N] [--threads N,N,...] [--json FILE]
//
// In every round the contestants make some hashes each, in turn and in an order that rotates, with each number of
// threads. The threads live for the whole run, as in a build. A ratio is the median of the rounds' ratios. "CPU" counts
// the processor time of the hashing threads, with what the system spends for them, which other programs on the machine
// hardly change. "Clock" is how many hashes all threads make together in a second.
#include <sodium.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <barrier>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

extern "C" {
#include "argon2-core.h"
}

#include "selfcheck/tag.h"

namespace {

using selfcheck::Argon2Params;

[[noreturn]] void give_up(const char* reason) {
  std::fprintf(stderr, "hash: error: %s\n", reason);
  std::exit(1);
}

constexpr selfcheck::GroupSalt kSalt{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
constexpr std::string_view kText = "mobile:9999999999";

// Does the passes over memory that is never given back, and nothing else: it hashes neither the input nor the result.
// So the comparison shows all that a hash costs beside the passes.
class BareKernel {
 public:
  BareKernel(Argon2Params params, int advice) : pseudo_rands_(params.mem_kib / ARGON2_SYNC_POINTS) {
    constexpr std::size_t kHugePage = std::size_t{2} << 20;
    const std::size_t size = std::size_t{params.mem_kib} * 1024;
    void* const memory = mmap(nullptr, size + kHugePage, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) give_up("no memory");
    mapping_ = memory;
    const auto past = reinterpret_cast<std::uintptr_t>(memory) % kHugePage;
    auto* const aligned = static_cast<unsigned char*>(memory) + (past == 0 ? 0 : kHugePage - past);
    madvise(aligned, size, advice);
    // Memory of zeros would stay zero, and every step would look at the same place as the step before.
    randombytes_buf(aligned, 2 * sizeof(block));
    region_ = {aligned, reinterpret_cast<block*>(aligned), size};
    size_ = size + kHugePage;
    instance_.region = &region_;
    instance_.pseudo_rands = pseudo_rands_.data();
    instance_.passes = params.ops;
    instance_.memory_blocks = params.mem_kib;
    instance_.segment_length = params.mem_kib / ARGON2_SYNC_POINTS;
    instance_.lane_length = params.mem_kib;
    instance_.lanes = instance_.threads = 1;
    instance_.type = Argon2_id;
  }
  BareKernel(const BareKernel&) = delete;
  BareKernel& operator=(const BareKernel&) = delete;
  ~BareKernel() { munmap(mapping_, size_); }

  void hash() {
    for (std::uint32_t pass = 0; pass < instance_.passes; ++pass) fill_memory_blocks(&instance_, pass);
  }

 private:
  std::vector<std::uint64_t> pseudo_rands_;
  void* mapping_ = nullptr;
  std::size_t size_ = 0;
  block_region region_{};
  argon2_instance_t instance_{};
};

enum Contestant : std::size_t { kOurs, kSystem, kBareHuge, kBareSmall, kContestants };
constexpr std::array<const char*, kContestants> kNames{"slow_hash", "Debian's crypto_pwhash",
                                                       "bare kernel, 2 MiB pages", "bare kernel, 4 KiB pages"};

std::function<void()> make_contestant(Contestant contestant, Argon2Params params) {
  switch (contestant) {
    case kOurs:
      return [params] {
        if (!selfcheck::slow_hash(selfcheck::as_bytes(kText), kSalt, params)) give_up("no hash");
      };
    case kSystem:
      return [params] {
        std::array<unsigned char, 32> out{};
        if (crypto_pwhash(out.data(), out.size(), kText.data(), kText.size(), kSalt.data(), params.ops,
                          std::size_t{params.mem_kib} * 1024, crypto_pwhash_ALG_ARGON2ID13) != 0) {
          give_up("no hash");
        }
      };
    default:
      return [kernel = std::make_shared<BareKernel>(
                  params, contestant == kBareHuge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE)] { kernel->hash(); };
  }
}

double thread_cpu_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

struct Sample {
  double cpu_seconds = 0;        // The processor time of one hash.
  double hashes_per_second = 0;  // How many hashes all threads make together.
};

// A fixed number of threads that wait for work.
class Threads {
 public:
  Threads(unsigned count, Argon2Params params) : start_(count + 1), end_(count + 1), cpu_seconds_(count) {
    for (unsigned i = 0; i < count; ++i) threads_.emplace_back([this, i, params] { work(i, params); });
  }
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;
  ~Threads() {
    working_ = 0;
    hashes_ = 0;
    start_.arrive_and_wait();
  }

  Sample measure(Contestant contestant, unsigned threads, unsigned hashes) {
    contestant_ = contestant;
    working_ = threads;
    hashes_ = hashes;
    start_.arrive_and_wait();
    const auto begun = std::chrono::steady_clock::now();
    end_.arrive_and_wait();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    double cpu_seconds = 0;
    for (unsigned i = 0; i < threads; ++i) cpu_seconds += cpu_seconds_[i];
    const double made = threads * hashes;
    return {cpu_seconds / made, made / took.count()};
  }

 private:
  void work(unsigned number, Argon2Params params) {
    std::array<std::function<void()>, kContestants> contestants;
    while (true) {
      start_.arrive_and_wait();
      if (hashes_ == 0) return;
      if (number < working_) {
        auto& hash = contestants.at(contestant_);
        if (!hash) hash = make_contestant(contestant_, params);
        const double before = thread_cpu_seconds();
        for (unsigned i = 0; i < hashes_; ++i) hash();
        cpu_seconds_[number] = thread_cpu_seconds() - before;
      }
      end_.arrive_and_wait();
    }
  }

  std::barrier<> start_, end_;
  Contestant contestant_ = kOurs;
  unsigned working_ = 0, hashes_ = 1;
  std::vector<double> cpu_seconds_;
  std::vector<std::jthread> threads_;
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

template <typename F>
double median_of(const std::vector<Sample>& samples, const std::vector<Sample>& others, const F& figure) {
  std::vector<double> values;
  for (std::size_t i = 0; i < samples.size(); ++i) values.push_back(figure(samples[i], others[i]));
  return median(values);
}

nlohmann::json compare(const char* name, Argon2Params params, unsigned hashes, unsigned rounds,
                       const std::vector<unsigned>& thread_counts) {
  std::vector<std::array<std::vector<Sample>, kContestants>> samples(thread_counts.size());
  {
    Threads threads(*std::max_element(thread_counts.begin(), thread_counts.end()), params);
    // Round 0 does not count, because it pays for what is done only once.
    for (unsigned round = 0; round <= rounds; ++round) {
      for (std::size_t i = 0; i < kContestants; ++i) {
        const auto contestant = static_cast<Contestant>((i + round) % kContestants);
        for (std::size_t at = 0; at < thread_counts.size(); ++at) {
          const Sample sample = threads.measure(contestant, thread_counts[at], hashes);
          if (round > 0) samples[at].at(contestant).push_back(sample);
        }
      }
    }
  }
  const auto cpu = [](const Sample& a, const Sample& b) { return b.cpu_seconds / a.cpu_seconds; };
  const auto clock = [](const Sample& a, const Sample& b) { return a.hashes_per_second / b.hashes_per_second; };
  nlohmann::json report = nlohmann::json::array();
  std::printf("\n%s, %u rounds of %u hashes a thread\n\n", name, rounds, hashes);
  std::printf(
      "| threads | contestant | CPU ms a hash | slow_hash is as fast, CPU | clock: hashes a second | slow_hash is as "
      "fast, clock | of itself on %u |\n|---:|---|---:|---:|---:|---:|---:|\n",
      thread_counts.front());
  for (std::size_t at = 0; at < thread_counts.size(); ++at) {
    for (std::size_t contestant = 0; contestant < kContestants; ++contestant) {
      const auto& one = samples[at].at(contestant);
      const auto& ours = samples[at][kOurs];
      const double cpu_ms = median_of(one, one, [](const Sample& a, const Sample&) { return 1e3 * a.cpu_seconds; });
      const double rate = median_of(one, one, [](const Sample& a, const Sample&) { return a.hashes_per_second; });
      std::printf("| %u | %s | %.2f | %.2f | %.1f | %.2f | %.2f |\n", thread_counts[at], kNames.at(contestant), cpu_ms,
                  median_of(ours, one, cpu), rate, median_of(ours, one, clock),
                  median_of(one, samples[0].at(contestant), clock));
      nlohmann::json raw = nlohmann::json::array();
      for (const Sample& sample : one) raw.push_back({sample.cpu_seconds, sample.hashes_per_second});
      report.push_back({{"mem_kib", params.mem_kib},
                        {"ops", params.ops},
                        {"threads", thread_counts[at]},
                        {"contestant", kNames.at(contestant)},
                        {"hashes_per_second", rate},
                        {"cpu_seconds", cpu_ms / 1e3},
                        {"samples", std::move(raw)}});
    }
  }
  std::fflush(stdout);
  return report;
}

}  // namespace

int main(int count, char** arguments) {
  unsigned rounds = 20;
  std::vector<unsigned> thread_counts{1, 2};
  std::string file;
  for (int i = 1; i < count; i += 2) {
    const std::string option = arguments[i];
    if (i + 1 == count) give_up("an option without its value");
    const std::string value = arguments[i + 1];
    if (option == "--rounds") {
      rounds = static_cast<unsigned>(std::stoul(value));
    } else if (option == "--threads") {
      thread_counts.clear();
      std::istringstream numbers(value);
      for (std::string number; std::getline(numbers, number, ',');) {
        thread_counts.push_back(static_cast<unsigned>(std::stoul(number)));
      }
    } else if (option == "--json") {
      file = value;
    } else {
      give_up("the options are --rounds N, --threads N,N,... and --json FILE");
    }
  }
  if (rounds == 0 || thread_counts.empty() || std::count(thread_counts.begin(), thread_counts.end(), 0U) != 0) {
    give_up("at least one round, and one thread");
  }
  if (sodium_init() < 0) give_up("libsodium does not start");
  nlohmann::json report = compare("64 MiB, 3 passes", {3, 64 * 1024}, 2, rounds, thread_counts);
  const nlohmann::json small = compare("8 MiB, 1 pass", {1, 8 * 1024}, 20, rounds, thread_counts);
  report.insert(report.end(), small.begin(), small.end());
  if (!file.empty() && !(std::ofstream(file) << report.dump(1) << '\n')) give_up("can't write the file");
  return 0;
}
