// core's CheckSession for JavaScript: web/src/engine/module.d.ts describes what is registered here. Only translation:
// names to camelCase, Result<T> to objects with `ok`, errors to their names. One module instance is one sitting.
#include <emscripten/bind.h>

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "selfcheck/argon2.h"
#include "selfcheck/check_session.h"
#include "selfcheck/list_files.h"
#include "selfcheck/tag.h"

namespace {

using namespace selfcheck;

struct Status {
  bool ok = true;
  std::string code = "none";
  std::string place;
  double number = 0;

  Status() = default;
  explicit Status(const Error& error)
      : ok(error.code == ErrorCode::none),
        code(error_name(error.code)),
        place(error.place),
        number(static_cast<double>(error.number)) {}
};

struct PinsStatus : Status {
  using Status::Status;
  double count = 0;
};

struct PinInfo : Status {
  using Status::Status;
  std::string id, url, kind, evaluators;
};

struct PointerStatus : Status {
  using Status::Status;
  std::string manifest_file;
};

struct ListInfo : Status {
  using Status::Status;
  double sequence = 0, published = 0, valid_until = 0;
  bool test = false;
  double entries = 0, bits = 0, bucket_file_size = 0, anonymity_set = 0, mem_kib = 0, ops = 0;
  std::string group_salt, evaluation_group;
  double threshold = 0;
  std::string language, title, publisher, about, link;
};

struct RequestInfo : Status {
  using Status::Status;
  double index = 0;
  std::string path;
  double size = 0, bits = 0, anonymity_set = 0, session_bits = 0;
  bool stands_out = false;
};

struct QuestionsInfo : Status {
  using Status::Status;
  std::string questions;
};

struct VerdictInfo : Status {
  using Status::Status;
  std::string outcome{outcome_name(Outcome::could_not_tell)};
  double coincidence = 0;
};

// What the next call reads, identifiers among it. Calls that read it take it as a TakenInput.
class Input {
 public:
  /// Its address.
  std::uintptr_t resize(double size) {
    wipe();
    bytes_.resize(static_cast<std::size_t>(size));
    return reinterpret_cast<std::uintptr_t>(bytes_.data());
  }
  void wipe() {
    if (!bytes_.empty()) sodium_memzero(bytes_.data(), bytes_.size());
    bytes_.clear();
  }
  [[nodiscard]] ByteSpan bytes() const { return bytes_; }

 private:
  Bytes bytes_;
};

// An instance's state. A module is a JavaScript object that its owner makes and drops, so this is no more global than
// that.
Input g_input;
std::vector<Pin> g_pins;
std::optional<CheckSession> g_session;

/// The input, wiped when the call that reads it ends.
class TakenInput {
 public:
  TakenInput() = default;
  TakenInput(const TakenInput&) = delete;
  TakenInput& operator=(const TakenInput&) = delete;
  ~TakenInput() { g_input.wipe(); }
  [[nodiscard]] ByteSpan bytes() const { return g_input.bytes(); }
  [[nodiscard]] std::string_view text() const { return as_text(g_input.bytes()); }
};

CheckSession::ListHandle handle(double list) { return static_cast<CheckSession::ListHandle>(list); }

template <typename T>
Status status_of(const Result<T>& result) {
  return result ? Status() : Status(result.error());
}

constexpr std::size_t kUniformSize = 64, kAnswerSize = std::tuple_size_v<EvaluationAnswer>;

const Error kNotReady{ErrorCode::not_ready};

double input(double size) { return static_cast<double>(g_input.resize(size)); }

Status start() {
  const TakenInput taken;
  constexpr std::size_t kKeySize = 32;
  if (sodium_init() < 0 || taken.bytes().size() != kKeySize) return Status(kNotReady);
  g_session.emplace(taken.bytes().first<kKeySize>());
  g_pins.clear();
  return {};
}

Status self_test() { return status_of(slow_hash_self_test()); }

PinsStatus read_pins() {
  const TakenInput taken;
  if (!g_session || !g_pins.empty()) return PinsStatus(kNotReady);
  auto pins = parse_pins(taken.bytes());
  if (!pins) return PinsStatus(pins.error());
  g_pins = std::move(*pins);
  for (const Pin& pin : g_pins) g_session->add_list(pin);
  PinsStatus status;
  status.count = static_cast<double>(g_pins.size());
  return status;
}

PinInfo pin(double list) {
  if (handle(list) >= g_pins.size()) return PinInfo(kNotReady);
  const Pin& p = g_pins[handle(list)];
  PinInfo info;
  info.id = p.id;
  info.url = p.url;
  info.kind = kind_traits(p.kind).name;
  for (const PinnedEvaluator& evaluator : p.evaluators) {
    info.evaluators += ' ' + std::to_string(evaluator.index) + evaluator.url;
  }
  return info;
}

PointerStatus open_pointer(double list) {
  const TakenInput taken;
  if (!g_session) return PointerStatus(kNotReady);
  auto file = g_session->open_pointer(handle(list), taken.bytes());
  if (!file) return PointerStatus(file.error());
  PointerStatus status;
  status.manifest_file = std::move(*file);
  return status;
}

Status open_manifest(double list, double now_seconds) {
  const TakenInput taken;
  if (!g_session) return Status(kNotReady);
  return status_of(g_session->open_manifest(handle(list), taken.bytes(), static_cast<Timestamp>(now_seconds)));
}

ListInfo list_info(double list, const std::string& language) {
  if (!g_session) return ListInfo(kNotReady);
  const auto found = g_session->described(handle(list));
  if (!found) return ListInfo(found.error());
  const Manifest& m = **found;
  const ListTexts& texts = m.texts_for(language);
  ListInfo info;
  info.sequence = static_cast<double>(m.sequence);
  info.published = static_cast<double>(m.published);
  info.valid_until = static_cast<double>(m.valid_until);
  info.test = m.test;
  info.entries = static_cast<double>(m.entries);
  info.bits = m.bits;
  info.bucket_file_size = static_cast<double>(m.bucket_file_size());
  info.anonymity_set = static_cast<double>(anonymity_set(m.kind, m.bits));
  info.mem_kib = m.argon2.mem_kib;
  info.ops = m.argon2.ops;
  info.group_salt = to_hex(m.group_salt);
  info.evaluation_group = g_session->evaluation_group(handle(list)).value_or(std::string());
  info.threshold = m.is_keyed() ? m.evaluation->threshold() : 0;
  info.language = texts.language;
  info.title = texts.title;
  info.publisher = texts.publisher;
  info.about = texts.about;
  info.link = texts.link;
  return info;
}

Status prove_canary(double list) {
  return g_session ? status_of(g_session->prove_canary(handle(list))) : Status(kNotReady);
}

Status validate_typed(const std::string& kind_name) {
  const TakenInput taken;
  const auto kind = kind_from_name(kind_name);
  return kind ? status_of(normalize(*kind, taken.text())) : Status(kNotReady);
}

Status set_identifier(const std::string& kind_name) {
  const TakenInput taken;
  const auto kind = kind_from_name(kind_name);
  if (!g_session || !kind) return Status(kNotReady);
  return status_of(g_session->set_identifier(*kind, taken.text()));
}

void clear_identifier() {
  if (g_session) g_session->clear_identifier();
  selfcheck_argon2_wipe();
}

RequestInfo request(double list, double now_seconds) {
  if (!g_session) return RequestInfo(kNotReady);
  auto found = g_session->request(handle(list), static_cast<Timestamp>(now_seconds));
  if (!found) return RequestInfo(found.error());
  RequestInfo info;
  info.index = found->index;
  info.path = std::move(found->path);
  info.size = static_cast<double>(found->size);
  info.bits = found->bits;
  info.anonymity_set = static_cast<double>(found->anonymity_set);
  info.session_bits = found->session_bits;
  info.stands_out = found->stands_out;
  return info;
}

Status record_request(double list) {
  return g_session ? status_of(g_session->record_request(handle(list))) : Status(kNotReady);
}

std::string bucket_path(double list, double index) {
  if (!g_session) return {};
  const auto manifest = g_session->manifest(handle(list));
  if (!manifest || !(index >= 0 && index < static_cast<double>((*manifest)->bucket_count()))) return {};
  return selfcheck::bucket_path((*manifest)->root, static_cast<std::uint32_t>(index));
}

Status verify_bucket(double list, double index) {
  const TakenInput taken;
  if (!g_session) return Status(kNotReady);
  return status_of(g_session->verify_bucket(handle(list), static_cast<std::uint32_t>(index), taken.bytes()));
}

Status hash(double list) { return g_session ? status_of(g_session->hash(handle(list))) : Status(kNotReady); }

QuestionsInfo ask_evaluators(double list, double now_seconds) {
  const TakenInput taken;
  if (!g_session || taken.bytes().size() != kUniformSize) return QuestionsInfo(kNotReady);
  const auto request =
      g_session->ask_evaluators(handle(list), taken.bytes().first<kUniformSize>(), static_cast<Timestamp>(now_seconds));
  if (!request) return QuestionsInfo(request.error());
  QuestionsInfo info;
  for (const EvaluatorsRequest::Question& question : request->questions) info.questions += to_hex(question.body);
  return info;
}

// What evaluate() reads: u, B, and of each answer index, status and seconds (two bytes each, little-endian), length,
// and the body in as many bytes as an answer has.
Status evaluate(double list) {
  constexpr std::size_t kHead = 6, kAsked = kUniformSize + std::tuple_size_v<voprf::Element>;
  const TakenInput taken;
  ByteSpan rest = taken.bytes();
  if (!g_session || rest.size() < kAsked) return Status(kNotReady);
  voprf::Element blinded{};
  std::copy_n(rest.begin() + kUniformSize, blinded.size(), blinded.begin());
  const auto uniform = rest.first<kUniformSize>();
  std::vector<EvaluatorAnswer> answers;
  for (rest = rest.subspan(kAsked); rest.size() >= kHead + kAnswerSize; rest = rest.subspan(kHead + kAnswerSize)) {
    const auto u16 = [&](std::size_t at) { return rest[at] | static_cast<std::uint32_t>(rest[at + 1]) << 8; };
    // A longer body is no answer, whatever its beginning.
    answers.push_back({rest[0], u16(1), u16(3), rest.subspan(kHead, rest[5] > kAnswerSize ? 0 : rest[5])});
  }
  return status_of(g_session->evaluate(handle(list), uniform, blinded, answers));
}

VerdictInfo decide(double list, double now_seconds) {
  const TakenInput taken;
  if (!g_session) return VerdictInfo(kNotReady);
  const Verdict verdict = g_session->decide(handle(list), taken.bytes(), static_cast<Timestamp>(now_seconds));
  VerdictInfo info(verdict.reason);
  info.outcome = outcome_name(verdict.outcome);
  info.coincidence = verdict.coincidence;
  return info;
}

/// A value object that has Status's fields, to which others may be added.
template <typename T>
struct StatusObject : emscripten::value_object<T> {
  explicit StatusObject(const char* name) : emscripten::value_object<T>(name) {
    this->field("ok", &T::ok).field("code", &T::code).field("place", &T::place).field("number", &T::number);
  }
};

EMSCRIPTEN_BINDINGS(selfcheck) {
  using emscripten::function;

  StatusObject<Status>("Status");  // NOLINT(bugprone-unused-raii): that it is made registers it
  StatusObject<PinsStatus>("PinsStatus").field("count", &PinsStatus::count);
  StatusObject<PinInfo>("PinInfo").field("id", &PinInfo::id).field("url", &PinInfo::url).field("kind", &PinInfo::kind).field("evaluators", &PinInfo::evaluators);
  StatusObject<PointerStatus>("PointerStatus").field("manifestFile", &PointerStatus::manifest_file);
  StatusObject<ListInfo>("ListInfo")
      .field("sequence", &ListInfo::sequence)
      .field("published", &ListInfo::published)
      .field("validUntil", &ListInfo::valid_until)
      .field("test", &ListInfo::test)
      .field("entries", &ListInfo::entries)
      .field("bits", &ListInfo::bits)
      .field("bucketFileSize", &ListInfo::bucket_file_size)
      .field("anonymitySet", &ListInfo::anonymity_set)
      .field("memKib", &ListInfo::mem_kib)
      .field("ops", &ListInfo::ops)
      .field("groupSalt", &ListInfo::group_salt)
      .field("evaluationGroup", &ListInfo::evaluation_group)
      .field("threshold", &ListInfo::threshold)
      .field("language", &ListInfo::language)
      .field("title", &ListInfo::title)
      .field("publisher", &ListInfo::publisher)
      .field("about", &ListInfo::about)
      .field("link", &ListInfo::link);
  StatusObject<RequestInfo>("RequestInfo")
      .field("index", &RequestInfo::index)
      .field("path", &RequestInfo::path)
      .field("size", &RequestInfo::size)
      .field("bits", &RequestInfo::bits)
      .field("anonymitySet", &RequestInfo::anonymity_set)
      .field("sessionBits", &RequestInfo::session_bits)
      .field("standsOut", &RequestInfo::stands_out);
  StatusObject<QuestionsInfo>("QuestionsInfo").field("questions", &QuestionsInfo::questions);
  StatusObject<VerdictInfo>("VerdictInfo")
      .field("outcome", &VerdictInfo::outcome)
      .field("coincidence", &VerdictInfo::coincidence);

  function("input", &input);
  function("start", &start);
  function("selfTest", &self_test);
  function("readPins", &read_pins);
  function("pin", &pin);
  function("openPointer", &open_pointer);
  function("openManifest", &open_manifest);
  function("listInfo", &list_info);
  function("proveCanary", &prove_canary);
  function("validate", &validate_typed);
  function("setIdentifier", &set_identifier);
  function("clearIdentifier", &clear_identifier);
  function("request", &request);
  function("recordRequest", &record_request);
  function("bucketPath", &bucket_path);
  function("verifyBucket", &verify_bucket);
  function("hash", &hash);
  function("askEvaluators", &ask_evaluators);
  function("evaluate", &evaluate);
  function("decide", &decide);
}

}  // namespace
