#include "job/new_manifest.h"

#include <fmt/format.h>

#include "base/failure.h"
#include "edition/list_key.h"
#include "edition/publication_date.h"
#include "list/texts_file.h"
#include "selfcheck/canary.h"
#include "selfcheck/voprf/group.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

template <std::size_t N>
ByteArray<N> random_bytes() {
  ByteArray<N> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

ListId list_id(const ListOptions& options, const std::optional<Manifest>& present, const Manifest* base) {
  if (!present) {
    // With a random list id it could not be published as the list's next edition, and that would show only when
    // everything is hashed.
    if (base != nullptr && !options.list_id) {
      throw Failure(ExitCode::usage, "nothing tells which list this is an edition of",
                    fmt::format("with --base, build takes that list's --out, and job prepare its --list and "
                                "--public-key; or --list-id, which was {} in the job in --base",
                                to_hex(base->list_id)));
    }
    return options.list_id.value_or(random_bytes<16>());
  }
  if (options.list_id && *options.list_id != present->list_id) {
    throw Failure(ExitCode::rejected, "the directory holds a list with another --list-id");
  }
  return present->list_id;
}

std::vector<ListTexts> texts(const ListOptions& options, const std::optional<Manifest>& present) {
  if (!options.texts.empty()) return read_texts_file(options.texts);
  const ListTexts& english = options.english;
  if (!english.title.empty() && !english.publisher.empty()) return {english};
  const bool none_given =
      english.title.empty() && english.publisher.empty() && english.about.empty() && english.link.empty();
  if (present && none_given) return present->texts;
  throw Failure(ExitCode::usage, "a list needs a title and a publisher that people will see",
                "--title TEXT --publisher TEXT, or --texts FILE for several languages");
}

void check_argon2(Argon2Params params, bool test) {
  const std::uint64_t work = std::uint64_t{params.ops} * params.mem_kib;
  if (work > kMaxArgon2Work) {
    throw Failure(
        ExitCode::rejected,
        fmt::format("--mem times --ops is more than the {} MiB-passes that clients accept", kMaxArgon2Work / 1024));
  }
  if (work < kMinArgon2Work && !test) {
    throw Failure(ExitCode::rejected,
                  fmt::format("--mem times --ops is less than {} MiB-passes: such a list is too cheap to open",
                              kMinArgon2Work / 1024),
                  "only a list marked with --test may be");
  }
}

GroupSalt group_salt(const ListOptions& options, const Manifest* base) {
  if (base == nullptr) {
    if (options.group_salt) {
      print_warning(
          "lists that share a group salt are opened together: whoever pays to try all numbers pays once for them all");
    }
    return options.group_salt.value_or(random_bytes<16>());
  }
  if (options.group_salt && *options.group_salt != base->group_salt) {
    throw Failure(ExitCode::rejected, "--group-salt differs from that of the job in --base",
                  "slow hashes are worth something under their own salt only: leave one of the two out");
  }
  print_warning(
      "with --base the group salt stays: whoever pays to try all numbers on one edition pays once for them all");
  return base->group_salt;
}

void fail_unless_as_base(const Manifest& manifest, const Manifest& base) {
  if (base.kind != manifest.kind) {
    throw Failure(ExitCode::rejected, fmt::format("the job in --base is of kind {}", kind_traits(base.kind).name));
  }
  if (base.argon2 != manifest.argon2) {
    throw Failure(ExitCode::rejected, "the job in --base has another --mem or --ops",
                  fmt::format("--mem {} --ops {} are the base's; others need every hash again, without --base",
                              base.argon2.mem_kib / 1024, base.argon2.ops));
  }
}

// Validates all of a manifest but the layout, before any number is read: the values that depend on the numbers are
// replaced by some that every rule accepts.
void fail_unless_valid(Manifest manifest) {
  manifest.k = manifest.entries = 1;
  manifest.bits = 0;
  manifest.values = {.count = 2, .p = kMinP};
  if (const auto valid = validate(manifest); !valid) throw Failure::from(valid.error());
}

}  // namespace

Manifest new_manifest(Kind kind, const ListOptions& options, const PresentEdition& present_edition,
                      const Manifest* base, Timestamp now) {
  const std::optional<Manifest>& present = present_edition.manifest;
  check_argon2(options.argon2, options.test);
  if (present && present->kind != kind) {
    throw Failure(ExitCode::rejected,
                  fmt::format("the directory holds a list of kind {}", kind_traits(present->kind).name),
                  "an edition has the kind of those before it; another kind is another list");
  }

  Manifest manifest;
  manifest.kind = kind;
  manifest.sequence = present_edition.choose_sequence(options.sequence);
  manifest.published = options.published.value_or(now);
  manifest.valid_until = options.valid_until.value_or(manifest.published + options.valid_days * kSecondsPerDay);
  fail_unless_end_fits(manifest);
  manifest.withdrawn = options.withdrawn;
  manifest.test = options.test;
  manifest.argon2 = options.argon2;
  if (base != nullptr) fail_unless_as_base(manifest, *base);
  manifest.list_id = list_id(options, present, base);
  manifest.group_salt = group_salt(options, base);
  manifest.nonce = options.nonce.value_or(random_bytes<16>());
  manifest.k = options.layout.k;
  manifest.canary.text = canary_text(manifest.group_salt);
  if (!options.evaluation.empty()) {
    manifest.evaluation = read_evaluation_file(options.evaluation);
    manifest.canary.evaluation = voprf::generator();  // stands in until assemble, as JobPlan::manifest says
  }
  manifest.texts = texts(options, present);
  fail_unless_valid(manifest);
  return manifest;
}

}  // namespace selfcheck::cli
