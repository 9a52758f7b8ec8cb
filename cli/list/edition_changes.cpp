#include "list/edition_changes.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/failure.h"
#include "base/redact.h"
#include "base/wording.h"
#include "selfcheck/anonymity.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

// A withdrawn edition may have any number of entries, since it gives no verdicts whatever is in it.
bool has_shrunk(const Manifest& present, const Manifest& next) {
  return !present.withdrawn && !next.withdrawn && next.entries * 10 < present.entries * 9;
}

std::uint64_t work(const Argon2Params& params) { return std::uint64_t{params.ops} * params.mem_kib; }

std::string hash_cost(const Manifest& manifest) {
  return fmt::format("{} MiB, {}", manifest.argon2.mem_kib / 1024, counted(manifest.argon2.ops, "pass", "passes"));
}

std::string buckets(const Manifest& manifest) {
  return fmt::format("{}, a request shared by {} numbers", counted(manifest.bucket_count(), "bucket", "buckets"),
                     grouped(anonymity_set(manifest.kind, manifest.bits)));
}

std::string coincidences(const Manifest& manifest) {
  return fmt::format("{} bits, {} of \"found\"s", manifest.values.p,
                     percent(coincidence_probability(manifest.kind, manifest.entries, manifest.values.p)));
}

std::string quoted(const std::string& text) { return fmt::format("\"{}\"", redact(text)); }

const ListTexts* texts_in(const Manifest& manifest, const std::string& language) {
  const auto texts = std::find_if(manifest.texts.begin(), manifest.texts.end(),
                                  [&](const ListTexts& t) { return t.language == language; });
  return texts == manifest.texts.end() ? nullptr : &*texts;
}

class Changes {
 public:
  void add(std::string name, std::string from, std::string to, std::string_view flag = {}, bool meant = true) {
    if (from != to) all.push_back({std::move(name), std::move(from), std::move(to), flag, meant});
  }
  std::vector<EditionChange> all;
};

std::string scheme(const Manifest& manifest) {
  return manifest.is_keyed()
             ? fmt::format("keyed, {} of {} evaluators", manifest.evaluation->threshold(), manifest.evaluation->n)
             : "static: a copy is enough to try all numbers";
}

// Returns the first digits of an element, enough to tell one from another.
std::string beginning(const voprf::Element& element) { return to_hex(element).substr(0, 16) + "..."; }

void compare_keys(const Manifest& present, const Manifest& next, const ChangesMeant& meant, Changes& changes) {
  // This holds for a withdrawn edition, too: whoever copies it opens it.
  const bool unkeyed = present.is_keyed() && !next.is_keyed();
  changes.add("scheme", scheme(present), scheme(next), unkeyed ? "--static" : "", !unkeyed || meant.unkeyed);
  if (!present.is_keyed() || !next.is_keyed()) return;
  const voprf::EvaluationKey &before = *present.evaluation, &after = *next.evaluation;
  changes.add("evaluation_key", beginning(before.public_key()), beginning(after.public_key()));
  if (have_same_key(present, next) && before != after) {
    changes.add("shares", beginning(before.commitments.back()), beginning(after.commitments.back()));
  }
}

void compare_texts(const Manifest& present, const Manifest& next, Changes& changes) {
  for (const ListTexts& old : present.texts) {
    const ListTexts* now = texts_in(next, old.language);
    if (now == nullptr) {
      changes.add("texts." + old.language, quoted(old.title), "none");
      continue;
    }
    const std::string place = "." + old.language;
    changes.add("title" + place, quoted(old.title), quoted(now->title));
    changes.add("publisher" + place, quoted(old.publisher), quoted(now->publisher));
    changes.add("link" + place, quoted(old.link), quoted(now->link));
    if (old.about != now->about) changes.add("about" + place, "the present text", "another text");
  }
  for (const ListTexts& now : next.texts) {
    if (texts_in(present, now.language) == nullptr) changes.add("texts." + now.language, "none", quoted(now.title));
  }
}

}  // namespace

bool have_same_key(const Manifest& present, const Manifest& next) {
  return present.is_keyed() == next.is_keyed() &&
         (!next.is_keyed() || present.evaluation->public_key() == next.evaluation->public_key());
}

bool has_same_buckets(const Manifest& present, const Manifest& next) {
  return next.root == present.root && next.group_salt == present.group_salt && next.nonce == present.nonce;
}

std::vector<EditionChange> edition_changes(const Manifest& present, const Manifest& next, const ChangesMeant& meant) {
  Changes changes;
  const bool shrunk = has_shrunk(present, next);
  changes.add("entries", grouped(present.entries), grouped(next.entries), shrunk ? "--allow-shrink" : "",
              !shrunk || meant.shrink);
  const auto kind_of_list = [](const Manifest& m) { return m.test ? "a test list" : "a real list"; };
  changes.add("test", kind_of_list(present), kind_of_list(next), "--change-test", meant.test);
  const bool reinstated = present.withdrawn && !next.withdrawn;
  const auto standing = [](const Manifest& m) { return m.withdrawn ? "withdrawn" : "in use"; };
  changes.add("withdrawn", standing(present), standing(next), reinstated ? "--reinstate" : "",
              !reinstated || meant.reinstate);
  compare_keys(present, next, meant, changes);
  // A newly keyed list may have a cheaper hash, since its key keeps anybody from trying all numbers at all.
  const bool newly_keyed = next.is_keyed() && !present.is_keyed();
  const bool cheaper = work(next.argon2) < work(present.argon2) && !newly_keyed;
  changes.add("hash", hash_cost(present), hash_cost(next), cheaper ? "--allow-cheaper" : "", !cheaper || meant.cheaper);
  if (present.bits != next.bits) changes.add("buckets", buckets(present), buckets(next));
  if (present.values.p != next.values.p) changes.add("p", coincidences(present), coincidences(next));
  changes.add("k", grouped(present.k), grouped(next.k));
  if (next.published < present.published) changes.add("published", date(present.published), date(next.published));
  if (next.valid_until < present.valid_until) {
    changes.add("valid_until", date(present.valid_until), date(next.valid_until));
  }
  if (next.group_salt == present.group_salt && !has_same_buckets(present, next))
    changes.add("group_salt", "the present one", "the same again");
  compare_texts(present, next, changes);
  return std::move(changes.all);
}

void warn_of_future_date(Timestamp published, Timestamp now) {
  if (published <= now) return;
  print_warning("the list's date lies in the future: until then every check ends in \"could not tell\"");
}

}  // namespace selfcheck::cli
