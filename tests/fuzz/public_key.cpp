// A minisign public key, alone or as a file.
#include <string>

#include "expect.h"
#include "selfcheck/minisign.h"

using namespace selfcheck;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto key = minisign::parse_public_key(text);
  // A key has one form.
  if (key) EXPECT(minisign::format_public_key(*key) == text);

  // A file's comment and its line ends are free, so the file need not be the one that is written.
  const auto in_file = minisign::parse_public_key_file(text);
  if (!in_file) return 0;
  EXPECT(!key);
  EXPECT(text.find(minisign::format_public_key(*in_file)) != std::string::npos);
  const std::string written = minisign::format_public_key_file(*in_file);
  EXPECT(minisign::parse_public_key_file(written) == in_file);
  // An editor changes the line ends, and somebody who copies it loses the last one.
  EXPECT(minisign::parse_public_key_file(written.substr(0, written.size() - 1)) == in_file);
  std::string crlf;
  for (const char c : written) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  EXPECT(minisign::parse_public_key_file(crlf) == in_file);
  return 0;
}
