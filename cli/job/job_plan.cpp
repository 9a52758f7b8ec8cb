#include "job/job_plan.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "base/failure.h"
#include "base/messages.h"
#include "plan/work_cut.h"
#include "selfcheck/json.h"

namespace selfcheck::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kFormat = "selfcheck-job/1";
// The longest name or value of an option in the plan, in bytes.
constexpr std::size_t kMaxAskedSize = 8 * 1024;
// No group that cut_work makes has more numbers than this, so a plan with larger ones is refused.
constexpr std::uint64_t kMaxGroupNumbers = 16 * 1024 * 1024;

[[noreturn]] void fail_damaged(std::string_view why) {
  throw Failure(ExitCode::rejected, fmt::format("the job's plan can't be used: {}", why),
                "it is damaged, or was changed: prepare the job again, in another directory");
}

[[noreturn]] void fail_other_version() {
  throw Failure(ExitCode::rejected, "the job was made by another version of selfcheck",
                "go on with that version, or prepare the job again, in another directory");
}

Json optional_time(std::optional<Timestamp> time) { return time ? Json(format_timestamp(*time)) : Json(nullptr); }

template <typename Key, typename Name>
Json counts_by(const std::map<Key, std::uint64_t>& counts, Name name) {
  Json json = Json::object();
  for (const auto& [key, count] : counts) json[std::string(name(key))] = count;
  return json;
}

std::string_view reason_name(const std::pair<RowFault, ErrorCode>& key) {
  return RejectReason{.row = key.first, .error = {.code = key.second}}.name();
}

Json counts_json(const IntakeCounts& counts) {
  Json inputs = Json::array();
  for (const InputFingerprint& input : counts.inputs) {
    inputs.push_back({{"bytes", input.bytes}, {"blake2b", to_hex(input.digest)}});
  }
  return {{"accepted", counts.accepted},
          {"empty", counts.empty},
          {"rejected", counts.rejected},
          {"repaired", counts.repaired},
          {"rejected_by_reason", counts_by(counts.rejected_by_reason, reason_name)},
          {"rejected_by_pattern", counts_by(counts.rejected_by_pattern, pattern_name)},
          {"repaired_by_pattern", counts_by(counts.repaired_by_pattern, pattern_name)},
          {"inputs", std::move(inputs)}};
}

// Reads the members of one object with core's reader, turns its errors into Failures, and adds the types that it does
// not know.
class PlanReader {
 public:
  PlanReader(const json::Value& value, std::string_view place) : reader_(value, place) { check(); }

  std::uint64_t integer(std::string_view name, std::uint64_t min = 0, std::uint64_t max = json::kMaxInteger) {
    return checked(reader_.integer(name, min, max));
  }
  bool boolean(std::string_view name) { return checked(reader_.boolean(name)); }
  std::string text(std::string_view name, std::size_t max_bytes) { return checked(reader_.text(name, 0, max_bytes)); }
  Digest digest(std::string_view name) { return checked(reader_.hex<sizeof(Digest)>(name)); }
  const json::Array& array(std::string_view name) { return *checked(reader_.array(name)); }
  const json::Value& member(std::string_view name) { return *checked(reader_.member(name)); }

  Timestamp time(std::string_view name) {
    const auto time = parse_timestamp(text(name, 32));
    if (!time) fail_damaged(fmt::format("{} is no time", name));
    return *time;
  }
  template <typename Read>
  auto optional(std::string_view name, Read read) -> std::optional<decltype(read())> {
    if (member(name).get_if<std::nullptr_t>() != nullptr) return std::nullopt;
    return read();
  }

  // Reads an object of counts by name. `candidates` are all keys that the names can stand for.
  template <typename Key, typename Name>
  std::map<Key, std::uint64_t> counts_by(std::string_view name, const std::vector<Key>& candidates, Name name_of) {
    const json::Object* object = member(name).get_if<json::Object>();
    if (object == nullptr) fail_damaged(fmt::format("{} is no object", name));
    std::map<Key, std::uint64_t> counts;
    for (const auto& [key_name, value] : *object) {
      const auto key = std::find_if(candidates.begin(), candidates.end(),
                                    [&, &wanted = key_name](const Key& k) { return name_of(k) == wanted; });
      const std::uint64_t* count = value.template get_if<std::uint64_t>();
      if (key == candidates.end() || count == nullptr) fail_damaged(fmt::format("{} has what it can't have", name));
      counts[*key] = *count;
    }
    return counts;
  }

 private:
  void check() const {
    if (reader_.failed()) fail_damaged(describe(reader_.error()));
  }
  template <typename T>
  T checked(T value) const {
    check();
    return value;
  }

  json::ObjectReader reader_;
};

// Returns every reason that a record may be rejected for.
std::vector<std::pair<RowFault, ErrorCode>> reject_keys() {
  std::vector<std::pair<RowFault, ErrorCode>> keys;
  for (unsigned row = 1; row <= UINT8_MAX; ++row) {
    const auto fault = static_cast<RowFault>(row);
    if (reason_name({fault, ErrorCode::none}).empty()) break;
    keys.emplace_back(fault, ErrorCode::none);
  }
  for (unsigned code = 0; code <= static_cast<unsigned>(ErrorCode::too_many_entries); ++code) {
    keys.emplace_back(RowFault::none, static_cast<ErrorCode>(code));
  }
  return keys;
}

std::vector<RejectPattern> reject_patterns() {
  std::vector<RejectPattern> patterns;
  for (std::size_t i = 0; i < kRejectPatterns; ++i) patterns.push_back(static_cast<RejectPattern>(i));
  return patterns;
}

IntakeCounts read_counts(const json::Value& value) {
  PlanReader reader(value, "counts");
  IntakeCounts counts;
  counts.accepted = reader.integer("accepted");
  counts.empty = reader.integer("empty");
  counts.rejected = reader.integer("rejected");
  counts.repaired = reader.integer("repaired");
  counts.rejected_by_reason = reader.counts_by("rejected_by_reason", reject_keys(), reason_name);
  counts.rejected_by_pattern = reader.counts_by("rejected_by_pattern", reject_patterns(), pattern_name);
  counts.repaired_by_pattern = reader.counts_by("repaired_by_pattern", reject_patterns(), pattern_name);
  for (const json::Value& input : reader.array("inputs")) {
    PlanReader members(input, "inputs");
    counts.inputs.push_back({.bytes = members.integer("bytes"), .digest = members.digest("blake2b")});
  }
  return counts;
}

// Takes the manifest's text out of the plan and has core read it.
Manifest read_manifest(ByteSpan plan) {
  const auto document = Json::parse(as_text(plan), nullptr, false);
  const auto member = document.find("manifest");
  if (member == document.end()) fail_damaged("it has no manifest");
  const auto manifest = parse_manifest(as_bytes(member->dump()));
  if (!manifest) fail_damaged(describe(manifest.error()));
  return *manifest;
}

}  // namespace

std::uint64_t JobPlan::size_of_chunk(std::uint64_t chunk) const {
  require(chunk < chunks());
  return std::min(chunk_size, entries() - chunk * chunk_size);
}

std::uint64_t JobPlan::chunks_of(std::uint64_t group) const {
  require(group < groups());
  return std::min(group_chunks, chunks() - first_chunk_of(group));
}

std::uint64_t JobPlan::numbers_of(std::uint64_t group) const {
  require(group < groups());
  const std::uint64_t numbers = group_chunks * chunk_size;
  return std::min(numbers, entries() - group * numbers);
}

void cut_work(JobPlan& plan) {
  const WorkCut cut = work_cut(plan.entries(), plan.manifest.argon2);
  plan.chunk_size = cut.chunk_size;
  plan.group_chunks = cut.group_chunks;
}

std::string write_plan(const JobPlan& plan) {
  Json asked = Json::array();
  for (const auto& [name, value] : plan.asked) asked.push_back({name, value});
  const Json document{{"format", kFormat},
                      {"prepared", format_timestamp(plan.prepared)},
                      {"manifest", Json::parse(write_manifest(plan.manifest))},
                      {"sequence", plan.sequence ? Json(*plan.sequence) : Json(nullptr)},
                      {"published", optional_time(plan.published)},
                      {"valid_until", optional_time(plan.valid_until)},
                      {"valid_days", plan.valid_days},
                      {"withdrawn", plan.withdrawn},
                      {"bits_wanted", plan.bits_wanted},
                      {"chunk_size", plan.chunk_size},
                      {"group_chunks", plan.group_chunks},
                      {"keep_hashes", plan.keep_hashes},
                      {"counts", counts_json(plan.counts)},
                      {"duplicates", plan.duplicates},
                      {"has_base", plan.has_base},
                      {"known", plan.known},
                      {"gone", plan.gone},
                      {"asked", std::move(asked)}};
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

JobPlan parse_plan(ByteSpan text) {
  const auto document = json::parse(text, kMaxPlanSize);
  if (!document) fail_damaged(describe(document.error()));
  PlanReader reader(*document, "plan");
  if (reader.text("format", kMaxAskedSize) != kFormat) fail_other_version();

  JobPlan plan;
  plan.manifest = read_manifest(text);
  plan.prepared = reader.time("prepared");
  plan.sequence = reader.optional("sequence", [&] { return reader.integer("sequence", 1); });
  plan.published = reader.optional("published", [&] { return reader.time("published"); });
  plan.valid_until = reader.optional("valid_until", [&] { return reader.time("valid_until"); });
  plan.valid_days = static_cast<std::uint32_t>(reader.integer("valid_days", 1, kMaxValidity / kSecondsPerDay));
  plan.withdrawn = reader.boolean("withdrawn");
  plan.bits_wanted = static_cast<std::uint32_t>(reader.integer("bits_wanted", 0, kMaxBits));
  plan.chunk_size = reader.integer("chunk_size", 1, kMaxGroupNumbers);
  plan.group_chunks = reader.integer("group_chunks", 1, kMaxGroupNumbers / plan.chunk_size);
  plan.keep_hashes = reader.boolean("keep_hashes");
  plan.counts = read_counts(reader.member("counts"));
  plan.duplicates = reader.integer("duplicates");
  plan.has_base = reader.boolean("has_base");
  plan.known = reader.integer("known", 0, plan.entries());
  plan.gone = reader.integer("gone");
  for (const json::Value& pair : reader.array("asked")) {
    const json::Array* both = pair.get_if<json::Array>();
    const bool two = both != nullptr && both->size() == 2;
    const std::string* name = two ? both->front().get_if<std::string>() : nullptr;
    const std::string* value = two ? both->back().get_if<std::string>() : nullptr;
    if (name == nullptr || value == nullptr) fail_damaged("an option is not a name and a text");
    plan.asked.emplace_back(*name, *value);
  }
  return plan;
}

PlanId plan_id(ByteSpan text) {
  PlanId id{};
  crypto_generichash(id.data(), id.size(), text.data(), text.size(), nullptr, 0);
  return id;
}

}  // namespace selfcheck::cli
