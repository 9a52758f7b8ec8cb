// A pointer's trusted comment, and the names of a list's files. The first two bytes are an index, and the rest is the
// comment.
#include "selfcheck/list_files.h"

#include <string>

#include "expect.h"
#include "input.h"

using namespace selfcheck;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::uint32_t index = input.below(0x10000);

  // A bucket's name says its index and nothing else, and it always has the same length.
  const std::string name = bucket_file(index);
  EXPECT(name.size() == 8 && name.ends_with(".bin"));
  std::uint32_t read = 0;
  for (const char c : name.substr(0, 4)) {
    const std::size_t nibble = std::string_view("3456789bdfghlmnp").find(c);
    EXPECT(nibble != std::string_view::npos);
    read = read * 16 + static_cast<std::uint32_t>(nibble);
  }
  EXPECT(read == index);

  const std::string comment(as_text(input.rest()));
  const Digest root = manifest_hash(as_bytes(comment));
  EXPECT(bucket_path(root, index) == "buckets/" + to_hex(root) + "/" + name);
  EXPECT(parse_pointer_comment(pointer_comment(root)) == root);

  // A comment has one form.
  const auto hash = parse_pointer_comment(comment);
  if (hash) {
    EXPECT(pointer_comment(*hash) == comment);
  } else {
    EXPECT(hash.error().code == ErrorCode::pointer_format || hash.error().code == ErrorCode::unsupported_format);
    EXPECT(hash.error().place == kPointerFile);
  }
  return 0;
}
