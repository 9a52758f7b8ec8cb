#include "list/pins_file.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/failure.h"
#include "base/messages.h"
#include "base/redact.h"
#include "files/file_lock.h"
#include "files/json_file.h"

namespace selfcheck::cli {
namespace {

// Returns the pins as text, after parsing it as readers do: ids and addresses are whatever was typed.
std::string proven_text(const std::vector<Pin>& pins) {
  std::string text = write_pins(pins);
  const auto parsed = parse_pins(as_bytes(text));
  if (parsed) return text;
  const std::string_view place = parsed.error().place;
  if (place == "url") {
    throw Failure(ExitCode::usage, "--url must end in '/' and be https, http on this machine, or relative");
  }
  if (place == "id") {
    throw Failure(ExitCode::usage, "a pin's id is 1 to 64 lowercase letters, digits and hyphens, and no other pin's");
  }
  if (place == "keys") {
    throw Failure(ExitCode::rejected, "a pin holds 1 to 8 keys",
                  "selfcheck pin remove-key takes out those of old editions");
  }
  if (place == "evaluators") {
    throw Failure(
        ExitCode::usage,
        "a pin's evaluators are 1 to 7, each with a number from 1 to 7 and an address of its own, which ends in "
        "'/' and is https, http on this machine, or relative");
  }
  if (place == "lists") throw Failure(ExitCode::rejected, "a pins file holds 1 to 64 pins");
  throw Failure::from(parsed.error());
}

FileLock lock_of(const fs::path& path) {
  const fs::path target = resolved(path);
  return FileLock::wait_for(target.parent_path() / fmt::format(".{}.lock", target.filename().native()));
}

std::string edited(const fs::path& path, const EditPins& edit) {
  std::vector<Pin> pins = read_pins(path);
  edit(pins);
  return proven_text(pins);
}

}  // namespace

std::vector<Pin> read_pins(const fs::path& path) {
  std::error_code error;
  if (!fs::exists(path, error)) return {};
  auto pins = parse_pins(read_json_file(path, kMaxPinsSize));
  if (!pins) {
    const std::string_view known = advice(pins.error().code);
    throw Failure(ExitCode::rejected, fmt::format("{} is no pins file: {}", shown_path(path), describe(pins.error())),
                  known.empty() ? "choose another file, or mend this one" : std::string(known));
  }
  return *std::move(pins);
}

Pin& find_pin(std::vector<Pin>& pins, const std::string& id) {
  if (id.empty() && pins.size() == 1) return pins.front();
  if (id.empty()) {
    throw Failure(ExitCode::usage, "the pins file has several lists", "choose one with --id");
  }
  const auto pin = std::find_if(pins.begin(), pins.end(), [&](const Pin& p) { return p.id == id; });
  if (pin == pins.end()) throw Failure(ExitCode::usage, "the pins file has no list with that --id");
  return *pin;
}

void edit_pins(const fs::path& path, const EditPins& edit) {
  const FileLock lock = lock_of(path);
  replace_file(path, as_bytes(edited(path, edit)));
}

void try_edit_pins(const fs::path& path, const EditPins& edit) {
  const FileLock lock = lock_of(path);  // who can make a lock beside the file can replace the file
  edited(path, edit);
}

void add_key(Pin& pin, const minisign::PublicKey& key) {
  if (std::find(pin.keys.begin(), pin.keys.end(), key) == pin.keys.end()) pin.keys.push_back(key);
}

}  // namespace selfcheck::cli
