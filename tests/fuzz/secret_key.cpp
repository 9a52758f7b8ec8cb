// A minisign secret key file. If the first byte is even, the rest is the file. Otherwise it is what is in the file,
// which this target puts together with a checksum that fits, because no mutation would find one.
//
// Only files without a password are opened: scrypt takes as much time and memory as the file says, up to a gibibyte.
#include <algorithm>
#include <string>

#include "expect.h"
#include "input.h"
#include "selfcheck/minisign.h"

using namespace selfcheck;

namespace {

// Checks what comes of a file that was opened: it is written in one form, and signs.
void expect_usable(const minisign::SecretKey& key) {
  const std::string written = key.format_file("", {}).value();
  const auto again = minisign::SecretKey::parse_file(written, "");
  EXPECT(again && again->public_key() == key.public_key());
  EXPECT(again->format_file("", {}).value() == written);
  EXPECT(minisign::SecretKey::file_is_encrypted(written) == false);
}

void as_file(const std::string& text) {
  const auto encrypted = minisign::SecretKey::file_is_encrypted(text);
  const auto key = minisign::SecretKey::parse_file(text, "");
  if (!key) {
    EXPECT(key.error().code == (encrypted && *encrypted ? ErrorCode::key_password : ErrorCode::key_format));
    return;
  }
  EXPECT(encrypted && !*encrypted);
  expect_usable(*key);
}

void as_contents(fuzz::Input& input) {
  const auto key_id = input.array<8>();
  const auto seed = input.array<32>();
  const std::uint32_t damage = input.below(8);
  const std::string written = minisign::SecretKey::from_seed(seed, key_id).format_file("", {}).value();
  // The comment's line, and base64 of 158 bytes: 54 before the key id, 8, 64 and 32.
  const std::size_t line = written.find('\n') + 1;
  ByteArray<158> bytes{};
  EXPECT(from_base64(written.substr(line, written.size() - line - 1), bytes));
  const auto checksum = std::span(bytes).last<32>();
  if (damage == 1) std::fill(checksum.begin(), checksum.end(), std::uint8_t{0});  // As `minisign -W` writes it.
  if (damage >= 2) {
    const Bytes other = fuzz::edited(bytes, input);
    if (other.size() == bytes.size()) std::copy(other.begin(), other.end(), bytes.begin());
  }
  if (damage >= 4) {
    ByteArray<2 + 8 + 64> summed{'E', 'd'};
    std::copy_n(bytes.begin() + 54, 72, summed.begin() + 2);
    crypto_generichash_blake2b(checksum.data(), checksum.size(), summed.data(), summed.size(), nullptr, 0);
  }
  const std::string file = written.substr(0, line) + to_base64(bytes) + (input.below(2) == 0 ? "\n" : "");
  as_file(file);
  if (damage > 1) return;
  const auto key = minisign::SecretKey::parse_file(file, "");
  EXPECT(key && key->format_file("", {}).value() == written);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  if (input.byte() % 2 == 0) {
    as_file(std::string(as_text(input.rest())));
  } else {
    as_contents(input);
  }
  return 0;
}
