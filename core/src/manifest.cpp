#include "selfcheck/manifest.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "selfcheck/anonymity.h"
#include "selfcheck/elias_fano.h"
#include "selfcheck/json.h"
#include "text_rules.h"

namespace selfcheck {

namespace {

// Every field of this version, which are the names that `crit` may have.
constexpr std::array<std::string_view, 23> kFields{
    "format", "crit",          "list_id",    "kind", "sequence", "published", "valid_until", "withdrawn",
    "test",   "scheme",        "group_salt", "ops",  "mem_kib",  "nonce",     "entries",     "k",
    "bits",   "bucket_values", "p",          "root", "canary",   "texts",     "evaluation"};

constexpr std::size_t kMaxLanguages = 64;
constexpr std::size_t kMaxCritical = 32;
constexpr std::string_view kCanaryPrefix = "canary:";

struct TextLimit {
  std::string_view name;
  std::string ListTexts::*field;
  std::size_t min_bytes;
  std::size_t max_bytes;
};
const std::array<TextLimit, 4> kTextLimits{{{"title", &ListTexts::title, 1, 400},
                                            {"publisher", &ListTexts::publisher, 1, 400},
                                            {"about", &ListTexts::about, 0, 4000},
                                            {"link", &ListTexts::link, 0, 1000}}};

bool is_canary_text(std::string_view text) {
  if (text.size() != kCanonicalSize || !text.starts_with(kCanaryPrefix)) return false;
  const std::string_view digits = text.substr(kCanaryPrefix.size());
  return std::all_of(digits.begin(), digits.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

Timestamp read_time(json::ObjectReader& reader, std::string_view name) {
  const std::string text = reader.text(name, 0, 32);
  const auto time = parse_timestamp(text);
  if (!time) reader.reject(ErrorCode::field_value, name);
  return time.value_or(0);
}

void check_critical(json::ObjectReader& reader) {
  const json::Array* names = reader.array("crit");
  if (names == nullptr) return;
  if (names->size() > kMaxCritical) reader.reject(ErrorCode::field_value, "crit");
  for (const json::Value& value : *names) {
    const std::string* name = value.get_if<std::string>();
    if (name == nullptr) {
      reader.reject(ErrorCode::field_type, "crit");
    } else if (std::find(kFields.begin(), kFields.end(), *name) == kFields.end()) {
      reader.reject(ErrorCode::unsupported_critical, "crit");
    }
  }
}

Result<std::vector<ListTexts>> read_texts(const json::Value& value) {
  const json::Object* languages = value.get_if<json::Object>();
  if (languages == nullptr) return fail(ErrorCode::field_type, "texts");
  std::vector<ListTexts> all;
  for (const auto& [language, members] : *languages) {
    json::ObjectReader reader(members, "texts");
    ListTexts texts;
    texts.language = language;
    for (const TextLimit& limit : kTextLimits) {
      texts.*limit.field = reader.text(limit.name, limit.min_bytes, limit.max_bytes);
    }
    if (reader.failed()) return tl::unexpected<Error>(reader.error());
    all.push_back(std::move(texts));
  }
  return all;
}

Result<void> validate_texts(const std::vector<ListTexts>& all) {
  if (all.empty() || all.size() > kMaxLanguages) return fail(ErrorCode::field_value, "texts");
  for (const ListTexts& texts : all) {
    if (!is_language_tag(texts.language)) return fail(ErrorCode::field_value, "texts");
    for (const TextLimit& limit : kTextLimits) {
      const std::string& text = texts.*limit.field;
      if (text.size() < limit.min_bytes || text.size() > limit.max_bytes || !is_plain_text(text)) {
        return fail(ErrorCode::field_value, limit.name);
      }
    }
    if (!texts.link.empty() && !is_https_url(texts.link)) return fail(ErrorCode::field_value, "link");
  }
  return {};
}

Result<voprf::EvaluationKey> read_evaluation(const json::Value& value) {
  json::ObjectReader reader(value, "evaluation");
  voprf::EvaluationKey key;
  key.n = static_cast<std::uint32_t>(reader.integer("n", 0, UINT32_MAX, ErrorCode::evaluation_key));
  const json::Array* commitments = reader.array("commitments");
  if (reader.failed()) return tl::unexpected<Error>(reader.error());
  // validate_fields() checks how many there may be; this only bounds the memory.
  if (commitments->size() > voprf::kMaxEvaluators) return fail(ErrorCode::evaluation_key, "evaluation");
  for (const json::Value& text : *commitments) {
    const std::string* hex = text.get_if<std::string>();
    if (hex == nullptr) return fail(ErrorCode::field_type, "commitments");
    voprf::Element& element = key.commitments.emplace_back();
    if (!from_hex(*hex, element)) return fail(ErrorCode::field_value, "commitments");
  }
  return key;
}

nlohmann::ordered_json evaluation_json(const voprf::EvaluationKey& key) {
  nlohmann::ordered_json commitments = nlohmann::ordered_json::array();
  for (const voprf::Element& commitment : key.commitments) commitments.push_back(to_hex(commitment));
  return {{"n", key.n}, {"commitments", commitments}};
}

std::string json_text(const nlohmann::ordered_json& document) {
  return document.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

Result<void> validate_evaluation(const Manifest& m) {
  if (!m.evaluation) return {};
  if (auto ok = voprf::validate(*m.evaluation); !ok) return ok;
  if (!voprf::is_element(m.canary.evaluation)) return fail(ErrorCode::evaluation_key, "canary");
  return {};
}

Result<void> validate_argon2(const Manifest& m) {
  if (m.argon2.ops < kMinOps || m.argon2.ops > kMaxOps) return fail(ErrorCode::limits, "ops");
  if (m.argon2.mem_kib < kMinMemKib || m.argon2.mem_kib > kMaxMemKib) return fail(ErrorCode::limits, "mem_kib");
  const std::uint64_t work = std::uint64_t{m.argon2.ops} * m.argon2.mem_kib;
  if (work > kMaxArgon2Work || (work < kMinArgon2Work && !m.test)) return fail(ErrorCode::limits, "ops");
  return {};
}

Result<void> validate_buckets(const Manifest& m) {
  if (m.values.p < kMinP || m.values.p > kMaxP) return fail(ErrorCode::limits, "p");
  if (m.bits > kMaxBits) return fail(ErrorCode::anonymity_floor, "bits");
  if (anonymity_set(m.kind, m.bits) < kMinAnonymitySet) return fail(ErrorCode::anonymity_floor, "bits");
  if (m.values.count == 0 || m.bucket_file_size() > kMaxBucketFileSize) return fail(ErrorCode::limits, "bucket_values");
  // A list with a single bucket reveals nothing by a request, so it may have fewer entries than k.
  const std::uint64_t fewest = m.bits == 0 ? 1 : m.k;
  if (m.k == 0 || m.k > json::kMaxInteger >> kMaxBits) return fail(ErrorCode::limits, "k");
  if (m.entries < fewest << m.bits || m.entries > std::uint64_t{m.values.count} << m.bits) {
    return fail(ErrorCode::limits, "entries");
  }
  return {};
}

}  // namespace

std::uint64_t Manifest::bucket_file_size() const {
  return elias_fano::encoded_size(values) + std::uint64_t{sizeof(Digest)} * bits;
}

const ListTexts& Manifest::texts_for(std::string_view language) const {
  for (const std::string_view wanted : {language, std::string_view("en")}) {
    const auto it = std::find_if(texts.begin(), texts.end(), [&](const ListTexts& t) { return t.language == wanted; });
    if (it != texts.end()) return *it;
  }
  return texts.front();
}

Result<void> validate_fields(const Manifest& m) {
  if (m.sequence == 0 || m.sequence > json::kMaxInteger) return fail(ErrorCode::field_value, "sequence");
  if (m.published < kFirstTimestamp || m.published > kLastTimestamp) return fail(ErrorCode::field_value, "published");
  if (m.valid_until > kLastTimestamp) return fail(ErrorCode::field_value, "valid_until");
  if (m.valid_until <= m.published || m.valid_until - m.published > kMaxValidity) {
    return fail(ErrorCode::limits, "valid_until");
  }
  if (!is_canary_text(m.canary.text)) return fail(ErrorCode::field_value, "canary");
  if (auto ok = validate_argon2(m); !ok) return ok;
  if (auto ok = validate_buckets(m); !ok) return ok;
  if (auto ok = validate_evaluation(m); !ok) return ok;
  return validate_texts(m.texts);
}

Result<Manifest> parse_manifest(ByteSpan text) {
  const auto document = json::parse(text, kMaxManifestSize);
  if (!document) return tl::unexpected<Error>(document.error());
  json::ObjectReader reader(*document, "manifest");
  // The fields that decide whether the rest can be understood at all come first.
  if (reader.text("format", 0, 64) != kListFormat) reader.reject(ErrorCode::unsupported_format, "format");
  check_critical(reader);
  const std::string scheme = reader.text("scheme", 0, 64);
  const bool keyed = scheme == kKeyedScheme;
  if (!keyed && scheme != kScheme) reader.reject(ErrorCode::unsupported_scheme, "scheme");

  Manifest m;
  m.list_id = reader.hex<16>("list_id");
  const auto kind = kind_from_name(reader.text("kind", 0, 32));
  if (!kind) reader.reject(ErrorCode::field_value, "kind");
  m.kind = kind.value_or(Kind::mobile);
  m.sequence = reader.integer("sequence", 1, json::kMaxInteger);
  m.published = read_time(reader, "published");
  m.valid_until = read_time(reader, "valid_until");
  m.withdrawn = reader.boolean("withdrawn");
  m.test = reader.boolean("test");
  m.group_salt = reader.hex<16>("group_salt");
  // validate_fields() checks the ranges that matter; these only keep the values within their types.
  const auto small = [&reader](std::string_view name) {
    return static_cast<std::uint32_t>(reader.integer(name, 0, UINT32_MAX, ErrorCode::limits));
  };
  m.argon2 = {small("ops"), small("mem_kib")};
  m.nonce = reader.hex<16>("nonce");
  m.entries = reader.integer("entries", 0, json::kMaxInteger);
  m.k = reader.integer("k", 0, json::kMaxInteger);
  m.bits = small("bits");
  m.values = {small("bucket_values"), small("p")};
  m.root = reader.hex<32>("root");
  if (const json::Value* canary = reader.member("canary")) {
    json::ObjectReader members(*canary, "canary");
    m.canary.text = members.text("text", kCanonicalSize, kCanonicalSize);
    m.canary.hash = members.hex<32>("hash");
    if (keyed) {
      m.canary.evaluation = members.hex<32>("evaluation");
      m.canary.proof = members.hex<64>("proof");
    }
    if (members.failed()) reader.reject(members.error().code, "canary");
  }
  if (keyed) {
    if (const json::Value* evaluation = reader.member("evaluation")) {
      auto key = read_evaluation(*evaluation);
      if (key) {
        m.evaluation = std::move(*key);
      } else {
        reader.reject(key.error().code, key.error().place);
      }
    }
  } else if (reader.has("evaluation")) {
    reader.reject(ErrorCode::evaluation_key, "scheme");
  }
  if (const json::Value* texts = reader.member("texts")) {
    auto all = read_texts(*texts);
    if (all) {
      m.texts = std::move(*all);
    } else {
      reader.reject(all.error().code, all.error().place);
    }
  }
  if (reader.failed()) return tl::unexpected<Error>(reader.error());
  if (auto ok = validate_fields(m); !ok) return tl::unexpected<Error>(ok.error());
  return m;
}

Result<void> validate(const Manifest& m) {
  if (auto ok = validate_fields(m); !ok) return ok;
  for (const ListTexts& texts : m.texts) {
    const auto is_same = [&](const ListTexts& other) { return other.language == texts.language; };
    // Only one of them would be written.
    if (std::count_if(m.texts.begin(), m.texts.end(), is_same) > 1) return fail(ErrorCode::field_value, "texts");
  }
  return {};
}

std::string write_manifest(const Manifest& m) {
  nlohmann::ordered_json texts = nlohmann::ordered_json::object();
  for (const ListTexts& t : m.texts) {
    for (const TextLimit& limit : kTextLimits) texts[t.language][std::string(limit.name)] = t.*limit.field;
  }
  nlohmann::ordered_json canary{{"text", m.canary.text}, {"hash", to_hex(m.canary.hash)}};
  if (m.is_keyed()) {
    canary["evaluation"] = to_hex(m.canary.evaluation);
    canary["proof"] = to_hex(m.canary.proof);
  }
  nlohmann::ordered_json document{
      {"format", kListFormat},
      {"crit", nlohmann::ordered_json::array()},
      {"list_id", to_hex(m.list_id)},
      {"kind", kind_traits(m.kind).name},
      {"sequence", m.sequence},
      {"published", format_timestamp(m.published)},
      {"valid_until", format_timestamp(m.valid_until)},
      {"withdrawn", m.withdrawn},
      {"test", m.test},
      {"scheme", m.is_keyed() ? kKeyedScheme : kScheme},
      {"group_salt", to_hex(m.group_salt)},
      {"ops", m.argon2.ops},
      {"mem_kib", m.argon2.mem_kib},
      {"nonce", to_hex(m.nonce)},
      {"entries", m.entries},
      {"k", m.k},
      {"bits", m.bits},
      {"bucket_values", m.values.count},
      {"p", m.values.p},
      {"root", to_hex(m.root)},
      {"canary", canary},
  };
  if (m.is_keyed()) document["evaluation"] = evaluation_json(*m.evaluation);
  document["texts"] = texts;
  return json_text(document);
}

Result<voprf::EvaluationKey> parse_evaluation(ByteSpan text) {
  const auto document = json::parse(text, kMaxManifestSize);
  if (!document) return tl::unexpected<Error>(document.error());
  auto key = read_evaluation(*document);
  if (!key) return key;
  if (auto ok = voprf::validate(*key); !ok) return tl::unexpected<Error>(ok.error());
  return key;
}

std::string write_evaluation(const voprf::EvaluationKey& key) { return json_text(evaluation_json(key)); }

Result<std::vector<ListTexts>> parse_texts(ByteSpan text) {
  const auto document = json::parse(text, kMaxManifestSize);
  if (!document) return tl::unexpected<Error>(document.error());
  auto texts = read_texts(*document);
  if (!texts) return texts;
  if (auto ok = validate_texts(*texts); !ok) return tl::unexpected<Error>(ok.error());
  return texts;
}

}  // namespace selfcheck
