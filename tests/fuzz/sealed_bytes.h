// A second writer of sealed files, from what cli/job/sealed_file.h says alone, with which targets compare the
// programs'.
#pragma once

#include <cstdint>
#include <string_view>

#include "job/sealed_file.h"
#include "selfcheck/bytes.h"

namespace selfcheck::fuzz {

inline constexpr std::string_view kSealedMagic = "selfcheck-job/1\n";
/// Where a sealed file's fields begin, and how long its checksum is.
inline constexpr std::size_t kKindAt = 16, kPlanAt = 24, kIndexAt = 56, kSizeAt = 64, kContentAt = 72,
                             kChecksumSize = 32;

inline std::uint64_t number_at(ByteSpan bytes, std::size_t at) {
  std::uint64_t value = 0;
  for (std::size_t i = 8; i-- > 0;) value = value << 8 | bytes[at + i];
  return value;
}

inline void append_bytes(Bytes& out, ByteSpan bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }

inline void append_little_endian(Bytes& out, std::uint64_t number) {
  for (int i = 0; i < 8; ++i) out.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
}

inline Digest checksum_of(ByteSpan bytes) {
  Digest checksum{};
  crypto_generichash(checksum.data(), checksum.size(), bytes.data(), bytes.size(), nullptr, 0);
  return checksum;
}

/// Puts the right checksum over the last bytes of what is as long as a sealed file.
inline void make_checksum_anew(std::span<std::uint8_t> sealed) {
  const Digest checksum = checksum_of(ByteSpan(sealed).first(sealed.size() - kChecksumSize));
  std::copy(checksum.begin(), checksum.end(), sealed.end() - std::ssize(checksum));
}

inline Bytes sealed_bytes(std::uint64_t kind, const cli::PlanId& plan, std::uint64_t index, ByteSpan content) {
  Bytes out(kSealedMagic.begin(), kSealedMagic.end());
  append_little_endian(out, kind);
  append_bytes(out, plan);
  append_little_endian(out, index);
  append_little_endian(out, content.size());
  append_bytes(out, content);
  append_bytes(out, checksum_of(out));
  return out;
}

}  // namespace selfcheck::fuzz
