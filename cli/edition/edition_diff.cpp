#include "edition/edition_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/failure.h"
#include "base/messages.h"
#include "base/redact.h"
#include "base/stop_signals.h"
#include "base/wording.h"
#include "edition/edition_paths.h"
#include "files/list_names.h"
#include "list/edition_changes.h"
#include "list/other_editions.h"
#include "selfcheck/list_files.h"
#include "selfcheck/minisign.h"
#include "selfcheck/verified_list.h"
#include "terminal/progress.h"

namespace selfcheck::cli {
namespace {

// So many characters at a public key's beginning are decided by its id alone: they hold 2 bytes for the algorithm and 8
// for the id, 6 bits each.
constexpr std::size_t kKeyBeginning = 13;

std::string key_of(const fs::path& pointer) {
  const auto content = read_file(pointer, minisign::kMaxSignatureSize);
  if (!content) return {};
  const auto signature = minisign::parse_signature(*content);
  if (!signature) return {};
  minisign::PublicKey key;
  key.key_id = signature->key_id;
  return minisign::format_public_key(key).substr(0, kKeyBeginning);
}

// Returns the manifest that the pointer in a list's directory names.
fs::path present_manifest(const fs::path& directory) {
  fail_unless_a_list(directory);
  const fs::path pointer = directory / kPointerFile;
  if (auto named = manifest_named_by(pointer)) return directory / *named;
  throw Failure(ExitCode::rejected, fmt::format("{} can't be read as a pointer", shown_path(pointer)),
                "selfcheck verify tells what is wrong with a list");
}

const std::map<std::string_view, std::string_view>& meanings() {
  static const std::map<std::string_view, std::string_view> all{
      {"list_id", "These are two lists, and no editions of one: a pin of the one does not fit the other."},
      {"kind", "They are asked for numbers of another kind."},
      {"published", "Readers see this as the date of the list."},
      {"valid_until", "Checks stop at this time, and end in \"could not tell\"."},
      {"test", "Every page that shows a test list says that it is one."},
      {"texts", "Readers of this language see its texts, or, if there are none, the English ones."},
      {"title", "Readers see another name."},
      {"publisher", "Readers see another publisher."},
      {"about", "Readers are told something else about the list."},
      {"link", "Readers are sent to another page."},
      {"entries", "So many people are in the list."},
      {"hash", "A check takes a phone more or less time, and so does it to try all numbers."},
      {"scheme",
       "A copy of a static list is enough to try all numbers; of a keyed one, its evaluators have to be asked."},
      {"evaluation_key", "Evaluators need shares of the other key."},
      {"shares", "The key is the same, split anew: evaluators need the new shares."},
      {"buckets", "A request is shared by more or fewer numbers, and loads a piece of another size."},
      {"p", "More or fewer people are told \"found\" by coincidence."},
      {"bucket_values", "Every bucket holds another number of values, dummies among them."},
      {"k", "No bucket of several holds fewer entries than this."},
      {"nonce", "The stored values of one person in the two are unrelated."},
      {"root", "The buckets are others: their readers load them anew."},
      {"key", "Readers whose pins lack the other key can't check that edition: \"could not tell\"."}};
  return all;
}

std::string meaning_of(std::string_view name) {
  const auto found = meanings().find(name.substr(0, name.find('.')));
  return found == meanings().end() ? std::string() : std::string(found->second);
}

class Differences {
 public:
  void add(std::string name, std::string from, std::string to) {
    std::string meaning = meaning_of(name);
    add(std::move(name), std::move(from), std::move(to), std::move(meaning));
  }
  void add(std::string name, std::string from, std::string to, std::string meaning) {
    if (from != to) all.push_back({std::move(name), std::move(from), std::move(to), std::move(meaning)});
  }
  std::vector<EditionDifference> all;
};

std::vector<EditionDifference> differences(const FoundEdition& before, const FoundEdition& after) {
  const Manifest &m = before.manifest, &n = after.manifest;
  Differences found;
  found.add("list_id", to_hex(m.list_id), to_hex(n.list_id));
  found.add("kind", std::string(kind_traits(m.kind).name), std::string(kind_traits(n.kind).name));
  found.add("sequence", grouped(m.sequence), grouped(n.sequence),
            n.sequence > m.sequence ? "Who has seen the later edition does not accept the earlier one any more."
                                    : "The second is the earlier edition: who has seen the first does not accept it.");
  found.add("published", format_timestamp(m.published), format_timestamp(n.published));
  found.add("valid_until", format_timestamp(m.valid_until), format_timestamp(n.valid_until));
  const auto standing = [](const Manifest& manifest) { return manifest.withdrawn ? "withdrawn" : "in use"; };
  found.add("withdrawn", standing(m), standing(n),
            n.withdrawn ? "Every check ends in \"could not tell\", since the publisher has taken the list back."
                        : "The list, which was taken back, gives verdicts again.");
  for (const EditionChange& change : edition_changes(m, n, {})) {
    const std::string_view name = change.name;
    // These changes are told in full, above and below.
    if (name == "published" || name == "valid_until" || name == "withdrawn" || name == "group_salt") continue;
    if (name.starts_with("about.")) {
      found.add(change.name, "one text", "another");  // each may be a page long
    } else {
      found.add(change.name, change.from, change.to);
    }
  }
  found.add("bucket_values", grouped(m.values.count), grouped(n.values.count));
  found.add("group_salt", to_hex(m.group_salt), to_hex(n.group_salt),
            "Whoever tries all numbers pays for each of the two anew.");
  found.add("nonce", to_hex(m.nonce), to_hex(n.nonce));
  found.add("root", to_hex(m.root), to_hex(n.root));
  if (!before.key.empty() && !after.key.empty()) found.add("key", before.key + "...", after.key + "...");
  return std::move(found.all);
}

bool have_same_tags(const Manifest& m, const Manifest& n) {
  return m.list_id == n.list_id && m.group_salt == n.group_salt && m.nonce == n.nonce && m.argon2.ops == n.argon2.ops &&
         m.argon2.mem_kib == n.argon2.mem_kib && have_same_key(m, n);
}

bool have_same_layout(const Manifest& m, const Manifest& n) {
  return m.bits == n.bits && m.values.p == n.values.p && m.values.count == n.values.count;
}

std::optional<std::vector<std::uint64_t>> values_of(const FoundEdition& edition, std::uint32_t bucket) {
  const Manifest& m = edition.manifest;
  const auto file = read_file(edition.directory / bucket_path(m.root, bucket), m.bucket_file_size());
  if (!file) return std::nullopt;
  auto values = verify_bucket(m, bucket, *file);
  if (!values) return std::nullopt;
  return *std::move(values);
}

// Compares the values in the buckets, which are in order. Returns nothing if a bucket is missing or damaged.
std::optional<EntriesCompared> compare_entries(const FoundEdition& before, const FoundEdition& after) {
  EntriesCompared compared;
  compared.buckets = before.manifest.bucket_count();
  if (before.manifest.root == after.manifest.root) return compared;  // equal roots prove equal values
  Progress progress("comparing", compared.buckets);
  for (std::uint32_t i = 0; i < compared.buckets; ++i) {
    throw_if_stopped();
    const auto old_values = values_of(before, i), new_values = values_of(after, i);
    if (!old_values || !new_values) return std::nullopt;
    std::vector<std::uint64_t> gone, come;
    std::set_difference(old_values->begin(), old_values->end(), new_values->begin(), new_values->end(),
                        std::back_inserter(gone));
    std::set_difference(new_values->begin(), new_values->end(), old_values->begin(), old_values->end(),
                        std::back_inserter(come));
    compared.buckets_differ += gone.empty() && come.empty() ? 0 : 1;
    compared.values_only_in_old += gone.size();
    compared.values_only_in_new += come.size();
    progress.update(i);
  }
  return compared;
}

}  // namespace

FoundEdition find_edition(const fs::path& path) {
  std::error_code error;
  const fs::path file = fs::is_directory(path, error) ? present_manifest(path) : path;
  const Bytes content = read_file_or_fail(file, kMaxManifestSize);
  FoundEdition edition;
  edition.directory = file.has_parent_path() ? file.parent_path() : fs::path(".");
  edition.manifest_file = manifest_file(manifest_hash(content));
  if (is_manifest_name(file.filename().native()) && file.filename() != edition.manifest_file) {
    throw Failure(ExitCode::rejected, fmt::format("{}: its name is not the hash of what is in it", shown_path(file)),
                  "get the file again: it is damaged, or no manifest");
  }
  auto manifest = parse_manifest(content);
  if (!manifest) {
    throw Failure(ExitCode::rejected,
                  fmt::format("{} is no manifest: {}", shown_path(file), describe(manifest.error())),
                  "it takes the directory of a list, or a manifest's file");
  }
  edition.manifest = *std::move(manifest);
  const fs::path pointer = edition.directory / kPointerFile;
  if (manifest_named_by(pointer) == edition.manifest_file) edition.key = key_of(pointer);
  return edition;
}

EditionDiff diff_editions(const FoundEdition& before, const FoundEdition& after) {
  const Manifest &m = before.manifest, &n = after.manifest;
  EditionDiff diff;
  diff.differences = differences(before, after);
  diff.same_list = m.list_id == n.list_id;
  diff.same_group_salt = m.group_salt == n.group_salt;
  diff.same_buckets = m.root == n.root;
  diff.comparable = have_same_tags(m, n);
  if (!diff.comparable) return diff;
  if (!have_same_layout(m, n)) {
    diff.not_compared = "their buckets are laid out differently";
  } else if (diff.compared = compare_entries(before, after); !diff.compared) {
    diff.not_compared = "a bucket is missing or damaged: selfcheck verify tells which";
  }
  return diff;
}

}  // namespace selfcheck::cli
