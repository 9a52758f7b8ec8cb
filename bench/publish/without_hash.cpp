// Runs all of a build but the slow hash: the build's stages, linked with a source of tags that costs nothing.
//
//   without_hash make ROWS FILE     writes synthetic numbers, one a line, of which each tenth repeats an earlier one
//   without_hash run FILE DIR KEY   prepares, hashes and assembles FILE in the directory DIR, and prints the times as
//   JSON

#include <fmt/format.h>
#include <sodium.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

#include "base/failure.h"
#include "hashing/tag_source.h"
#include "job/build.h"
#include "terminal/json_output.h"

namespace selfcheck::cli {
namespace {

// SplitMix64 (Steele, Lea, Flood, 2014), which is a bijection that looks random.
std::uint64_t mixed(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

}  // namespace

// These functions replace those of hashing/tag_source.cpp.
Result<SlowHash> TagSource::canary() { return SlowHash{}; }

Result<SlowHash> TagSource::prove() { return canary(); }

Result<SlowHash> TagSource::hash(const CanonicalForm& form) const {
  std::uint64_t digits = 0;
  for (const char digit : form.digits()) digits = digits * 10 + static_cast<std::uint64_t>(digit - '0');
  const std::uint64_t tag = mixed(digits);
  SlowHash hash;
  std::memcpy(hash.mutable_span().data(), &tag, sizeof tag);
  return hash;
}

std::uint64_t TagSource::tag(const SlowHash& hash) const {
  std::uint64_t tag = 0;
  std::memcpy(&tag, hash.span().data(), sizeof tag);
  return tag;
}

namespace {

void make(std::uint64_t rows, const char* path) {
  std::FILE* file = std::fopen(path, "w");
  if (file == nullptr) throw Failure(ExitCode::system, "can't write the numbers");
  constexpr std::uint64_t kPossible = 4'000'000'000;  // The first digit is 6 to 9, and nine more are free.
  for (std::uint64_t i = 0; i < rows; ++i) {
    const std::uint64_t number = i % 10 == 9 ? mixed(i) % (i + 1) : i;
    fmt::print(file, "{}\n", 6'000'000'000 + mixed(number) % kPossible);
  }
  std::fclose(file);
}

double seconds_of(const timeval& t) { return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6; }

struct Stopwatch {
  Stopwatch() { getrusage(RUSAGE_SELF, &usage); }

  rusage usage{};
  std::chrono::steady_clock::time_point wall = std::chrono::steady_clock::now();

  Json lap() {
    const Stopwatch now;
    const double user = seconds_of(now.usage.ru_utime) - seconds_of(usage.ru_utime);
    const double system = seconds_of(now.usage.ru_stime) - seconds_of(usage.ru_stime);
    Json times{{"user_seconds", user},
               {"system_seconds", system},
               {"cpu_seconds", user + system},
               {"seconds", std::chrono::duration<double>(now.wall - wall).count()}};
    *this = now;
    return times;
  }
};

void run(const std::string& input, const fs::path& directory, const fs::path& key) {
  PrepareOptions prepare_options;
  prepare_options.input.paths = {input};
  prepare_options.list.test = true;
  prepare_options.list.argon2 = {.ops = kMinOps, .mem_kib = kMinMemKib};
  prepare_options.list.english = {
      .language = "en", .title = "Benchmark", .publisher = "Benchmark", .about = {}, .link = {}};
  AssembleOptions assemble_options;
  assemble_options.secret_key = key;
  assemble_options.out = directory / "list";

  Json report;
  Stopwatch watch, whole;
  const Job job = prepare(directory / "job", prepare_options, {}, system_time, [](const JobPlan&) {});
  report["prepare"] = watch.lap();
  hash_shard(job, {}, 0, system_time);
  report["hash"] = watch.lap();
  const AssembleReport made = assemble_job(job, assemble_options, system_time);
  report["assemble"] = watch.lap();
  report["all"] = whole.lap();

  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const Manifest& m = made.manifest;
  const std::uint64_t published = m.bucket_count() * m.bucket_file_size();
  report["rows"] = job.plan.counts.records();
  report["entries"] = m.entries;
  report["rows_per_core_second"] =
      static_cast<double>(job.plan.counts.records()) / report["all"]["cpu_seconds"].get<double>();
  report["peak_mib"] = usage.ru_maxrss / 1024;
  report["published_bytes"] = published;
  report["published_over_bound"] = static_cast<double>(published) / (static_cast<double>(m.entries) * m.values.p / 8);
  print_json(report);
}

}  // namespace
}  // namespace selfcheck::cli

int main(int argc, char** argv) {
  using namespace selfcheck::cli;
  if (sodium_init() < 0) return 1;
  try {
    if (argc == 4 && std::string_view(argv[1]) == "make") {
      make(std::strtoull(argv[2], nullptr, 10), argv[3]);
    } else if (argc == 5 && std::string_view(argv[1]) == "run") {
      run(argv[2], argv[3], argv[4]);
    } else {
      std::fputs("without_hash make ROWS FILE | run FILE DIR KEY\n", stderr);
      return 2;
    }
  } catch (const Failure& failure) {
    fmt::print(stderr, "without_hash: error: {}\n{}\n", failure.message(), failure.hint());
    return 1;
  }
  return 0;
}
