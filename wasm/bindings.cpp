// core's CheckSession for JavaScript. web/src/engine/module.d.ts describes what JavaScript sees, and instantiate.js
// makes that of the functions that are registered here. This file only translates: names to camelCase, Result<T> to
// objects with `ok`, errors to their names. One module instance is one sitting.
//
// Embind is given three functions that take and return numbers, and replies are JSON. With a value object for each kind
// of reply, and strings as arguments, an engine would be 3 KB larger.
#include <emscripten/bind.h>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "selfcheck/argon2.h"
#include "selfcheck/check_session.h"
#include "selfcheck/list_files.h"
#include "selfcheck/tag.h"

namespace {

using namespace selfcheck;

// The reply to a call, as JSON: an object with the fields of a Status and others. Its strings have no control
// characters.
class Reply {
 public:
  Reply& begin(const Error& error) {
    json_.clear();
    add("ok", error.code == ErrorCode::none);
    add("code", error_name(error.code));
    add("place", error.place);
    return add("number", error.number);
  }
  template <typename T>
  Reply& add(std::string_view name, const T& value) {
    add_name(name);
    if constexpr (std::same_as<T, bool>) {
      json_ += value ? "true" : "false";
    } else if constexpr (std::integral<T>) {
      json_ += std::to_string(static_cast<std::uint64_t>(value));
    } else {
      add_text(value);
    }
    return *this;
  }
  [[nodiscard]] const char* end() {
    json_ += '}';
    return json_.c_str();
  }

 private:
  void add_name(std::string_view name) {
    json_ += json_.empty() ? '{' : ',';
    add_text(name);
    json_ += ':';
  }
  void add_text(std::string_view text) {
    json_ += '"';
    for (const char c : text) {
      if (c == '"' || c == '\\') json_ += '\\';
      json_ += c;
    }
    json_ += '"';
  }

  std::string json_;
};

// The bytes that the next call reads, which may be an identifier. A call that reads them takes them as a TakenInput.
class Input {
 public:
  std::uint8_t* resize(std::size_t size) {
    wipe();
    bytes_.resize(size);
    return bytes_.data();
  }
  void wipe() {
    if (!bytes_.empty()) sodium_memzero(bytes_.data(), bytes_.size());
    bytes_.clear();
  }
  [[nodiscard]] ByteSpan bytes() const { return bytes_; }

 private:
  Bytes bytes_;
};

// The state of this module instance. An instance is a JavaScript object that its owner makes and drops, so these
// variables are no more global than that object.
Input g_input;
std::string g_word;
Reply g_reply;
std::vector<Pin> g_pins;
std::optional<CheckSession> g_session;

/// The input of the current call, which is wiped when the call ends.
class TakenInput {
 public:
  TakenInput() = default;
  TakenInput(const TakenInput&) = delete;
  TakenInput& operator=(const TakenInput&) = delete;
  ~TakenInput() { g_input.wipe(); }
  [[nodiscard]] ByteSpan bytes() const { return g_input.bytes(); }
  [[nodiscard]] std::string_view text() const { return as_text(g_input.bytes()); }
};

using List = CheckSession::ListHandle;

Reply& reply(const Error& error = {}) { return g_reply.begin(error); }
void not_ready() { reply({ErrorCode::not_ready}); }

template <typename T>
void failed(const Result<T>& result) {
  reply(result.error());
}
/// Replies for a call whose result has nothing to tell but whether it succeeded.
template <typename T>
void done(const Result<T>& result) {
  reply(result ? Error{} : result.error());
}

constexpr std::size_t kUniformSize = 64, kAnswerSize = std::tuple_size_v<EvaluationAnswer>;

// ---- the methods ----
// Each takes a list and one more number, either of which may mean nothing to it. All but `start`, `selfTest` and
// `validate` are called only when there is a session.

void start(List, double) {
  const TakenInput taken;
  constexpr std::size_t kKeySize = 32;
  if (sodium_init() < 0 || taken.bytes().size() != kKeySize) return not_ready();
  g_session.emplace(taken.bytes().first<kKeySize>());
  g_pins.clear();
  reply();
}

void self_test(List, double) { done(slow_hash_self_test()); }

void read_pins(List, double) {
  const TakenInput taken;
  if (!g_pins.empty()) return not_ready();
  auto pins = parse_pins(taken.bytes());
  if (!pins) return failed(pins);
  g_pins = std::move(*pins);
  for (const Pin& pin : g_pins) g_session->add_list(pin);
  reply().add("count", g_pins.size());
}

void pin(List list, double) {
  if (list >= g_pins.size()) return not_ready();
  const Pin& pin = g_pins[list];
  std::string evaluators;
  for (const PinnedEvaluator& evaluator : pin.evaluators) {
    evaluators += ' ' + std::to_string(evaluator.index) + evaluator.url;
  }
  reply().add("id", pin.id).add("url", pin.url).add("kind", kind_traits(pin.kind).name).add("evaluators", evaluators);
}

void open_pointer(List list, double) {
  const TakenInput taken;
  const auto file = g_session->open_pointer(list, taken.bytes());
  if (!file) return failed(file);
  reply().add("manifestFile", *file);
}

void open_manifest(List list, double now_seconds) {
  const TakenInput taken;
  done(g_session->open_manifest(list, taken.bytes(), static_cast<Timestamp>(now_seconds)));
}

void list_info(List list, double) {
  const auto found = g_session->described(list);
  if (!found) return failed(found);
  const Manifest& m = **found;
  const ListTexts& texts = m.texts_for(g_word);
  reply()
      .add("sequence", m.sequence)
      .add("published", m.published)
      .add("validUntil", m.valid_until)
      .add("test", m.test)
      .add("entries", m.entries)
      .add("bits", m.bits)
      .add("bucketFileSize", m.bucket_file_size())
      .add("anonymitySet", anonymity_set(m.kind, m.bits))
      .add("memKib", m.argon2.mem_kib)
      .add("ops", m.argon2.ops)
      .add("groupSalt", to_hex(m.group_salt))
      .add("evaluationGroup", g_session->evaluation_group(list).value_or(std::string()))
      .add("threshold", m.is_keyed() ? m.evaluation->threshold() : 0U)
      .add("language", texts.language)
      .add("title", texts.title)
      .add("publisher", texts.publisher)
      .add("about", texts.about)
      .add("link", texts.link);
}

void prove_canary(List list, double) { done(g_session->prove_canary(list)); }

void validate_typed(List, double) {
  const TakenInput taken;
  const auto kind = kind_from_name(g_word);
  if (!kind) return not_ready();
  done(normalize(*kind, taken.text()));
}

void set_identifier(List, double) {
  const TakenInput taken;
  const auto kind = kind_from_name(g_word);
  if (!kind) return not_ready();
  done(g_session->set_identifier(*kind, taken.text()));
}

void clear_identifier(List, double) {
  g_session->clear_identifier();
  selfcheck_argon2_wipe();
  reply();
}

void request(List list, double now_seconds) {
  const auto found = g_session->request(list, static_cast<Timestamp>(now_seconds));
  if (!found) return failed(found);
  reply()
      .add("index", found->index)
      .add("path", found->path)
      .add("size", found->size)
      .add("bits", found->bits)
      .add("anonymitySet", found->anonymity_set)
      .add("sessionBits", found->session_bits)
      .add("standsOut", found->stands_out);
}

void record_request(List list, double) { done(g_session->record_request(list)); }

void bucket_path(List list, double index) {
  const auto manifest = g_session->manifest(list);
  if (!manifest || !(index >= 0 && index < static_cast<double>((*manifest)->bucket_count()))) return not_ready();
  reply().add("path", selfcheck::bucket_path((*manifest)->root, static_cast<std::uint32_t>(index)));
}

void verify_bucket(List list, double index) {
  const TakenInput taken;
  done(g_session->verify_bucket(list, static_cast<std::uint32_t>(index), taken.bytes()));
}

void hash(List list, double) { done(g_session->hash(list)); }

void ask_evaluators(List list, double now_seconds) {
  const TakenInput taken;
  if (taken.bytes().size() != kUniformSize) return not_ready();
  const auto request =
      g_session->ask_evaluators(list, taken.bytes().first<kUniformSize>(), static_cast<Timestamp>(now_seconds));
  if (!request) return failed(request);
  std::string questions;
  for (const EvaluatorsRequest::Question& question : request->questions) questions += to_hex(question.body);
  reply().add("questions", questions);
}

// The input is u, B, and then the answers. Each answer has the evaluator's index (one byte), HTTP's status and the
// seconds to wait (two bytes each, little-endian), the body's length (one byte), and as many bytes as a good answer
// has, which begin with the body.
void evaluate(List list, double) {
  constexpr std::size_t kHead = 6, kAsked = kUniformSize + std::tuple_size_v<voprf::Element>;
  const TakenInput taken;
  const ByteSpan given = taken.bytes();
  if (given.size() < kAsked) return not_ready();
  voprf::Element blinded{};
  std::copy_n(given.begin() + kUniformSize, blinded.size(), blinded.begin());
  ByteSpan rest = given.subspan(kAsked);
  std::vector<EvaluatorAnswer> answers(rest.size() / (kHead + kAnswerSize));
  for (EvaluatorAnswer& answer : answers) {
    const auto u16 = [&](std::size_t at) { return rest[at] | static_cast<std::uint32_t>(rest[at + 1]) << 8; };
    // A body that is too long is no answer, whatever it begins with.
    answer = {rest[0], u16(1), u16(3), rest.subspan(kHead, rest[5] > kAnswerSize ? 0 : rest[5])};
    rest = rest.subspan(kHead + kAnswerSize);
  }
  done(g_session->evaluate(list, given.first<kUniformSize>(), blinded, answers));
}

void decide(List list, double now_seconds) {
  const TakenInput taken;
  const Verdict verdict = g_session->decide(list, taken.bytes(), static_cast<Timestamp>(now_seconds));
  // The chance goes over as a whole number of 2^-53, because JavaScript's numbers have 53 bits.
  const auto coincidence = static_cast<std::uint64_t>(std::ldexp(verdict.coincidence, 53));
  reply(verdict.reason).add("outcome", outcome_name(verdict.outcome)).add("coincidence", coincidence);
}

template <typename T>
double address_of(const T* place) {
  return static_cast<double>(reinterpret_cast<std::uintptr_t>(place));
}

/// Returns the address of `size` bytes that the next call will read.
double input(double size) { return address_of(g_input.resize(static_cast<std::size_t>(size))); }

/// Returns the address of `size` bytes for a word that the next call takes, which is a kind's name or a language.
double word(double size) {
  g_word.resize(static_cast<std::size_t>(size));
  return address_of(g_word.data());
}

/// Calls the method with this place in the list of instantiate.js. Returns the address of the reply's JSON, which ends
/// with a zero byte.
double call(double method, double list, double number) {
  using Method = void (*)(List, double);
  static constexpr Method kMethods[] = {
      start,         self_test,    validate_typed, read_pins,        pin,     open_pointer,   open_manifest,
      list_info,     prove_canary, set_identifier, clear_identifier, request, record_request, bucket_path,
      verify_bucket, hash,         ask_evaluators, evaluate,         decide,
  };
  constexpr std::size_t kWithoutSession = 3;
  const auto which = static_cast<std::size_t>(method);
  if (which >= kWithoutSession && !g_session) {
    g_input.wipe();
    not_ready();
  } else {
    kMethods[which](static_cast<List>(list), number);
  }
  return address_of(g_reply.end());
}

EMSCRIPTEN_BINDINGS(selfcheck) {
  emscripten::function("input", &input);
  emscripten::function("word", &word);
  emscripten::function("call", &call);
}

}  // namespace
