// Changes a file of pins so that no change of somebody else is lost: under a lock, from what it holds at that moment.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "files/files.h"
#include "selfcheck/pins.h"

namespace selfcheck::cli {

/// Returns the pins in a file, or none if there is no file. Throws a Failure if the file is no file of pins.
std::vector<Pin> read_pins(const fs::path& path);
/// Returns the pin with this id, or the only one if `id` is empty. Throws a Failure if there is no such pin.
Pin& find_pin(std::vector<Pin>& pins, const std::string& id);

using EditPins = std::function<void(std::vector<Pin>&)>;

/// Locks the file (`.NAME.lock` beside it), reads it, lets `edit` change the pins, makes sure that readers will accept
/// the result, and replaces the file. If it throws a Failure, nothing is changed.
void edit_pins(const fs::path& path, const EditPins& edit);
/// Does the same but leaves the file as it is, to find out whether edit_pins would succeed. Throws a Failure if not.
void try_edit_pins(const fs::path& path, const EditPins& edit);

/// Adds `key` to the pin unless it is there already.
void add_key(Pin& pin, const minisign::PublicKey& key);

}  // namespace selfcheck::cli
