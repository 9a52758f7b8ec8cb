// A bucket's body. The first two bytes decide its geometry, and the rest is a body, or the values of one that is then
// damaged.
#include "selfcheck/elias_fano.h"

#include <algorithm>
#include <set>
#include <vector>

#include "expect.h"
#include "input.h"

using namespace selfcheck;

namespace {

// Reads a body by the words of docs/FORMAT.md section 5, one bit at a time, and looks at nothing that might be wrong.
std::vector<std::uint64_t> read(ValueSpace space, ByteSpan body) {
  const auto bit = [&](std::size_t i) { return std::uint64_t{body[i / 8]} >> i % 8 & 1; };
  std::vector<std::uint64_t> values;
  for (std::size_t q = 0; q < 2 * std::size_t{space.count}; ++q) {
    if (bit(q) == 0) continue;
    const std::size_t i = values.size();
    std::uint64_t value = q - i;
    for (std::size_t low = space.p; low-- > 0;)
      value = value * 2 + bit(2 * std::size_t{space.count} + i * space.p + low);
    values.push_back(value);
  }
  return values;
}

void expect_canonical(ValueSpace space, ByteSpan body) {
  const auto values = elias_fano::decode(space, body);
  if (!values) {
    EXPECT(values.error().code ==
           (body.size() == elias_fano::encoded_size(space) ? ErrorCode::bucket_encoding : ErrorCode::bucket_length));
    return;
  }
  EXPECT(values->size() == space.count && values->back() < space.size());
  EXPECT(std::adjacent_find(values->begin(), values->end(), std::greater_equal<>()) == values->end());
  EXPECT(*values == read(space, body));
  // A set of values has one body.
  const auto again = elias_fano::encode(space, *values);
  EXPECT(again && std::ranges::equal(*again, body));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::uint32_t shape = input.byte();
  const ValueSpace space{1 + shape / 2 % 32, kMinP + input.below(kMaxP - kMinP + 1)};
  if (shape % 2 == 0) {
    expect_canonical(space, input.rest());
    return 0;
  }
  const std::uint32_t damage = input.below(2);
  std::set<std::uint64_t> distinct;
  const std::uint32_t count = damage == 0 && input.below(16) == 0 ? input.below(40) : space.count;
  // Values that the input lacks are those next to others.
  for (std::uint64_t next = 0; distinct.size() < count; ++next) {
    distinct.insert(input.empty() ? next : input.number(6) % (space.size() + 1));
  }
  const std::vector<std::uint64_t> values(distinct.begin(), distinct.end());
  const auto body = elias_fano::encode(space, values);
  EXPECT(body.has_value() == (values.size() == space.count && values.back() < space.size()));
  if (!body) return 0;
  EXPECT(body->size() == elias_fano::encoded_size(space));
  EXPECT(elias_fano::decode(space, *body) == values);
  if (damage == 0) return 0;
  const Bytes damaged = fuzz::edited(*body, input);
  expect_canonical(space, damaged);
  if (damaged != *body) EXPECT(elias_fano::decode(space, damaged) != values);
  return 0;
}
