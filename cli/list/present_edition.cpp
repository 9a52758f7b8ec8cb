#include "list/present_edition.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/failure.h"
#include "base/messages.h"
#include "base/redact.h"
#include "base/wording.h"
#include "selfcheck/list_files.h"
#include "selfcheck/verified_list.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

[[noreturn]] void fail_damaged(const fs::path& directory, std::string_view what) {
  throw Failure(ExitCode::rejected, fmt::format("the list in {} is damaged: {}", shown_path(directory), what),
                "build into a new directory, with --list-id to continue the same list");
}

// Reads what is in `directory` besides the edition `current`, whose manifest is `file`.
PresentEdition read_others(const fs::path& directory, const Manifest* current, const std::string& file) {
  PresentEdition found;
  std::error_code error;
  if (!fs::is_directory(directory, error)) return found;
  try {
    found.others = other_editions(directory, current, file);
    found.has_lost_buckets = !lost_buckets(directory).empty();
  } catch (const fs::filesystem_error& failed) {
    throw Failure::from_errno("read " + shown_path(directory), failed.code().value());
  }
  return found;
}

// Returns the editions in words: `edition 3 of the list 0011...` for each, or the file's name if it is no manifest.
std::string described(const std::vector<OtherEdition>& editions) {
  constexpr std::size_t kShown = 4;
  std::string text;
  for (std::size_t i = 0; i < std::min(editions.size(), kShown); ++i) {
    const auto& manifest = editions[i].manifest;
    text += i == 0 ? "" : ", ";
    text += manifest ? fmt::format("edition {} of list {}", manifest->sequence, to_hex(manifest->list_id))
                     : "a manifest that can't be read";
  }
  return editions.size() > kShown ? text + ", ..." : text;
}

// Reads a directory without a pointer.
PresentEdition no_edition(const fs::path& directory, bool new_list) {
  PresentEdition none = read_others(directory, nullptr, {});
  std::vector<OtherEdition> lost;
  std::copy_if(none.others.begin(), none.others.end(), std::back_inserter(lost),
               [](const OtherEdition& edition) { return edition.state != EditionState::unpublished; });
  if (lost.empty()) return none;
  if (!new_list) {
    throw Failure(
        ExitCode::rejected,
        fmt::format("{} has no {}, but {}: {}", shown_path(directory), kPointerFile,
                    counted(lost.size(), "manifest", "manifests"), described(lost)),
        fmt::format(
            "put {} back, from the web server or a backup, to go on with that list; or, if nothing of it "
            "was ever published, or it shall end: a build with --new-list starts another, which needs a new pin",
            kPointerFile));
  }
  print_warning(fmt::format("a new list begins in {}, which holds {}: whoever has a pin of that can't check this one",
                            shown_path(directory), described(lost)));
  return none;
}

}  // namespace

std::uint64_t PresentEdition::next_sequence() const {
  std::uint64_t last = manifest ? manifest->sequence : 0;
  for (const OtherEdition& edition : others) {
    // The sequence of an edition that was never published is free; of one that is `not_older` nobody knows whether it
    // was published.
    if (edition.state == EditionState::not_older) last = std::max(last, edition.manifest->sequence);
  }
  return last + 1;
}

std::uint64_t PresentEdition::choose_sequence(std::optional<std::uint64_t> wanted) const {
  const std::uint64_t least = next_sequence();
  if (wanted && *wanted < least) {
    throw Failure(ExitCode::rejected,
                  fmt::format("the directory holds an edition with sequence {}: --sequence must be higher", least - 1));
  }
  return wanted.value_or(least);
}

std::vector<const Manifest*> PresentEdition::in_use() const {
  std::vector<const Manifest*> editions;
  if (manifest) editions.push_back(&*manifest);
  for (const OtherEdition& edition : others) {
    if (edition.state == EditionState::not_older) editions.push_back(&*edition.manifest);
  }
  return editions;
}

PresentEdition read_present_edition(const fs::path& directory, std::span<const minisign::PublicKey> keys,
                                    bool new_list) {
  const auto pointer_file = read_file(directory / kPointerFile, minisign::kMaxSignatureSize);
  if (!pointer_file) {
    if (pointer_file.error() == ReadProblem::missing) return no_edition(directory, new_list);
    fail_damaged(directory, fmt::format("{} can't be read", kPointerFile));
  }
  if (new_list) {
    throw Failure(ExitCode::usage,
                  fmt::format("there is a list in {}, and --new-list starts one", shown_path(directory)),
                  "leave --new-list out for the list's next edition, or choose another --out");
  }
  Pin pin;
  pin.keys.assign(keys.begin(), keys.end());
  const auto pointer = verify_pointer(pin, *pointer_file);
  if (!pointer && pointer.error().code == ErrorCode::signature_unknown_key) {
    throw Failure(ExitCode::rejected, fmt::format("the list in {} is signed with another key", shown_path(directory)),
                  "use that key; or, if this one shall take its place, --previous-key OLD.pub (docs/CLI.md has the "
                  "steps before that)");
  }
  if (!pointer) fail_damaged(directory, describe(pointer.error()));

  const auto manifest_bytes = read_file(directory / manifest_file(pointer->manifest_hash), kMaxManifestSize);
  if (!manifest_bytes) fail_damaged(directory, "its manifest can't be read");
  auto manifest = parse_manifest(*manifest_bytes);
  if (!manifest) fail_damaged(directory, describe(manifest.error()));
  // Only the manifest says which list this is, so it is verified against its own list id and kind. An edition that has
  // expired, or was withdrawn, can be followed like any other, so its dates are not checked.
  pin.list_id = manifest->list_id;
  pin.kind = manifest->kind;
  const auto verified = verify_manifest(pin, *pointer, *manifest_bytes);
  if (!verified) fail_damaged(directory, describe(verified.error()));

  PresentEdition present = read_others(directory, &*manifest, manifest_file(pointer->manifest_hash));
  present.manifest = *std::move(manifest);
  if (const std::uint64_t next = present.next_sequence(); next > present.manifest->sequence + 1) {
    print_warning(
        fmt::format("{} holds edition {}, newer than {}, which says {}: a build was killed there, or {} is an old "
                    "copy. The new edition "
                    "comes after both, and replaces both",
                    shown_path(directory), next - 1, kPointerFile, present.manifest->sequence, kPointerFile));
  }
  return present;
}

}  // namespace selfcheck::cli
