// Files of a job. The input says what is in one, and how it was damaged: by chance, or by somebody who makes a new
// checksum for it. A file is read if and only if it is what the encoder writes.
#include "base/failure.h"
#include "expect.h"
#include "input.h"
#include "job/byte_order.h"
#include "job/sealed_record.h"

using namespace selfcheck;
using namespace selfcheck::cli;

namespace {

SealedName name_from(fuzz::Input& input) {
  SealedName name{};
  name.kind = static_cast<SealedKind>(input.below(8) == 0 ? input.number(8) : 1 + input.below(6));
  name.plan.fill(static_cast<std::uint8_t>(input.below(2)));
  name.index = input.below(8) == 0 ? input.number(8) : input.below(4);
  return name;
}

bool same(const SealedName& a, const SealedName& b) {
  return a.kind == b.kind && a.plan == b.plan && a.index == b.index;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const SealedName name = name_from(input), other = name_from(input);
  const bool new_checksum = input.below(2) != 0;
  const std::uint32_t content_size = input.below(256);
  const ByteSpan content = input.bytes(content_size);

  const Bytes honest = seal(name, content);
  EXPECT(honest.size() == content.size() + kSealedExtra);
  const auto unsealed = unseal(honest, name);
  EXPECT(unsealed && std::ranges::equal(*unsealed, content));
  const auto misnamed = unseal(honest, other);
  EXPECT(misnamed.has_value() == same(name, other));
  if (!misnamed) {
    EXPECT(misnamed.error() == (name.plan != other.plan ? SealedProblem::other_plan : SealedProblem::other_thing));
  }

  Bytes damaged = fuzz::edited(honest, input);
  if (new_checksum && damaged.size() >= sizeof(Digest)) {
    const Digest checksum = sealed_checksum({ByteSpan(damaged).first(damaged.size() - sizeof(Digest))});
    std::copy(checksum.begin(), checksum.end(), damaged.end() - sizeof(Digest));
  }
  const auto read = unseal(damaged, other);
  if (!read) {
    EXPECT(!describe(read.error()).empty() && damaged != seal(other, content));
  } else {
    EXPECT(seal(other, *read) == damaged);
    if (!new_checksum) EXPECT(damaged == honest);
  }
  const auto header = parse_sealed_header(damaged);
  if (header)
    EXPECT(std::ranges::equal(sealed_header(header->name, header->content_size),
                              ByteSpan(damaged).first(kSealedHeaderSize)));
  return 0;
}
