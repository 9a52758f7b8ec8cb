// The native side of the comparison with the engine. It reads requests from standard input: four bytes of length,
// little-endian, one byte that says what to do, and an input of the fuzz target with that job. For each it writes a
// line of JSON: `files`, which are the bytes that a client was given, in base64, and `result`, which is what came of
// them. run.mjs hands the engine the same bytes.
#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "input.h"
#include "selfcheck/bucket_builder.h"
#include "selfcheck/canary.h"
#include "selfcheck/check_session.h"
#include "selfcheck/list_files.h"
#include "selfcheck/merkle.h"
#include "test_list.h"

using namespace selfcheck;
using Json = nlohmann::ordered_json;

namespace {

constexpr CheckSession::ListHandle kList = 0;

std::string base64(std::string_view text) { return to_base64(as_bytes(text)); }

Json status(const Error& error = {}) {
  return {{"ok", error.code == ErrorCode::none},
          {"code", error_name(error.code)},
          {"place", error.place},
          {"number", error.number}};
}
template <typename T>
Json status(const Result<T>& result) {
  return status(result ? Error{} : result.error());
}

// The jobs. Each returns the files and the result.

Json normalized(fuzz::Input& input) {
  const Kind kind = kKinds[input.below(2)];
  const std::string typed(as_text(input.rest()));
  return {{"files", {{"typed", base64(typed)}}},
          {"kind", kind_traits(kind).name},
          {"result", status(normalize(kind, typed))}};
}

Json pins(fuzz::Input& input) {
  const std::string file(as_text(input.rest()));
  const auto parsed = parse_pins(as_bytes(file));
  Json result = status(parsed);
  if (parsed) {
    result["pins"] = Json::array();
    for (const Pin& pin : *parsed) {
      std::string evaluators;
      for (const PinnedEvaluator& one : pin.evaluators) evaluators += ' ' + std::to_string(one.index) + one.url;
      result["pins"].push_back(
          {{"id", pin.id}, {"url", pin.url}, {"kind", kind_traits(pin.kind).name}, {"evaluators", evaluators}});
    }
  }
  return {{"files", {{"pins", base64(file)}}}, {"result", result}};
}

const test::TestList& static_list() {
  static const test::TestList kStatic(6, 1);
  return kStatic;
}

Json pointer(fuzz::Input& input) {
  // As in the target of this name, the input is a file or says what is done to the publisher's.
  const Bytes file = input.byte() % 3 == 1 ? fuzz::edited(as_bytes(static_list().pointer_file), input) : [&] {
    const ByteSpan rest = input.rest();
    return Bytes(rest.begin(), rest.end());
  }();
  CheckSession session{ByteArray<32>{}};
  session.add_list(static_list().pin);
  const auto opened = session.open_pointer(kList, file);
  Json result = status(opened);
  if (opened) result["manifestFile"] = *opened;
  return {{"files", {{"pins", base64(write_pins({static_list().pin}))}, {"pointer", to_base64(file)}}},
          {"result", result}};
}

Json list_info(const CheckSession& session) {
  const auto found = session.described(kList);
  if (!found) return status(found);
  const Manifest& m = **found;
  const ListTexts& texts = m.texts_for("hi");
  Json info = status();
  info.update({{"sequence", m.sequence},
               {"published", m.published},
               {"validUntil", m.valid_until},
               {"test", m.test},
               {"entries", m.entries},
               {"bits", m.bits},
               {"bucketFileSize", m.bucket_file_size()},
               {"anonymitySet", anonymity_set(m.kind, m.bits)},
               {"memKib", m.argon2.mem_kib},
               {"ops", m.argon2.ops},
               {"groupSalt", to_hex(m.group_salt)},
               {"evaluationGroup", session.evaluation_group(kList).value_or("")},
               {"threshold", m.is_keyed() ? m.evaluation->threshold() : 0U},
               {"language", texts.language},
               {"title", texts.title},
               {"publisher", texts.publisher},
               {"about", texts.about},
               {"link", texts.link}});
  return info;
}

// A list that opens as far as its manifest lets it: signed, and pinned as what it says that it is.
struct Opened {
  Pin pin = static_list().pin;
  std::string pointer_file;
  CheckSession session{ByteArray<32>{}};
  Timestamp now = test::kNow;
  Json pointer, manifest;

  explicit Opened(const std::string& manifest_file) {
    if (const auto parsed = parse_manifest(as_bytes(manifest_file))) {
      pin.list_id = parsed->list_id;
      pin.kind = parsed->kind;
      now = parsed->published + 1;
      for (std::uint32_t i = 1; parsed->is_keyed() && i <= parsed->evaluation->n; ++i) {
        pin.evaluators.push_back({i, "https://" + std::to_string(i) + ".example/"});
      }
    }
    static const minisign::SecretKey kKey = test::secret_key(1);
    const Digest hash = manifest_hash(as_bytes(manifest_file));
    pointer_file = minisign::format_signature(kKey.sign(as_bytes(manifest_file), pointer_comment(hash)), "a test's");
    session.add_list(pin);
    pointer = status(session.open_pointer(kList, as_bytes(pointer_file)));
    manifest = status(session.open_manifest(kList, as_bytes(manifest_file), now));
  }
  [[nodiscard]] Json files(const std::string& manifest_file) const {
    return {
        {"pins", base64(write_pins({pin}))}, {"pointer", base64(pointer_file)}, {"manifest", base64(manifest_file)}};
  }
};

Json manifest(fuzz::Input& input) {
  const std::string file(as_text(input.rest()));
  const Opened opened(file);
  return {
      {"files", opened.files(file)},
      {"now", opened.now},
      {"result", {{"pointer", opened.pointer}, {"manifest", opened.manifest}, {"info", list_info(opened.session)}}}};
}

Json bucket(fuzz::Input& input) {
  // A list of one or two buckets, of which the publisher has signed whatever the input made of the first one's body.
  Manifest m = static_list().manifest;
  m.bits = input.below(2);
  m.values = {2 + input.below(24), kMinP + input.below(kMaxP - kMinP + 1)};
  m.entries = m.bits == 0 ? 1 : 2;
  std::vector<std::uint64_t> tags(input.below(m.values.count - 1));
  for (std::uint64_t& tag : tags) tag = input.number(8);
  Bytes body = build_bucket(m, 0, tags, DummySeed{}).value();
  if (const Bytes other = fuzz::edited(body, input); other.size() == body.size()) body = other;
  std::vector<Digest> leaves{merkle::leaf(body)};
  if (m.bits == 1) leaves.push_back(merkle::leaf({}));
  const merkle::Tree tree(leaves);
  m.root = tree.root();
  const Bytes proof = tree.proof(0);
  body.insert(body.end(), proof.begin(), proof.end());
  const Bytes file = input.below(4) == 0 ? fuzz::edited(body, input) : body;

  const std::string manifest_file = write_manifest(m);
  const Opened opened(manifest_file);
  Json files = opened.files(manifest_file);
  files["bucket"] = to_base64(file);
  return {
      {"files", files},
      {"now", opened.now},
      {"result", {{"manifest", opened.manifest}, {"bucket", status(opened.session.verify_bucket(kList, 0, file))}}}};
}

// A check of a number, up to what the input changes: a bucket of a static list, or the answers of a keyed list's
// evaluators.
struct Check {
  const test::TestList& list;
  std::string typed;
  CheckSession session{ByteArray<32>{}};

  Check(const test::TestList& of, unsigned number) : list(of), typed(test::mobile(number)) {
    session.add_list(list.pin);
    require(session.open_pointer(kList, as_bytes(list.pointer_file)).has_value());
    require(session.open_manifest(kList, as_bytes(list.manifest_file), test::kNow).has_value());
    require(session.prove_canary(kList).has_value());
    begin();
  }
  void begin() {
    require(session.set_identifier(Kind::mobile, typed).has_value());
    require(session.hash(kList).has_value());
  }
  [[nodiscard]] Json files() const {
    return {{"pins", base64(write_pins({list.pin}))},
            {"pointer", base64(list.pointer_file)},
            {"manifest", base64(list.manifest_file)},
            {"typed", base64(typed)}};
  }
  [[nodiscard]] const Bytes& honest_bucket() const {
    return list.bucket_files[session.request(kList, test::kNow)->index];
  }
  [[nodiscard]] Json decide(ByteSpan file) const {
    const Verdict verdict = session.decide(kList, file, test::kNow);
    Json said = status(verdict.reason);
    said["outcome"] = outcome_name(verdict.outcome);
    said["coincidence"] = static_cast<std::uint64_t>(std::ldexp(verdict.coincidence, 53));
    return said;
  }
};

Json decided(fuzz::Input& input) {
  static const Check kMember(static_list(), 2), kOther(static_list(), 100);
  const Check& check = input.below(2) == 0 ? kMember : kOther;
  const Bytes file = fuzz::edited(check.honest_bucket(), input);
  Json files = check.files();
  files["bucket"] = to_base64(file);
  return {{"files", files}, {"now", test::kNow}, {"result", {{"verdict", check.decide(file)}}}};
}

Json evaluated(fuzz::Input& input) {
  static const test::TestEvaluators kEvaluators(2, 3);
  static const test::TestList kKeyed(3, 1, {.evaluators = &kEvaluators});
  static Check member(kKeyed, 1), other(kKeyed, 100);
  Check& check = input.below(2) == 0 ? member : other;
  const auto uniform = test::uniform("u");
  const auto asked = check.session.ask_evaluators(kList, uniform, test::kNow).value();
  std::string questions;
  for (const auto& question : asked.questions) questions += to_hex(question.body);

  // What the engine takes: u, B, and for each answer its index, status, seconds to wait, length and 112 bytes.
  Bytes given(uniform.begin(), uniform.end());
  given.insert(given.end(), asked.blinded.begin(), asked.blinded.end());
  std::vector<Bytes> bodies(input.below(5));
  std::vector<EvaluatorAnswer> answers;
  for (Bytes& body : bodies) {
    constexpr std::uint32_t kStatuses[] = {200, 200, 200, 200, 429, 503, 404, 500};
    EvaluatorAnswer answer;
    answer.index = input.below(8) == 0 ? input.byte() : 1 + input.below(3);
    answer.status = kStatuses[input.below(std::size(kStatuses))];
    answer.retry_after = static_cast<std::uint32_t>(input.number(2));
    const EvaluationAnswer honest = kEvaluators.answer(1 + (answer.index + 2) % 3, asked.blinded);
    body = input.below(4) == 0 ? fuzz::edited(honest, input) : Bytes(honest.begin(), honest.end());
    // The page gives at most one byte more than a good answer has.
    body.resize(std::min(body.size(), honest.size() + 1));
    answer.body = body;
    answers.push_back(answer);
    for (const std::uint32_t value : {answer.index, answer.status & 255, answer.status >> 8, answer.retry_after & 255,
                                      answer.retry_after >> 8, static_cast<std::uint32_t>(body.size())}) {
      given.push_back(static_cast<std::uint8_t>(value));
    }
    given.insert(given.end(), body.begin(), body.begin() + std::min<std::ptrdiff_t>(std::ssize(body), 112));
    given.resize(given.size() + (body.size() < 112 ? 112 - body.size() : 0));
  }
  const auto done = check.session.evaluate(kList, uniform, asked.blinded, answers);
  Json files = check.files();
  files.update(
      {{"uniform", to_base64(uniform)}, {"answers", to_base64(given)}, {"bucket", to_base64(check.honest_bucket())}});
  const Json result{
      {"questions", questions}, {"evaluated", status(done)}, {"verdict", check.decide(check.honest_bucket())}};
  check.begin();  // It forgets the evaluation.
  return {{"files", files}, {"now", test::kNow}, {"result", result}};
}

std::optional<Bytes> next_request() {
  ByteArray<4> head{};
  if (std::fread(head.data(), 1, head.size(), stdin) != head.size()) return std::nullopt;
  Bytes request(fuzz::Input(head.data(), head.size()).number(4));
  if (std::fread(request.data(), 1, request.size(), stdin) != request.size()) return std::nullopt;
  return request;
}

}  // namespace

int main() {
  using Job = Json (*)(fuzz::Input&);
  // In the order of run.mjs.
  constexpr Job kJobs[] = {normalized, pins, pointer, manifest, bucket, decided, evaluated};
  if (sodium_init() < 0) return 1;
  while (const auto request = next_request()) {
    fuzz::Input input(request->data(), request->size());
    const Job job = kJobs[input.below(std::size(kJobs))];
    std::puts(job(input).dump().c_str());
    std::fflush(stdout);
  }
  return 0;
}
