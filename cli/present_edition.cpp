#include "present_edition.h"

#include <fmt/format.h>

#include "failure.h"
#include "messages.h"
#include "redact.h"
#include "selfcheck/list_files.h"
#include "selfcheck/verified_list.h"

namespace selfcheck::cli {
namespace {

[[noreturn]] void fail_damaged(const fs::path& directory, std::string_view what) {
  throw Failure(ExitCode::rejected, fmt::format("the list in {} is damaged: {}", shown_path(directory), what),
                "build into a new directory, with --list-id to continue the same list");
}

}  // namespace

std::optional<Manifest> read_present_edition(const fs::path& directory, const minisign::PublicKey& key) {
  const auto pointer_file = read_file(directory / kPointerFile, minisign::kMaxSignatureSize);
  if (!pointer_file) {
    if (pointer_file.error() == ReadProblem::missing) return std::nullopt;
    fail_damaged(directory, fmt::format("{} can't be read", kPointerFile));
  }
  Pin pin;
  pin.keys = {key};
  const auto pointer = verify_pointer(pin, *pointer_file);
  if (!pointer && pointer.error().code == ErrorCode::signature_unknown_key) {
    throw Failure(ExitCode::rejected, fmt::format("the list in {} is signed with another key", shown_path(directory)),
                  "use that key, or build into a new directory");
  }
  if (!pointer) fail_damaged(directory, describe(pointer.error()));

  const auto manifest_bytes = read_file(directory / manifest_file(pointer->manifest_hash), kMaxManifestSize);
  if (!manifest_bytes) fail_damaged(directory, "its manifest can't be read");
  auto manifest = parse_manifest(*manifest_bytes);
  if (!manifest) fail_damaged(directory, describe(manifest.error()));
  // Only now is it known which list to hold the manifest against. An edition that has expired, or was withdrawn, can be
  // succeeded like any other, so freshness is not asked for.
  pin.list_id = manifest->list_id;
  pin.kind = manifest->kind;
  const auto verified = verify_manifest(pin, *pointer, *manifest_bytes);
  if (!verified) fail_damaged(directory, describe(verified.error()));
  return *std::move(manifest);
}

}  // namespace selfcheck::cli
