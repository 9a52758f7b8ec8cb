// A file with an evaluator's share. If the first byte is odd, the rest is a file; else it says how an honest one was
// changed.
#include "share/share_file.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/failure.h"
#include "expect.h"
#include "input.h"
#include "tells_nothing.h"

using namespace selfcheck;
using namespace selfcheck::cli;

namespace {

struct Honest {
  std::vector<std::string> files;
  std::vector<voprf::Scalar> secrets;

  Honest() {
    const auto scalar = [](std::uint8_t fill) {
      ByteArray<64> uniform{};
      uniform.fill(fill);
      return voprf::scalar_from_uniform(uniform);
    };
    const voprf::Scalar coefficient = scalar(9);
    auto dealt = voprf::deal(scalar(7), std::span(&coefficient, 1), 3);
    EXPECT(dealt);
    for (std::uint32_t i = 1; i <= 3; ++i) {
      files.push_back(
          seal_share({.index = i, .key = dealt->key, .not_after = 1'800'000'000}, dealt->shares[i - 1], {}));
    }
    secrets = std::move(dealt->shares);
  }
};

const Honest& honest() {
  static const Honest kHonest;
  return kHonest;
}

// Writes a share's file from docs/FORMAT.md alone.
std::string written(const SealedShare& share) {
  std::string commitments;
  for (const voprf::Element& c : share.description.key.commitments) {
    commitments += fmt::format("{}\"{}\"", commitments.empty() ? "" : ",", to_hex(c));
  }
  return fmt::format(
      R"({{"format":"{}","index":{},"n":{},"commitments":[{}],"not_after":"{}","salt":"{}","ops":{},"mem_kib":{},"nonce":"{}","box":"{}"}})",
      kShareFormat, share.description.index, share.description.key.n, commitments,
      format_timestamp(share.description.not_after), to_hex(share.salt), share.cost.ops, share.cost.mem_kib,
      to_hex(share.nonce), to_hex(share.box));
}

std::optional<SealedShare> parse(ByteSpan file) {
  try {
    return parse_share(file);
  } catch (const Failure& failure) {
    fuzz::expect_tells_nothing(failure.message() + failure.hint(), as_text(file));
    return std::nullopt;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const bool is_file = input.below(2) == 1;
  const std::uint32_t which = input.below(3);
  const Bytes file = is_file ? Bytes(data + std::min<std::size_t>(size, 2), data + size)
                             : fuzz::edited(as_bytes(honest().files[which]), input);
  const auto share = parse(file);
  if (!share) return 0;
  EXPECT(file.size() <= kMaxShareSize && share->description.index <= share->description.key.n);
  EXPECT(share->cost.ops >= 1 && share->cost.ops <= 16 && share->cost.mem_kib >= 8 &&
         share->cost.mem_kib <= 1024 * 1024);
  const auto again = parse(as_bytes(written(*share)));
  EXPECT(again && written(*again) == written(*share) && again->description.key == share->description.key);

  // Whoever opens it gets the share that was dealt, of the key that the file names, or nothing.
  if (is_file || share->cost.mem_kib > 64 || share->cost.ops > 2) return 0;
  try {
    const voprf::Scalar secret = open_share(*share, {});
    EXPECT(std::ranges::equal(secret.span(), honest().secrets[which].span()));
    EXPECT(written(*share) == written(*parse(as_bytes(honest().files[which]))));
  } catch (const Failure&) {
    EXPECT(written(*share) != written(*parse(as_bytes(honest().files[which]))));
  }
  return 0;
}
