#include "input/raw_input.h"

#include <vector>

namespace selfcheck::cli {
namespace {

constexpr std::size_t kChunkSize = std::size_t{64} * 1024;

}  // namespace

RawInput::RawInput(const std::string& path) : file_(path) {
  crypto_generichash_init(&hash_, nullptr, 0, std::tuple_size_v<Digest>);
}

std::size_t RawInput::read(std::span<char> buffer) {
  const std::size_t size = file_.read(buffer);
  crypto_generichash_update(&hash_, reinterpret_cast<const unsigned char*>(buffer.data()), size);
  bytes_ += size;
  return size;
}

InputFingerprint RawInput::finish() {
  std::vector<char> rest(kChunkSize);
  while (read(rest) != 0) {
  }
  InputFingerprint fingerprint{.bytes = bytes_};
  crypto_generichash_final(&hash_, fingerprint.digest.data(), fingerprint.digest.size());
  return fingerprint;
}

std::vector<InputFingerprint> fingerprints(const InputOptions& options) {
  std::vector<InputFingerprint> all;
  for (const std::string& path : input_paths(options)) all.push_back(RawInput(path).finish());
  return all;
}

}  // namespace selfcheck::cli
