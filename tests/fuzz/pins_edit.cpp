// A pins file that `pin` changes. The first bytes say what is changed; the rest is the file. What is written is a pins
// file with the change and nothing else changed, or the file is as it was.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "base/failure.h"
#include "expect.h"
#include "input.h"
#include "list/pins_file.h"
#include "tells_nothing.h"
#include "temporary_directory.h"

using namespace selfcheck;
using namespace selfcheck::cli;

namespace {

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const fuzz::TemporaryDirectory kDirectory;
  const std::filesystem::path path = kDirectory.path() / "pins.json";
  fuzz::Input input(data, size);
  const std::uint32_t change = input.below(5), which = input.below(4);
  const std::string id = input.text(), url = input.text();
  const std::string_view content = as_text(input.rest());
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;

  std::vector<Pin> before, after;
  const auto edit = [&](std::vector<Pin>& pins) {
    before = pins;
    if (change == 0) {
      Pin pin = pins.empty() ? Pin{} : pins.front();
      pin.id = id;
      pin.url = url;
      pins.push_back(pin);
    } else {
      Pin& pin = find_pin(pins, id);
      if (change == 1 && !pin.keys.empty()) add_key(pin, pin.keys.front());
      if (change == 2) pin.evaluators.push_back({which, url});
      if (change == 3) pin.min_sequence = which;
      if (change == 4 && !pin.keys.empty()) pin.keys.erase(pin.keys.begin());
    }
    after = pins;
  };
  // Every other input also asks beforehand whether the file can be changed so.
  const bool tries = which % 2 == 0;
  bool possible = true;
  if (tries) {
    try {
      try_edit_pins(path, edit);
    } catch (const Failure&) {
      possible = false;
    }
    EXPECT(content_of(path) == content);
  }
  try {
    edit_pins(path, edit);
    EXPECT(possible && read_pins(path) == after);
    EXPECT(std::equal(before.begin(), before.end(), after.begin(), [&](const Pin& a, const Pin& b) {
      return a == b || (change != 0 && a.id == b.id && (id.empty() || a.id == id));
    }));
    if (change == 1) EXPECT(before == after);
  } catch (const Failure& failure) {
    EXPECT((!tries || !possible) && content_of(path) == content);
    fuzz::expect_tells_nothing(failure.message() + failure.hint(), as_text({data, size}));
  }
  EXPECT(!std::filesystem::exists(path.parent_path() / ".pins.json.lock"));
  return 0;
}
