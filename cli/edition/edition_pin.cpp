#include "edition/edition_pin.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/failure.h"
#include "base/redact.h"
#include "base/stop_signals.h"
#include "base/wording.h"
#include "edition/edition_paths.h"
#include "edition/list_key.h"
#include "selfcheck/evaluation.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

Pin new_pin(const PinPlace& place, const Manifest& manifest) {
  Pin pin;
  pin.id = place.id.empty() ? kind_traits(manifest.kind).name : place.id;
  pin.url = fmt::format("lists/{}/", pin.id);
  pin.list_id = manifest.list_id;
  pin.kind = manifest.kind;
  return pin;
}

Pin* pin_of_list(std::vector<Pin>& pins, const ListId& list_id) {
  const auto pin = std::find_if(pins.begin(), pins.end(), [&](const Pin& p) { return p.list_id == list_id; });
  return pin == pins.end() ? nullptr : &*pin;
}

[[noreturn]] void fail_taken(const Pin& other, bool shared_file) {
  const std::string what =
      fmt::format("the pins file has the pin of another list, {}, under this id", to_hex(other.list_id));
  if (shared_file) {
    throw Failure(
        ExitCode::rejected, what,
        "give this list a --pin-id of its own, or another --pin-out; if the other list is gone, remove its pin "
        "(selfcheck pin remove)");
  }
  throw Failure(
      ExitCode::rejected, what,
      "a build with --list-id and that id goes on with that list; one with --new-list starts another, which the pins "
      "that sites have don't fit; another --pin-out leaves that pin as it is");
}

Pin& pin_to_change(std::vector<Pin>& pins, const PinPlace& place, const Manifest& manifest) {
  if (Pin* present = pin_of_list(pins, manifest.list_id)) return *present;
  const Pin fresh = new_pin(place, manifest);
  const auto taken = std::find_if(pins.begin(), pins.end(), [&](const Pin& p) { return p.id == fresh.id; });
  if (taken == pins.end()) return pins.emplace_back(fresh);
  const bool shared_file = !place.file.empty();
  if (shared_file || !place.new_list) fail_taken(*taken, shared_file);
  *taken = fresh;
  return *taken;
}

// Warns if the present pin does not fit the list's evaluators: a device that has this pin asks those that it names and
// no others, wherever the others may be.
void warn_of_other_evaluators(const Manifest& manifest, const Pin& present, const PinPlace& place) {
  if (!manifest.is_keyed() || manifest.withdrawn) return;
  if (!check_evaluators(*manifest.evaluation, present.evaluators)) {
    print_warning(
        "the pin does not name the list's evaluators yet: until the pins on all sites do, their readers can't check "
        "this "
        "edition. selfcheck pin evaluators, and upload the pins before the list");
  } else if (!place.evaluators.empty() && place.evaluators != present.evaluators) {
    print_warning(
        "the pin names other evaluators: until the pins on all sites are changed, their readers ask those. selfcheck "
        "pin "
        "evaluators");
  }
}

}  // namespace

void fail_unless_evaluators_suffice(const Manifest& manifest, const std::vector<PinnedEvaluator>& evaluators) {
  if (!manifest.is_keyed() || check_evaluators(*manifest.evaluation, evaluators)) return;
  const voprf::EvaluationKey& key = *manifest.evaluation;
  const auto beyond =
      std::find_if(evaluators.begin(), evaluators.end(), [&](const auto& one) { return one.index > key.n; });
  if (beyond != evaluators.end()) {
    throw Failure(ExitCode::rejected,
                  fmt::format("the pin names evaluator {}, and the list's key has {}", beyond->index,
                              counted(key.n, "share", "shares")),
                  "--evaluator URL for each, in the order of their shares");
  }
  throw Failure(ExitCode::rejected,
                fmt::format("the list needs {}, and its pin names {}", described(key),
                            evaluators.empty() ? std::string("none") : std::to_string(evaluators.size())),
                "--evaluator URL for each, in the order of their shares");
}

fs::path pins_path(const PinPlace& place, const fs::path& list_directory) {
  fs::path path = place.file.empty() ? fs::path(list_directory.native() + ".pin.json") : place.file;
  if (is_inside_a_list(path, list_directory)) {
    throw Failure(ExitCode::usage, "the pin can't lie in a list's directory",
                  "whoever could change the list there could change the pin with it: choose another --pin-out");
  }
  // If the file is not named, the folder beside the list's directory is made with that.
  const fs::path folder = resolved(path).parent_path();
  if (std::error_code error; !place.file.empty() && !fs::is_directory(folder, error)) {
    throw Failure(ExitCode::system, fmt::format("there is no folder {} for the pin", shown_path(folder)));
  }
  return path;
}

void pin_edition(std::vector<Pin>& pins, const PinPlace& place, const Manifest& manifest,
                 const minisign::PublicKey& key) {
  Pin& pin = pin_to_change(pins, place, manifest);
  if (!place.id.empty()) pin.id = place.id;
  if (!place.url.empty()) pin.url = place.url;
  if (!place.evaluators.empty()) pin.evaluators = place.evaluators;
  if (!manifest.withdrawn) fail_unless_evaluators_suffice(manifest, pin.evaluators);
  add_key(pin, key);
  pin.min_sequence = std::max(pin.min_sequence, manifest.sequence);
  pin.manifest.reset();  // it named an older edition
}

std::uint64_t pinned_sequence(const fs::path& path, const ListId& list_id) {
  std::vector<Pin> pins = read_pins(path);
  const Pin* pin = pin_of_list(pins, list_id);
  return pin == nullptr ? 0 : pin->min_sequence;
}

void try_pin(const fs::path& path, const PinPlace& place, const Manifest& manifest, const minisign::PublicKey& key) {
  try_edit_pins(path, [&](std::vector<Pin>& pins) {
    if (const Pin* present = pin_of_list(pins, manifest.list_id)) {
      if (present->min_sequence >= manifest.sequence) {
        throw Failure(
            ExitCode::rejected,
            fmt::format("{} asks for edition {}, which was published, or a later one, and this would be {}: the "
                        "directory holds an old copy of the list, or nothing of it",
                        shown_path(path), present->min_sequence, manifest.sequence),
            fmt::format("put the latest edition's files there, or --sequence {}", present->min_sequence + 1));
      }
      if (std::find(present->keys.begin(), present->keys.end(), key) == present->keys.end()) {
        print_warning(
            "the pin does not have this key yet: until the pins on all sites have it, their readers can't check this "
            "edition. selfcheck pin add-key, and upload the pins before the list");
      }
      warn_of_other_evaluators(manifest, *present, place);
    }
    pin_edition(pins, place, manifest, key);
  });
}

void write_pin(const fs::path& path, const PinPlace& place, const Manifest& manifest, const minisign::PublicKey& key) {
  try {
    edit_pins(path, [&](std::vector<Pin>& pins) { pin_edition(pins, place, manifest, key); });
  } catch (const Failure& failure) {
    const std::string message =
        fmt::format("the edition is complete, but its pin is not in {}: {}", shown_path(path), failure.message());
    if (stop_signal() != 0) {
      print_warning(message);
      throw;
    }
    throw Failure(ExitCode::system, message,
                  fmt::format("mend that; then, for a list that has no pin there yet: selfcheck pin add FILE --list "
                              "DIR --key {}; for one that has: selfcheck pin raise FILE --list DIR",
                              minisign::format_public_key(key)));
  }
}

}  // namespace selfcheck::cli
