#include "check/audit.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/messages.h"
#include "base/wording.h"
#include "selfcheck/anonymity.h"
#include "selfcheck/canary.h"
#include "selfcheck/evaluation.h"
#include "selfcheck/list_files.h"

namespace selfcheck::cli {
namespace {

std::string read_problem(ReadProblem problem, std::string_view file) {
  switch (problem) {
    case ReadProblem::missing:
      return fmt::format("{} is missing", file);
    case ReadProblem::too_large:
      return fmt::format("{} is too large", file);
    case ReadProblem::unreadable:
      break;
  }
  return fmt::format("{} can't be read", file);
}

}  // namespace

Audit::Audit(fs::path directory, AuditTrust trust, Timestamp now, AuditScope scope)
    : directory_(std::move(directory)), trust_(std::move(trust)), now_(now), scope_(scope) {}

void Audit::pass(std::string name, std::string detail) {
  findings_.push_back({std::move(name), Status::pass, std::move(detail)});
}
void Audit::warn(std::string name, std::string detail) {
  findings_.push_back({std::move(name), Status::warn, std::move(detail)});
}
void Audit::fail(std::string name, std::string detail) {
  findings_.push_back({std::move(name), Status::fail, std::move(detail)});
}
void Audit::skip(std::string name, std::string why) {
  findings_.push_back({std::move(name), Status::skip, std::move(why)});
}

bool Audit::passed() const {
  return std::none_of(findings_.begin(), findings_.end(), [](const Finding& f) { return f.status == Status::fail; });
}

const std::vector<Finding>& Audit::run() {
  if (const auto pointer = check_pointer()) {
    check_manifest(*pointer);
  } else {
    skip("manifest");
  }
  if (manifest_) {
    check_freshness();
    check_canary();
    if (manifest_->is_keyed()) {
      check_evaluation();
      check_pinned_evaluators();
    }
    check_buckets();
  } else {
    for (const char* name : {"freshness", "limits", "canary", "buckets", "root", "canary_in_buckets"}) skip(name);
  }
  if (scope_ == AuditScope::directory) {
    check_directory();
  } else {
    for (const char* name : {"times", "modes", "older_editions", "other_files"}) {
      skip(name, "only the list's own directory can tell");
    }
  }
  return findings_;
}

// Looks at what no reader sees, but a publisher should.
void Audit::check_directory() {
  if (manifest_) {
    check_times_and_modes();
  } else {
    skip("times");
    skip("modes");
  }
  try {
    std::error_code error;
    if (fs::is_directory(directory_, error)) others_ = other_editions(directory_, manifest(), manifest_name_);
    if (manifest_) {
      check_older_editions();
    } else {
      skip("older_editions");
    }
    check_other_files();
  } catch (const fs::filesystem_error&) {
    fail("other_files", "a directory can't be read");
  }
}

std::optional<VerifiedPointer> Audit::check_pointer() {
  const auto file = read_file(directory_ / kPointerFile, minisign::kMaxSignatureSize);
  if (!file) {
    fail("pointer", read_problem(file.error(), kPointerFile));
    return std::nullopt;
  }
  auto pointer = verify_pointer(trust_.pin, *file);
  if (!pointer) {
    fail("pointer", describe(pointer.error()));
    return std::nullopt;
  }
  signer_ = pointer->key;
  pass("pointer", fmt::format("signed by {}", minisign::format_public_key(pointer->key)));
  return *std::move(pointer);
}

void Audit::check_manifest(const VerifiedPointer& pointer) {
  manifest_name_ = manifest_file(pointer.manifest_hash);
  const auto file = read_file(directory_ / manifest_name_, kMaxManifestSize);
  if (!file) return fail("manifest", read_problem(file.error(), manifest_name_));

  auto parsed = parse_manifest(*file);
  if (trust_.key_only && parsed) {
    // The key is all that is asked for, so that any list of its owner will do. The signature is still to be verified.
    trust_.pin.list_id = parsed->list_id;
    trust_.pin.kind = parsed->kind;
    trust_.pin.min_sequence = parsed->sequence;
  }
  const auto verified = verify_manifest(trust_.pin, pointer, *file);
  if (!verified) return fail("manifest", describe(verified.error()));
  manifest_ = *std::move(parsed);
  pass("manifest", fmt::format("edition {} of \"{}\" by {}, {}{}", manifest_->sequence,
                               manifest_->texts_for("en").title, manifest_->texts_for("en").publisher,
                               counted(manifest_->entries, "entry", "entries"), manifest_->test ? ", TEST LIST" : ""));
}

void Audit::check_freshness() {
  const Manifest& m = *manifest_;
  constexpr Timestamp kNotice = 30 * kSecondsPerDay;
  const auto fresh = selfcheck::check_freshness(trust_.pin, m, now_);
  if (!fresh && fresh.error().code == ErrorCode::withdrawn) {
    // A withdrawal is what the publisher wants, and no date changes it.
    warn("freshness", "WITHDRAWN by the publisher: every check ends in \"could not tell\", as it should");
  } else if (!fresh) {
    fail("freshness", fmt::format("{}: every check ends in \"could not tell\"", describe(fresh.error())));
  } else if (m.valid_until - now_ < kNotice) {
    warn("freshness", fmt::format("checks stop on {}, {} from now: publish the next edition before",
                                  date(m.valid_until), duration(static_cast<double>(m.valid_until - now_))));
  } else {
    pass("freshness", fmt::format("{} to {}", date(m.published), date(m.valid_until)));
  }
  // parse_manifest has enforced the limits; this says what they came to.
  pass("limits", fmt::format("{} MiB and {}; a request is shared by {} numbers; {} of \"found\"s are coincidences",
                             m.argon2.mem_kib / 1024, counted(m.argon2.ops, "pass", "passes"),
                             grouped(anonymity_set(m.kind, m.bits)),
                             percent(coincidence_probability(m.kind, m.entries, m.values.p))));
}

void Audit::check_canary() {
  const Manifest& m = *manifest_;
  // For a keyed list this proves the evaluation, too, which check_evaluation() reports.
  const auto proven = prove_canary(m);
  if (!proven && proven.error().code != ErrorCode::evaluation_key) {
    const bool is_wrong = proven.error().code == ErrorCode::canary_hash;
    return fail("canary", is_wrong ? "its hash, computed here, is not the manifest's" : describe(proven.error()));
  }
  if (m.canary.text != canary_text(m.group_salt)) {
    return warn("canary", "hash recomputed; but its text is not the one that the group salt gives");
  }
  pass("canary", "hash recomputed");
}

// parse_manifest() has already refused a list whose key and shares are not elements; this looks at the proof.
void Audit::check_evaluation() {
  const voprf::EvaluationKey& key = *manifest_->evaluation;
  if (!verify_canary_evaluation(*manifest_)) {
    return fail("evaluation", "the canary's evaluation was not made with the list's key: its proof does not hold");
  }
  pass("evaluation", fmt::format("any {} of {}; the canary's evaluation is proven under their key", key.threshold(),
                                 counted(key.n, "evaluator", "evaluators")));
}

void Audit::check_pinned_evaluators() {
  if (trust_.key_only) return skip("evaluators", "needs a pin: it names them");
  const voprf::EvaluationKey& key = *manifest_->evaluation;
  const auto& pinned = trust_.pin.evaluators;
  if (!check_evaluators(key, pinned)) {
    return fail("evaluators", fmt::format("the pin names {}, and the list needs {} of the numbers 1 to {}: every check "
                                          "ends in \"could not tell\"",
                                          counted(pinned.size(), "evaluator", "evaluators"), key.threshold(), key.n));
  }
  const std::string named = fmt::format("the pin names {} of {}", pinned.size(), key.n);
  if (pinned.size() < key.n) return warn("evaluators", named + ": fewer of them may be down than could be");
  pass("evaluators", named);
}

}  // namespace selfcheck::cli
