#include "pins_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "failure.h"
#include "redact.h"
#include "selfcheck/pins.h"

namespace selfcheck::cli {
namespace {

std::vector<Pin> present_pins(const fs::path& path) {
  if (!fs::exists(path)) return {};
  auto pins = parse_pins(read_file_or_fail(path, kMaxPinsSize));
  if (!pins) {
    throw Failure(ExitCode::rejected, fmt::format("{} is there already, and is no pins file", shown_path(path)),
                  "choose another --pin-out");
  }
  return *std::move(pins);
}

Pin new_pin(const BuildOptions& options, const Manifest& manifest) {
  Pin pin;
  pin.id = options.pin_id.empty() ? kind_traits(options.kind).name : options.pin_id;
  pin.url = fmt::format("lists/{}/", pin.id);
  pin.list_id = manifest.list_id;
  pin.kind = manifest.kind;
  return pin;
}

}  // namespace

fs::path pins_path(const BuildOptions& options, const fs::path& list_directory) {
  fs::path path = options.pin_out.empty() ? fs::path(list_directory.native() + ".pin.json") : options.pin_out;
  if (is_inside(path, list_directory)) {
    throw Failure(ExitCode::usage, "the pin can't lie in the list's directory",
                  "whoever could change the list there could change the pin with it: choose another --pin-out");
  }
  if (const fs::path folder = fs::absolute(path).parent_path(); !fs::is_directory(folder)) {
    throw Failure(ExitCode::system, fmt::format("there is no folder {} for the pin", shown_path(folder)));
  }
  return path;
}

std::string updated_pins(const fs::path& path, const BuildOptions& options, const Manifest& manifest,
                         const minisign::PublicKey& key) {
  std::vector<Pin> pins = present_pins(path);
  const Pin fresh = new_pin(options, manifest);
  auto pin = std::find_if(pins.begin(), pins.end(), [&](const Pin& p) { return p.list_id == fresh.list_id; });
  if (pin == pins.end()) {
    pin = std::find_if(pins.begin(), pins.end(), [&](const Pin& p) { return p.id == fresh.id; });
    // The file that is named after the list's directory belongs to what is in the directory; one that was named may be
    // shared.
    if (pin != pins.end() && !options.pin_out.empty()) {
      throw Failure(
          ExitCode::rejected, fmt::format("{} has the pin of another list under this id", shown_path(path)),
          "give this list a --pin-id of its own, or another --pin-out; if the other list is gone, remove its pin");
    }
    if (pin == pins.end()) pin = pins.insert(pins.end(), fresh);
    *pin = fresh;
  }
  if (!options.pin_id.empty()) pin->id = options.pin_id;
  if (!options.pin_url.empty()) pin->url = options.pin_url;
  if (std::find(pin->keys.begin(), pin->keys.end(), key) == pin->keys.end()) pin->keys.push_back(key);
  pin->min_sequence = manifest.sequence;
  pin->manifest.reset();  // it named an older edition

  std::string text = write_pins(pins);
  // Proven to be what readers accept: an id and an address are whatever was typed.
  if (const auto parsed = parse_pins(as_bytes(text)); !parsed) {
    if (parsed.error().place == "url") {
      throw Failure(ExitCode::usage, "--url must end in '/' and be https, http on this machine, or relative");
    }
    if (parsed.error().place == "id") {
      throw Failure(ExitCode::usage, "--pin-id is 1 to 64 lowercase letters, digits and hyphens");
    }
    throw Failure::from(parsed.error());
  }
  return text;
}

}  // namespace selfcheck::cli
