#include "input/raw_input.h"

#include <tuple>

#include "base/redact.h"

namespace selfcheck::cli {

RawInput::RawInput(const std::string& path)
    : file_(path), name_(path == kStandardInput ? "standard input" : shown_path(path)) {
  crypto_generichash_init(&hash_, nullptr, 0, std::tuple_size_v<Digest>);
}

Chunk RawInput::next() {
  const std::size_t size = file_.read({buffer_.data(), buffer_.size()});
  crypto_generichash_update(&hash_, reinterpret_cast<const unsigned char*>(buffer_.data()), size);
  bytes_ += size;
  at_end_ = size < buffer_.size();
  return {{buffer_.data(), size}, at_end_};
}

InputFingerprint RawInput::finish() {
  while (!at_end_) static_cast<void>(next());
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
