// A small job for tests. It is made of synthetic numbers as `prepare` makes a job, with chunks of a few hashes each.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "files/files.h"
#include "hashing/hashing.h"
#include "input/number_key.h"
#include "job/byte_order.h"
#include "job/chunk_store.h"
#include "job/job_directory.h"
#include "job/number_groups.h"
#include "selfcheck/canary.h"
#include "selfcheck/layout.h"

namespace selfcheck::cli {

/// A directory that is removed with the test.
class TestDirectory : public testing::Test {
 protected:
  TestDirectory() {
    std::string name = (fs::temp_directory_path() / "selfcheck-job-XXXXXX").native();
    if (mkdtemp(name.data()) != nullptr) root_ = name;
  }
  ~TestDirectory() override { fs::remove_all(root_); }

  fs::path root_;
};

inline constexpr std::uint64_t kTestNumbers = 38;  // With so many, the last chunk and the last group are shorter.

inline std::vector<NumberKey> test_keys(std::uint64_t seed = 1) {
  std::vector<NumberKey> keys;
  for (std::uint64_t i = 0; i < kTestNumbers; ++i) {
    const std::string digits = std::to_string(9'000'000'000 + (seed * 1'000'003 + i * 7'654'321) % 1'000'000'000);
    keys.push_back(number_key(CanonicalForm::from_valid_digits(Kind::mobile, digits)));
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

/// Makes a job of ten chunks of four numbers, in three groups of four chunks. It has its numbers unless `numbers` is
/// false.
inline Job make_job(const fs::path& directory, bool keep_hashes = false, bool numbers = true, std::uint64_t seed = 1,
                    bool has_base = false) {
  JobPlan plan;
  plan.has_base = has_base;
  plan.chunk_size = 4;
  plan.group_chunks = 4;
  plan.keep_hashes = keep_hashes;
  plan.prepared = 1'780'000'000;
  Manifest& manifest = plan.manifest;
  manifest.test = true;
  manifest.published = plan.prepared;
  manifest.valid_until = plan.prepared + 30 * kSecondsPerDay;
  manifest.list_id.fill(7);
  manifest.group_salt.fill(static_cast<std::uint8_t>(seed));
  manifest.nonce.fill(9);
  manifest.argon2 = {1, 8 * 1024};
  manifest.entries = kTestNumbers;
  manifest.k = 5;
  LayoutOptions options;
  options.k = 5;
  const auto layout = expected_layout(Kind::mobile, kTestNumbers, options);
  manifest.bits = layout->bits;
  manifest.values = layout->values;
  manifest.texts = {{.language = "en", .title = "Test", .publisher = "Tests", .about = {}, .link = {}}};
  manifest.canary.text = canary_text(manifest.group_salt);
  compute_canary(manifest);

  make_private_directories(directory);
  create_file(plan_path(directory), as_bytes(write_plan(plan)), kPrivateFile);
  Job job = open_job(directory);
  const auto keys = test_keys(seed);
  std::size_t at = 0;
  for (std::uint64_t group = 0; numbers && group < plan.groups(); ++group) {
    make_private_directories(numbers_path(directory, group).parent_path());
    write_numbers(directory, job.id, group, std::span(keys).subspan(at, plan.numbers_of(group)));
    at += plan.numbers_of(group);
  }
  return job;
}

/// Returns a result that fits the plan, with tags that nobody computed.
inline ChunkResult made_up(const Job& job, std::uint64_t chunk, Timestamp finished = 1'780'000'100,
                           std::uint64_t took_ms = 1000) {
  ChunkResult result;
  result.canary = job.plan.manifest.canary.hash;
  result.worker.fill(3);
  result.finished = finished;
  result.took_ms = took_ms;
  for (std::uint64_t i = 0; i < job.plan.size_of_chunk(chunk); ++i) {
    result.tags.push_back(chunk * 1000 + i);
    if (job.plan.keep_hashes) result.hashes.push_back({static_cast<std::uint8_t>(chunk), static_cast<std::uint8_t>(i)});
  }
  return result;
}

inline std::vector<std::uint64_t> all_tags(const Job& job) {
  const ChunkStore store(job);
  std::vector<std::uint64_t> tags;
  for (std::uint64_t chunk = 0; chunk < job.plan.chunks(); ++chunk) {
    const auto result = store.read(chunk);
    if (!result) return {};
    tags.insert(tags.end(), result->tags.begin(), result->tags.end());
  }
  return tags;
}

inline std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void write_content(const fs::path& path, const std::string& content) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

inline void flip_bit(const fs::path& path, std::size_t at) {
  std::string content = content_of(path);
  content.at(at) = static_cast<char>(content.at(at) ^ 1);
  write_content(path, content);
}

}  // namespace selfcheck::cli
