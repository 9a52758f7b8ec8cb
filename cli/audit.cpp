#include "audit.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <map>

#include "list_names.h"
#include "messages.h"
#include "progress.h"
#include "redact.h"
#include "selfcheck/anonymity.h"
#include "selfcheck/bucket_builder.h"
#include "selfcheck/elias_fano.h"
#include "selfcheck/list_files.h"
#include "selfcheck/merkle.h"
#include "stop_signals.h"
#include "wording.h"

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

bool is_about_freshness(ErrorCode code) {
  return code == ErrorCode::sequence_too_low || code == ErrorCode::withdrawn || code == ErrorCode::expired ||
         code == ErrorCode::not_yet_published;
}

std::optional<Timestamp> modification_time(const fs::path& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return std::nullopt;
  return status.st_mtim.tv_sec;
}

// Names for a message: the first few, redacted.
std::string some_names(const std::vector<fs::path>& paths) {
  constexpr std::size_t kShown = 5;
  std::string text;
  for (std::size_t i = 0; i < std::min(paths.size(), kShown); ++i) text += (i == 0 ? "" : ", ") + shown_path(paths[i]);
  if (paths.size() > kShown) text += fmt::format(" and {} more", paths.size() - kShown);
  return text;
}

}  // namespace

struct Audit::Buckets {
  std::vector<Digest> leaves;
  // How many files fell to each check, and the first of them: they are checked in this order.
  std::uint64_t missing = 0, wrong_length = 0, wrong_proof = 0, wrong_encoding = 0, without_canary = 0;
  std::string first_missing, first_length, first_proof, first_encoding, first_canary;

  static void count(std::uint64_t& counter, std::string& first, std::uint32_t index) {
    if (counter++ == 0) first = bucket_file(index);
  }
  [[nodiscard]] bool all_read() const { return missing == 0 && wrong_length == 0; }
};

Audit::Audit(fs::path directory, AuditTrust trust, Timestamp now)
    : directory_(std::move(directory)), trust_(std::move(trust)), now_(now) {}

void Audit::pass(std::string name, std::string detail) {
  findings_.push_back({std::move(name), Status::pass, std::move(detail)});
}
void Audit::warn(std::string name, std::string detail) {
  findings_.push_back({std::move(name), Status::warn, std::move(detail)});
}
void Audit::fail(std::string name, std::string detail) {
  findings_.push_back({std::move(name), Status::fail, std::move(detail)});
}
void Audit::skip(std::string name) { findings_.push_back({std::move(name), Status::skip, "needs what failed above"}); }

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
    check_buckets();
    check_times();
  } else {
    for (const char* name : {"freshness", "limits", "canary", "buckets", "root", "canary_in_buckets", "times"})
      skip(name);
  }
  check_other_files();
  return findings_;
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
  pass("pointer", fmt::format("signed by {}", minisign::format_public_key(pointer->key)));
  return *std::move(pointer);
}

void Audit::check_manifest(const VerifiedPointer& pointer) {
  manifest_name_ = manifest_file(pointer.manifest_hash);
  const auto file = read_file(directory_ / manifest_name_, kMaxManifestSize);
  if (!file) return fail("manifest", read_problem(file.error(), manifest_name_));

  auto parsed = parse_manifest(*file);
  if (trust_.key_only && parsed) {
    // Whatever list it is: the key is all that is asked for. The signature is still to be verified.
    trust_.pin.list_id = parsed->list_id;
    trust_.pin.kind = parsed->kind;
    trust_.pin.min_sequence = parsed->sequence;
  }
  // Freshness comes last among verify_manifest's checks and has a finding of its own.
  const auto verified = verify_manifest(trust_.pin, pointer, *file, now_);
  if (!verified && !is_about_freshness(verified.error().code)) return fail("manifest", describe(verified.error()));
  manifest_ = *std::move(parsed);
  pass("manifest", fmt::format("edition {} of \"{}\" by {}, {}{}", manifest_->sequence,
                               manifest_->texts_for("en").title, manifest_->texts_for("en").publisher,
                               counted(manifest_->entries, "entry", "entries"), manifest_->test ? ", TEST LIST" : ""));
}

void Audit::check_freshness() {
  const Manifest& m = *manifest_;
  if (const auto fresh = selfcheck::check_freshness(trust_.pin, m, now_); !fresh) {
    fail("freshness", fmt::format("{}: every check ends in \"could not tell\"", describe(fresh.error())));
  } else {
    pass("freshness", fmt::format("{} to {}", date(m.published), date(m.valid_until)));
  }
  // parse_manifest enforces the limits; this says what they came to.
  pass("limits", fmt::format("{} MiB and {}; a request is shared by {} numbers; {} of \"found\"s are coincidences",
                             m.argon2.mem_kib / 1024, counted(m.argon2.ops, "pass", "passes"),
                             grouped(anonymity_set(m.kind, m.bits)),
                             percent(coincidence_probability(m.kind, m.entries, m.values.p))));
}

void Audit::check_canary() {
  const Manifest& m = *manifest_;
  const auto hash = slow_hash(as_bytes(m.canary.text), m.group_salt, m.argon2);
  if (!hash) return fail("canary", describe(hash.error()));
  if (!std::equal(m.canary.hash.begin(), m.canary.hash.end(), hash->span().begin())) {
    return fail("canary", "its hash, computed here, is not the manifest's");
  }
  if (m.canary.text != canary_text(m.group_salt)) {
    return warn("canary", "hash recomputed; but its text is not the one that the group salt gives");
  }
  pass("canary", "hash recomputed");
}

void Audit::read_bucket(std::uint32_t index, std::uint64_t canary_value, Buckets& buckets) {
  const Manifest& m = *manifest_;
  const auto file = read_file(directory_ / bucket_directory(m.root) / bucket_file(index), m.bucket_file_size());
  if (!file) {
    return file.error() == ReadProblem::too_large ? Buckets::count(buckets.wrong_length, buckets.first_length, index)
                                                  : Buckets::count(buckets.missing, buckets.first_missing, index);
  }
  const auto values = verify_bucket(m, index, *file);
  if (!values && values.error().code == ErrorCode::bucket_length) {
    return Buckets::count(buckets.wrong_length, buckets.first_length, index);
  }
  buckets.leaves.push_back(merkle::leaf(ByteSpan(*file).first(elias_fano::encoded_size(m.values))));
  if (!values && values.error().code == ErrorCode::bucket_proof) {
    return Buckets::count(buckets.wrong_proof, buckets.first_proof, index);
  }
  if (!values) return Buckets::count(buckets.wrong_encoding, buckets.first_encoding, index);
  if (!std::binary_search(values->begin(), values->end(), canary_value)) {
    Buckets::count(buckets.without_canary, buckets.first_canary, index);
  }
}

void Audit::check_buckets() {
  const Manifest& m = *manifest_;
  // By the hash that the manifest states: whether that is right is the check above.
  SlowHash canary;
  std::copy(m.canary.hash.begin(), m.canary.hash.end(), canary.mutable_span().begin());
  const std::uint64_t canary_value = stored_value(tag(canary, m.list_id, m.nonce), m.values);

  Buckets buckets;
  Progress progress("verifying", m.bucket_count());
  for (std::uint32_t i = 0; i < m.bucket_count(); ++i) {
    throw_if_stopped();
    read_bucket(i, canary_value, buckets);
    progress.update(i);
  }
  report_buckets(buckets);
}

void Audit::report_buckets(const Buckets& b) {
  const Manifest& m = *manifest_;
  const auto report = [this](std::string name, std::uint64_t count, std::string_view what, const std::string& first) {
    if (count != 0) fail(std::move(name), fmt::format("{} {}, {} first", counted(count, "file", "files"), what, first));
  };
  report("buckets", b.missing, "missing or unreadable", b.first_missing);
  report("buckets", b.wrong_length, "of the wrong length", b.first_length);
  report("buckets", b.wrong_proof, "with a wrong proof or content", b.first_proof);
  report("buckets", b.wrong_encoding, "wrongly encoded", b.first_encoding);
  if (b.all_read() && b.wrong_proof == 0 && b.wrong_encoding == 0) {
    pass("buckets", fmt::format("{} of {} each, all proven", counted(m.bucket_count(), "file", "files"),
                                byte_size(m.bucket_file_size())));
  }

  if (!b.all_read()) {
    skip("root");
  } else if (merkle::Tree(b.leaves).root() != m.root) {
    fail("root", "the root of all buckets is not the manifest's");
  } else {
    pass("root", "recomputed from all buckets");
  }

  report("canary_in_buckets", b.without_canary, "without the canary", b.first_canary);
  if (b.without_canary == 0) {
    if (b.all_read() && b.wrong_proof == 0 && b.wrong_encoding == 0) {
      pass("canary_in_buckets", "in every bucket");
    } else {
      skip("canary_in_buckets");
    }
  }
}

void Audit::check_times() {
  const Manifest& m = *manifest_;
  std::uint64_t others = 0;
  const auto look = [&](const fs::path& path) {
    if (const auto time = modification_time(path)) others += *time != m.published ? 1 : 0;
  };
  look(directory_ / kPointerFile);
  look(directory_ / manifest_name_);
  for (std::uint32_t i = 0; i < m.bucket_count(); ++i) look(directory_ / bucket_directory(m.root) / bucket_file(i));
  if (others == 0) return pass("times", "every file has the edition's date");
  warn("times", fmt::format("{} another date than the edition: ETag and Last-Modified may tell them apart. "
                            "Copy with times (rsync -t, cp -p)",
                            counted(others, "file has", "files have")));
}

void Audit::check_other_files() {
  std::vector<fs::path> foreign;
  std::uint64_t old_editions = 0, unfinished = 0;
  std::error_code error;
  const auto look = [&](const fs::path& directory, const auto& is_known) {
    for (fs::directory_iterator it(directory, error), end; !error && it != end; it.increment(error)) {
      if (!is_known(it->path().filename().native())) foreign.push_back(it->path().lexically_relative(directory_));
    }
  };
  look(directory_, [&](const std::string& name) {
    if (is_manifest_name(name)) old_editions += name != manifest_name_ ? 1 : 0;
    if (is_build_directory_name(name)) ++unfinished;
    return name == kPointerFile || name == "buckets" || is_manifest_name(name) || is_build_directory_name(name);
  });
  if (fs::is_directory(directory_ / "buckets", error)) look(directory_ / "buckets", is_root_name);
  if (manifest_ && fs::is_directory(directory_ / bucket_directory(manifest_->root), error)) {
    const Manifest& m = *manifest_;
    look(directory_ / bucket_directory(m.root), [&](const std::string& name) {
      // Among 2^bits names, in the order of their indices: names sort like the numbers they write.
      for (std::uint64_t low = 0, high = m.bucket_count(); low < high;) {
        const std::uint64_t middle = (low + high) / 2;
        const std::string there = bucket_file(static_cast<std::uint32_t>(middle));
        if (there == name) return true;
        if (there < name) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return false;
    });
  }

  // Whatever lies in the directory is published with it: the input, say, or a secret key.
  if (!foreign.empty()) {
    fail("other_files", fmt::format("{} not part of the list and would be published with it: {}",
                                    counted(foreign.size(), "file is", "files are"), some_names(foreign)));
  } else if (unfinished != 0) {
    warn("other_files", "a build was interrupted, or is at work: do not publish .build-* directories");
  } else if (old_editions != 0) {
    pass("other_files", fmt::format("none but {}", counted(old_editions, "older edition", "older editions")));
  } else {
    pass("other_files", "none");
  }
}

}  // namespace selfcheck::cli
