#include "job/new_manifest.h"

#include <fmt/format.h>

#include "base/clock.h"
#include "base/failure.h"
#include "list/edition_changes.h"
#include "list/texts_file.h"
#include "selfcheck/canary.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

template <std::size_t N>
ByteArray<N> random_bytes() {
  ByteArray<N> bytes{};
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

ListId list_id(const BuildOptions& options, const std::optional<Manifest>& present) {
  if (!present) return options.list_id.value_or(random_bytes<16>());
  if (options.list_id && *options.list_id != present->list_id) {
    throw Failure(ExitCode::rejected, "the directory holds a list with another --list-id");
  }
  return present->list_id;
}

std::vector<ListTexts> texts(const BuildOptions& options, const std::optional<Manifest>& present) {
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

}  // namespace

Manifest new_manifest(const BuildOptions& options, const PresentEdition& present_edition) {
  const std::optional<Manifest>& present = present_edition.manifest;
  check_argon2(options.argon2, options.test);
  if (present && present->kind != options.kind) {
    throw Failure(ExitCode::rejected,
                  fmt::format("the directory holds a list of kind {}", kind_traits(present->kind).name),
                  "an edition has the kind of those before it; another kind is another list");
  }

  Manifest manifest;
  manifest.list_id = list_id(options, present);
  manifest.kind = options.kind;
  manifest.sequence = present_edition.choose_sequence(options.sequence);
  manifest.published = options.published.value_or(system_time());
  manifest.valid_until = options.valid_until.value_or(manifest.published + options.valid_days * kSecondsPerDay);
  manifest.withdrawn = options.withdrawn;
  manifest.test = options.test;
  manifest.group_salt = options.group_salt.value_or(random_bytes<16>());
  manifest.argon2 = options.argon2;
  manifest.nonce = options.nonce.value_or(random_bytes<16>());
  manifest.k = options.layout.k;
  manifest.canary.text = canary_text(manifest.group_salt);
  manifest.texts = texts(options, present);

  warn_of_future_date(manifest.published, system_time());
  if (options.group_salt) {
    print_warning(
        "lists that share a group salt are opened together: whoever pays to try all numbers pays once for them all");
  }
  if (options.nonce && present && present->nonce == *options.nonce && present->group_salt == manifest.group_salt) {
    print_warning("this edition has the salt and nonce of the last: the two can be compared entry by entry");
  }
  return manifest;
}

}  // namespace selfcheck::cli
