// A file of pins, changed so that nobody else's change is lost: under a lock, from what it holds at that moment.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "files/files.h"
#include "selfcheck/pins.h"

namespace selfcheck::cli {

/// The pins in a file. None if there is no file; throws a Failure if there is another one.
std::vector<Pin> read_pins(const fs::path& path);
/// The pin with this id, or the only one if `id` is empty. Throws a Failure.
Pin& find_pin(std::vector<Pin>& pins, const std::string& id);

using EditPins = std::function<void(std::vector<Pin>&)>;

/// Locks the file (`.NAME.lock` beside it), reads it, lets `edit` change the pins, proves that readers will accept what
/// comes out, and replaces the file. Throws a Failure, and then changes nothing.
void edit_pins(const fs::path& path, const EditPins& edit);
/// The same, but the file stays as it is: whether it could be done.
void try_edit_pins(const fs::path& path, const EditPins& edit);

/// Adds `key` unless it is there.
void add_key(Pin& pin, const minisign::PublicKey& key);

}  // namespace selfcheck::cli
