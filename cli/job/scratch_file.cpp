#include "job/scratch_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <numeric>

#include "base/failure.h"
#include "base/machine_fault.h"
#include "base/redact.h"

namespace selfcheck::cli {
namespace {

// How many numbers a block of ChaCha20 has, which is 64 bytes.
constexpr std::size_t kBlockKeys = 64 / sizeof(NumberKey);
// One nonce does for all files, since each has its own key, and no byte of a file is written twice.
constexpr std::array<unsigned char, crypto_stream_chacha20_NONCEBYTES> kNonce{};

[[noreturn]] void fail_to_sort(const fs::path& folder) {
  const int error_number = errno;
  throw Failure::from_errno("sort the numbers in " + shown_path(folder), error_number);
}

std::uint64_t sum_of(std::span<const NumberKey> keys) {
  return std::accumulate(keys.begin(), keys.end(), NumberKey{0});
}

}  // namespace

ScratchFile ScratchFolder::new_file() const {
  ScratchFile scratch;
  scratch.folder_ = path_;
  std::string name = (path_ / fmt::format("{}XXXXXX", kPreparePrefix)).native();
  scratch.file_ = UniqueDescriptor(mkostemp(name.data(), O_CLOEXEC));
  if (!scratch.file_.valid() || unlink(name.c_str()) != 0) fail_to_sort(path_);
  randombytes_buf(scratch.key_.mutable_span().data(), scratch.key_.mutable_span().size());
  return scratch;
}

void ScratchFile::encrypt(std::span<NumberKey> keys, std::uint64_t position) const {
  const auto apply = [this](std::span<NumberKey> whole_blocks, std::uint64_t block) {
    auto* bytes = reinterpret_cast<unsigned char*>(whole_blocks.data());
    crypto_stream_chacha20_xor_ic(bytes, bytes, whole_blocks.size_bytes(), kNonce.data(), block, key_.span().data());
  };
  if (const std::size_t before = position % kBlockKeys; before != 0) {
    std::array<NumberKey, kBlockKeys> block{};
    const auto head = keys.first(std::min(kBlockKeys - before, keys.size()));
    const auto at = block.begin() + static_cast<std::ptrdiff_t>(before);
    std::copy(head.begin(), head.end(), at);
    apply(block, position / kBlockKeys);
    std::copy_n(at, head.size(), head.begin());
    sodium_memzero(block.data(), sizeof block);
    keys = keys.subspan(head.size());
    position += head.size();
  }
  if (!keys.empty()) apply(keys, position / kBlockKeys);
}

void ScratchFile::append(std::span<NumberKey> keys) {
  written_sum_ += sum_of(keys);
  encrypt(keys, size_);
  const auto* at = reinterpret_cast<const char*>(keys.data());
  auto offset = static_cast<off_t>(size_ * sizeof(NumberKey));
  for (std::size_t left = keys.size_bytes(); left != 0;) {
    const ssize_t written = pwrite(file_.get(), at, left, offset);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail_to_sort(folder_);
    at += written;
    offset += written;
    left -= static_cast<std::size_t>(written);
  }
  size_ += keys.size();
}

void ScratchFile::rewind() {
  position_ = 0;
  read_sum_ = 0;
}

std::size_t ScratchFile::read(std::span<NumberKey> keys) {
  keys = keys.first(std::min<std::uint64_t>(keys.size(), size_ - position_));
  auto* at = reinterpret_cast<char*>(keys.data());
  auto offset = static_cast<off_t>(position_ * sizeof(NumberKey));
  for (std::size_t left = keys.size_bytes(); left != 0;) {
    const ssize_t got = pread(file_.get(), at, left, offset);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail_to_sort(folder_);
    if (got == 0) throw machine_fault("a file that it has just written is shorter now");
    at += got;
    offset += got;
    left -= static_cast<std::size_t>(got);
  }
  encrypt(keys, position_);
  position_ += keys.size();
  read_sum_ += sum_of(keys);
  if (keys.empty() && read_sum_ != written_sum_) throw machine_fault("numbers came back from its disk as others");
  return keys.size();
}

}  // namespace selfcheck::cli
