#include "selfcheck/elias_fano.h"

#include <algorithm>
#include <cstddef>

namespace selfcheck::elias_fano {

namespace {

// Writes the `count` low bits of `value` from bit `position` on. Bit i of the string is bit i mod 8 (least significant
// first) of byte i / 8, and the bits that are written must be zero before.
void write_bits(Bytes& bytes, std::size_t position, std::uint64_t value, std::uint32_t count) {
  for (std::uint32_t done = 0; done < count;) {
    const auto offset = static_cast<std::uint32_t>(position % 8);
    const std::uint32_t taken = std::min(8 - offset, count - done);
    const std::uint64_t part = (value >> done) & ((1u << taken) - 1);
    bytes[position / 8] = static_cast<std::uint8_t>(bytes[position / 8] | (part << offset));
    done += taken;
    position += taken;
  }
}

std::uint64_t read_bits(ByteSpan bytes, std::size_t position, std::uint32_t count) {
  std::uint64_t value = 0;
  for (std::uint32_t done = 0; done < count;) {
    const auto offset = static_cast<std::uint32_t>(position % 8);
    const std::uint32_t taken = std::min(8 - offset, count - done);
    const std::uint64_t part = (bytes[position / 8] >> offset) & ((1u << taken) - 1);
    value |= part << done;
    done += taken;
    position += taken;
  }
  return value;
}

}  // namespace

std::uint64_t encoded_size(ValueSpace space) {
  return (static_cast<std::uint64_t>(space.count) * (space.p + 2) + 7) / 8;
}

Result<Bytes> encode(ValueSpace space, std::span<const std::uint64_t> values) {
  if (values.size() != space.count) return fail(ErrorCode::bucket_encoding);
  Bytes out(static_cast<std::size_t>(encoded_size(space)));
  const std::size_t low_section = 2 * values.size();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] >= space.size() || (i > 0 && values[i] <= values[i - 1])) return fail(ErrorCode::bucket_encoding);
    write_bits(out, static_cast<std::size_t>(values[i] >> space.p) + i, 1, 1);
    write_bits(out, low_section + i * space.p, values[i], space.p);
  }
  return out;
}

Result<std::vector<std::uint64_t>> decode(ValueSpace space, ByteSpan encoded) {
  if (encoded.size() != encoded_size(space)) return fail(ErrorCode::bucket_length);
  // The size is right, so the bits below are in memory, and a size_t can count them.
  const std::size_t low_section = 2 * static_cast<std::size_t>(space.count);
  const std::size_t end = low_section + static_cast<std::size_t>(space.count) * space.p;
  std::vector<std::uint64_t> values;
  values.reserve(space.count);
  for (std::size_t position = 0; position < low_section; ++position) {
    if (read_bits(encoded, position, 1) == 0) continue;
    const std::size_t i = values.size();
    if (i == space.count) return fail(ErrorCode::bucket_encoding);
    // The i-th one, at position q, belongs to the i-th value, whose upper part is q - i.
    const std::uint64_t upper = position - i;
    const std::uint64_t value = (upper << space.p) | read_bits(encoded, low_section + i * space.p, space.p);
    if (value >= space.size() || (i > 0 && value <= values.back())) return fail(ErrorCode::bucket_encoding);
    values.push_back(value);
  }
  if (values.size() != space.count) return fail(ErrorCode::bucket_encoding);
  const auto padding = static_cast<std::uint32_t>(encoded.size() * 8 - end);
  if (read_bits(encoded, end, padding) != 0) return fail(ErrorCode::bucket_encoding);
  return values;
}

}  // namespace selfcheck::elias_fano
