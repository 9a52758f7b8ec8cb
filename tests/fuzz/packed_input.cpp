// A file that may be packed. If the first byte is odd, the rest is a file; else it is a text, which the target packs
// with gzip in one member or in several and then damages: what comes out is the text, or nothing.
#include <zlib.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/failure.h"
#include "cli_input.h"
#include "expect.h"
#include "input.h"
#include "input/content_type.h"
#include "input/unpacked_input.h"
#include "tells_nothing.h"

using namespace selfcheck;
using namespace selfcheck::cli;

namespace {

// As much is unpacked of a file that unpacks to very much.
constexpr std::size_t kMost = std::size_t{1} << 20;
// A text that the target packs is no longer, and in no more members: more takes longer and shows no more.
constexpr std::size_t kMostText = 600, kMostMembers = 12;

struct Unpacked {
  std::string text;
  std::string failure;
  friend bool operator==(const Unpacked&, const Unpacked&) = default;
};

Unpacked unpack(std::string_view packed, std::size_t first, std::size_t size) {
  RawInput& file = fuzz::memory_input(packed, first, size);
  UnpackedInput input(file);
  Unpacked all;
  try {
    for (bool last = false; !last && all.text.size() <= kMost;) {
      const Chunk chunk = input.next();
      last = chunk.last;
      // Only a packed file comes in the chunks of whoever unpacks it.
      EXPECT(chunk.bytes.size() <= std::max(packed.size(), kChunkSize));
      all.text += chunk.bytes;
    }
  } catch (const Failure& failure) {
    all.failure = failure.message() + "; " + failure.hint();
  }
  return all;
}

// Makes the gzip members, one after the other. There is one for all, since to make its tables takes long.
z_stream& packer() {
  static z_stream stream{};
  constexpr int kGzip = 16 + MAX_WBITS, kLevel = 1, kLeastMemory = 1;
  static const int made = deflateInit2(&stream, kLevel, Z_DEFLATED, kGzip, kLeastMemory, Z_DEFAULT_STRATEGY);
  EXPECT(made == Z_OK && deflateReset(&stream) == Z_OK);
  return stream;
}

struct Members {
  Bytes bytes;
  std::vector<std::size_t> starts;
};

Members gzip(ByteSpan text, std::size_t member_size) {
  Members members;
  Bytes& packed = members.bytes;
  do {
    members.starts.push_back(packed.size());
    const ByteSpan part = text.first(std::min(member_size, text.size()));
    text = text.subspan(part.size());
    z_stream& stream = packer();
    const std::size_t before = packed.size();
    packed.resize(before + deflateBound(&stream, static_cast<uLong>(part.size())) + 32);
    stream.next_in = const_cast<Bytef*>(part.data());
    stream.avail_in = static_cast<uInt>(part.size());
    stream.next_out = packed.data() + before;
    stream.avail_out = static_cast<uInt>(packed.size() - before);
    EXPECT(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    packed.resize(packed.size() - stream.avail_out);
  } while (!text.empty());
  return members;
}

// Returns whether a byte is the flags of a member (RFC 1952, 2.3). They say which fields stand before its data, and no
// checksum covers them: with one bit more, a reader skips the member's data as a field, and what follows may happen to
// be the next member's.
bool is_flags(const Members& members, std::size_t at) {
  return std::any_of(members.starts.begin(), members.starts.end(), [&](std::size_t start) { return at == start + 3; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const bool is_file = input.below(2) == 1;
  const std::uint32_t chunk = 1 + input.below(256);
  if (is_file) {
    const std::string_view file = as_text(input.rest());
    // Libarchive is not what is tested here, and is slow to begin: few of its files are enough (see the corpus).
    const Unpacked whole = unpack(file, SIZE_MAX, SIZE_MAX), pieces = unpack(file, 512, chunk);
    fuzz::expect_tells_nothing(whole.failure, file);
    if (recognise_content(file) != ContentType::gzip) {
      if (recognise_content(file) == ContentType::text) EXPECT(whole.text == file && whole == pieces);
      return 0;
    }
    EXPECT(whole.failure.empty() == pieces.failure.empty());
    if (whole.failure.empty()) EXPECT(whole.text == pieces.text);
    return 0;
  }
  const std::size_t wanted_size = 1 + input.below(512);
  const std::uint32_t cut = input.below(4) == 0 ? input.below(4096) : 0;
  const std::uint32_t flip = input.below(4) == 0 ? 1 + input.below(65535) : 0;
  const ByteSpan text = input.bytes(kMostText);
  const std::size_t member_size = std::max(wanted_size, text.size() / kMostMembers + 1);
  if (recognise_content(as_text(text)) != ContentType::text) return 0;

  Members members = gzip(text, member_size);
  Bytes& packed = members.bytes;
  const Unpacked honest{std::string(as_text(text)), {}};
  EXPECT(unpack(as_text(packed), SIZE_MAX, SIZE_MAX) == honest);
  EXPECT(unpack(as_text(packed), fuzz::kFirstOfText, chunk) == honest);
  packed.resize(packed.size() - cut % packed.size());
  const std::size_t flipped = (flip / 8) % packed.size();
  if (flip != 0) packed[flipped] ^= static_cast<std::uint8_t>(1U << (flip % 8));
  if (recognise_content(as_text(packed)) != ContentType::gzip) return 0;
  const Unpacked damaged = unpack(as_text(packed), fuzz::kFirstOfText, chunk);
  // Where a file ends between two members, or a bit says nothing about the text, it is whole for anybody who reads it.
  if (damaged.failure.empty() && !(flip != 0 && is_flags(members, flipped)))
    EXPECT(as_text(text).starts_with(damaged.text));
  return 0;
}
