#include "job/number_groups.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <cstring>

#include "base/failure.h"

namespace selfcheck::cli {
namespace {

static_assert(sizeof(KnownHash) == kKnownHashSize, "known hashes lie in files as they lie in memory");

[[noreturn]] void fail_unusable(std::string_view what, std::uint64_t group, std::string_view why) {
  throw Failure(ExitCode::rejected, fmt::format("the {} of the job's part {} can't be used: {}", what, group, why),
                "import them again from the machine that has them, or prepare the job again");
}

// Reads a sealed file's content as values, in memory that is wiped at the end, and wipes the copy that was read.
template <typename Values>
Values read_values(const fs::path& path, const SealedName& name, std::string_view what) {
  auto content = read_sealed(path, name);
  if (!content) fail_unusable(what, name.index, describe(content.error()));
  using Value = typename Values::value_type;
  Values values(content->size() / sizeof(Value));
  if (!values.empty()) std::memcpy(values.data(), content->data(), values.size() * sizeof(Value));
  const bool whole = content->size() % sizeof(Value) == 0;
  sodium_memzero(content->data(), content->size());
  if (!whole) fail_unusable(what, name.index, "it is cut off");
  return values;
}

template <typename Value>
ByteSpan bytes_of(std::span<const Value> values) {
  return {reinterpret_cast<const std::uint8_t*>(values.data()), values.size_bytes()};
}

// Whether each value's key is greater than that of the one before it.
template <typename Values, typename Key>
bool is_increasing(const Values& values, Key key_of) {
  return std::adjacent_find(values.begin(), values.end(),
                            [&](const auto& a, const auto& b) { return key_of(a) >= key_of(b); }) == values.end();
}

}  // namespace

Numbers read_numbers(const Job& job, std::uint64_t group) {
  constexpr std::string_view kWhat = "numbers";
  auto numbers = read_values<Numbers>(numbers_path(job.directory, group), {SealedKind::numbers, job.id, group}, kWhat);
  const Kind kind = job.plan.manifest.kind;
  const bool right =
      numbers.size() == job.plan.numbers_of(group) && is_increasing(numbers, [](NumberKey key) { return key; }) &&
      std::all_of(numbers.begin(), numbers.end(), [kind](NumberKey key) { return is_key_of(kind, key); });
  if (!right) fail_unusable(kWhat, group, "they are not what the plan says");
  return numbers;
}

bool has_numbers(const Job& job, std::uint64_t group) {
  std::error_code ignored;
  return fs::exists(numbers_path(job.directory, group), ignored);
}

KnownHashes read_known(const Job& job, std::uint64_t group) {
  if (!job.plan.has_base) return {};
  constexpr std::string_view kWhat = "known hashes";
  auto known = read_values<KnownHashes>(known_path(job.directory, group), {SealedKind::known, job.id, group}, kWhat);
  const bool right = is_increasing(known, [](const KnownHash& hash) { return hash.position; }) &&
                     (known.empty() || known.back().position < job.plan.numbers_of(group));
  if (!right) fail_unusable(kWhat, group, "they are not what the plan says");
  return known;
}

void write_numbers(const fs::path& job, const PlanId& plan, std::uint64_t group, std::span<const NumberKey> numbers) {
  write_sealed(numbers_path(job, group), {SealedKind::numbers, plan, group}, bytes_of(numbers));
}

void write_known(const fs::path& job, const PlanId& plan, std::uint64_t group, const KnownHashes& known) {
  write_sealed(known_path(job, group), {SealedKind::known, plan, group}, bytes_of(std::span<const KnownHash>(known)));
}

}  // namespace selfcheck::cli
