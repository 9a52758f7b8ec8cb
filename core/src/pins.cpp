#include "selfcheck/pins.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "selfcheck/json.h"
#include "selfcheck/voprf/shares.h"
#include "text_rules.h"

namespace selfcheck {

namespace {

constexpr std::string_view kPinsFormat = "selfcheck-pins/1";
constexpr std::size_t kMaxPins = 64;
constexpr std::size_t kMaxKeys = 8;

bool is_pin_id(std::string_view id) {
  return std::all_of(id.begin(), id.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

void read_keys(json::ObjectReader& reader, Pin& pin) {
  const json::Array* keys = reader.array("keys");
  if (keys == nullptr) return;
  if (keys->empty() || keys->size() > kMaxKeys) reader.reject(ErrorCode::field_value, "keys");
  for (const json::Value& value : *keys) {
    const std::string* text = value.get_if<std::string>();
    const auto key = minisign::parse_public_key(text != nullptr ? *text : std::string());
    if (!key) return reader.reject(ErrorCode::key_format, "keys");
    pin.keys.push_back(*key);
  }
}

void read_evaluators(json::ObjectReader& reader, Pin& pin) {
  const json::Array* evaluators = reader.array("evaluators");
  if (evaluators == nullptr) return;
  const auto refuse = [&reader] { reader.reject(ErrorCode::field_value, "evaluators"); };
  if (evaluators->empty() || evaluators->size() > voprf::kMaxEvaluators) return refuse();
  for (const json::Value& value : *evaluators) {
    json::ObjectReader members(value, "evaluators");
    PinnedEvaluator evaluator;
    evaluator.index = static_cast<std::uint32_t>(members.integer("index", 1, voprf::kMaxEvaluators));
    evaluator.url = members.text("url", 1, 1000);
    if (members.failed()) return reader.reject(members.error().code, "evaluators");
    const bool twice = std::any_of(pin.evaluators.begin(), pin.evaluators.end(), [&](const PinnedEvaluator& other) {
      return other.index == evaluator.index || other.url == evaluator.url;
    });
    if (twice || !is_list_url(evaluator.url)) return refuse();
    pin.evaluators.push_back(std::move(evaluator));
  }
}

Result<Pin> read_pin(const json::Value& value) {
  json::ObjectReader reader(value, "lists");
  Pin pin;
  pin.id = reader.text("id", 1, 64);
  if (!is_pin_id(pin.id)) reader.reject(ErrorCode::field_value, "id");
  pin.url = reader.text("url", 1, 1000);
  if (!is_list_url(pin.url)) reader.reject(ErrorCode::field_value, "url");
  read_keys(reader, pin);
  pin.list_id = reader.hex<16>("list_id");
  const auto kind = kind_from_name(reader.text("kind", 0, 32));
  if (!kind) reader.reject(ErrorCode::field_value, "kind");
  pin.kind = kind.value_or(Kind::mobile);
  pin.min_sequence = reader.integer("min_sequence", 1, json::kMaxInteger);
  if (reader.has("manifest")) pin.manifest = reader.hex<32>("manifest");
  if (reader.has("evaluators")) read_evaluators(reader, pin);
  if (reader.failed()) return tl::unexpected<Error>(reader.error());
  return pin;
}

}  // namespace

Result<std::vector<Pin>> parse_pins(ByteSpan text) {
  const auto document = json::parse(text, kMaxPinsSize);
  if (!document) return tl::unexpected<Error>(document.error());
  json::ObjectReader reader(*document, "pins");
  if (reader.text("format", 0, 64) != kPinsFormat) reader.reject(ErrorCode::unsupported_format, "format");
  const json::Array* lists = reader.array("lists");
  if (reader.failed()) return tl::unexpected<Error>(reader.error());
  if (lists->empty() || lists->size() > kMaxPins) return fail(ErrorCode::field_value, "lists");
  std::vector<Pin> pins;
  for (const json::Value& value : *lists) {
    auto pin = read_pin(value);
    const std::uint64_t which = pins.size() + 1;
    if (!pin) return fail(pin.error().code, pin.error().place, which);
    const bool twice = std::any_of(pins.begin(), pins.end(), [&](const Pin& other) { return other.id == pin->id; });
    if (twice) return fail(ErrorCode::field_value, "id", which);
    pins.push_back(std::move(*pin));
  }
  return pins;
}

std::string write_pins(const std::vector<Pin>& pins) {
  nlohmann::ordered_json lists = nlohmann::ordered_json::array();
  for (const Pin& pin : pins) {
    nlohmann::ordered_json keys = nlohmann::ordered_json::array();
    for (const minisign::PublicKey& key : pin.keys) keys.push_back(minisign::format_public_key(key));
    nlohmann::ordered_json list{{"id", pin.id},
                                {"url", pin.url},
                                {"keys", keys},
                                {"list_id", to_hex(pin.list_id)},
                                {"kind", kind_traits(pin.kind).name},
                                {"min_sequence", pin.min_sequence}};
    if (pin.manifest) list["manifest"] = to_hex(*pin.manifest);
    for (const PinnedEvaluator& evaluator : pin.evaluators) {
      list["evaluators"].push_back({{"index", evaluator.index}, {"url", evaluator.url}});
    }
    lists.push_back(std::move(list));
  }
  return nlohmann::ordered_json{{"format", kPinsFormat}, {"lists", lists}}.dump(
             2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) +
         "\n";
}

}  // namespace selfcheck
