// Short texts that a person, a batch system or a server has written. The first byte says which: the value of an option,
// a shard, what a busy server asks for, or the name of a file in a list's directory.
#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <optional>
#include <string>

#include "base/failure.h"
#include "commands/whole_number.h"
#include "expect.h"
#include "files/list_names.h"
#include "input.h"
#include "job/shards.h"
#include "remote/retry_after.h"
#include "selfcheck/list_files.h"
#include "tells_nothing.h"

using namespace selfcheck;
using namespace selfcheck::cli;

namespace {

// Returns the number that the digits say, if there is nothing else, and it is below 2^64.
std::optional<std::uint64_t> number_of(std::string_view text) {
  if (text.empty() || text.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
  unsigned __int128 number = 0;
  for (const char c : text) {
    number = number * 10 + static_cast<unsigned>(c - '0');
    if (number > UINT64_MAX) return std::nullopt;
  }
  return static_cast<std::uint64_t>(number);
}

void whole_number(fuzz::Input& input) {
  const std::uint64_t min = input.number(1), max = input.below(2) == 0 ? UINT64_MAX : min + input.number(4);
  const std::string_view text = as_text(input.rest());
  const std::string problem = problem_of_whole_number(text, min, max);
  const auto number = number_of(text);
  EXPECT(problem.empty() == (number && *number >= min && *number <= max));
  fuzz::expect_tells_nothing(problem, text);
}

constexpr const char* kTaskVariables[] = {"SLURM_ARRAY_TASK_ID",  "SLURM_ARRAY_TASK_COUNT",
                                          "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_MAX",
                                          "JOB_COMPLETION_INDEX", "AWS_BATCH_JOB_ARRAY_INDEX"};

// Sets what a batch system tells its tasks, or that it tells nothing. Returns all that it tells.
std::string set_environment(fuzz::Input& input) {
  for (const char* name : kTaskVariables) unsetenv(name);
  std::string all;
  if (input.below(2) == 0) return all;
  for (const char* name : kTaskVariables) {
    const std::uint32_t told = input.below(16);
    if (told == 15) continue;
    const std::string value = told < 8 ? std::to_string(told) : input.text();
    setenv(name, value.c_str(), 1);
    all += value + '\n';
  }
  return all;
}

void shard(fuzz::Input& input) {
  const std::string environment = set_environment(input);
  const std::string_view text = as_text(input.rest());
  try {
    const Shard shard = parse_shard(text);
    EXPECT(shard.index < shard.count && shard.count <= 1'000'000);
    const Shard again = parse_shard(shard.name());
    EXPECT(again.index == shard.index && again.count == shard.count);
    if (!text.starts_with("auto")) {
      EXPECT(number_of(text.substr(0, text.find('/'))) == shard.index);
      EXPECT(number_of(text.substr(text.find('/') + 1)) == shard.count);
    }
  } catch (const Failure& failure) {
    for (const std::string_view told : {text, std::string_view(environment)})
      fuzz::expect_tells_nothing(failure.message() + failure.hint(), told);
  }
}

void retry_after(fuzz::Input& input) {
  const std::string_view text = as_text(input.rest());
  const auto number = number_of(text);
  EXPECT(retry_after_seconds(text) == (number && *number <= UINT32_MAX ? *number : 0));
}

// Each name belongs to one thing of the format at most, and is the one that the format gives that thing.
void list_name(fuzz::Input& input) {
  const std::uint32_t buckets = input.below(2) == 0 ? 65536 : input.below(300);
  const std::uint32_t index = input.below(65536);
  const Digest hash = input.array<32>();
  const std::string_view text = as_text(input.rest());
  EXPECT(is_bucket_name(bucket_file(index), buckets) == (index < buckets));
  EXPECT(is_manifest_name(manifest_file(hash)) && is_root_name(to_hex(hash)));

  bool is_bucket = false;
  for (std::uint32_t i = 0; buckets <= 300 && i < buckets; ++i) is_bucket = is_bucket || bucket_file(i) == text;
  if (buckets <= 300) EXPECT(is_bucket_name(text, buckets) == is_bucket);
  Digest named{};
  if (is_manifest_name(text)) {
    EXPECT(text.size() == 78 && from_hex(text.substr(9, 64), named) && manifest_file(named) == text);
  }
  if (is_root_name(text)) EXPECT(from_hex(text, named) && to_hex(named) == text);
  EXPECT(is_bucket_name(text, buckets) + is_manifest_name(text) + is_root_name(text) + is_build_name(text) +
             is_file_manager_name(text) <=
         1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  constexpr void (*kReaders[])(fuzz::Input&) = {whole_number, shard, retry_after, list_name};
  kReaders[input.below(std::size(kReaders))](input);
  return 0;
}
