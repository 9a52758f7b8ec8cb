#include "selfcheck/bytes.h"

namespace selfcheck {

std::string to_hex(ByteSpan bytes) {
  std::string text(bytes.size() * 2 + 1, '\0');  // sodium_bin2hex also writes a terminator.
  sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
  text.pop_back();
  return text;
}

bool from_hex(std::string_view text, std::span<std::uint8_t> out) {
  if (text.size() != out.size() * 2) return false;
  if (out.empty()) return true;  // libsodium wants pointers that are not null.
  for (const char c : text) {
    if (c >= 'A' && c <= 'F') return false;  // sodium_hex2bin would take it, and there would be two forms.
  }
  std::size_t size = 0;
  return sodium_hex2bin(out.data(), out.size(), text.data(), text.size(), nullptr, &size, nullptr) == 0 &&
         size == out.size();
}

std::string to_base64(ByteSpan bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // This removes the terminator.
  return text;
}

bool from_base64(std::string_view text, std::span<std::uint8_t> out) {
  // libsodium 1.0.18 reads bytes above 0x7F as `/`, so that a signature would have several forms.
  for (const char c : text) {
    if (static_cast<unsigned char>(c) > 0x7F) return false;
  }
  if (out.empty()) return text.empty();
  std::size_t size = 0;
  return sodium_base642bin(out.data(), out.size(), text.data(), text.size(), nullptr, &size, nullptr,
                           sodium_base64_VARIANT_ORIGINAL) == 0 &&
         size == out.size();
}

}  // namespace selfcheck
