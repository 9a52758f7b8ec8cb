#include "input/gzip_input.h"

#include <fmt/format.h>
#include <zlib.h>

#include <new>
#include <utility>

#include "base/failure.h"
#include "base/stop_signals.h"

namespace selfcheck::cli {
namespace {

constexpr int kGzipOnly = 16 + MAX_WBITS;  // reads gzip alone, and no other format of zlib (zlib.h, inflateInit2)
constexpr char kMagic = '\x1F';

}  // namespace

GzipInput::GzipInput(ByteSource& packed, std::string name)
    : packed_(packed), name_(std::move(name)), stream_(std::make_unique<z_stream_s>()) {
  if (inflateInit2(stream_.get(), kGzipOnly) != Z_OK) throw std::bad_alloc();
}

GzipInput::~GzipInput() { inflateEnd(stream_.get()); }

bool GzipInput::fill() {
  while (unread_.empty() && !packed_ends_) {
    const Chunk chunk = packed_.next();
    unread_ = chunk.bytes;
    packed_ends_ = chunk.last;
  }
  return !unread_.empty();
}

bool GzipInput::next_member() {
  if (!fill()) return false;
  if (unread_.front() != kMagic) {
    throw Failure(ExitCode::rejected, fmt::format("{} has something behind its compressed data's end", name_),
                  "it is damaged, or two files in one: unpack it and look");
  }
  inflateReset(stream_.get());
  return in_member_ = true;
}

Chunk GzipInput::next() {
  throw_if_stopped();
  stream_->next_out = reinterpret_cast<Bytef*>(buffer_.data());
  stream_->avail_out = static_cast<uInt>(buffer_.size());
  while (stream_->avail_out != 0 && (in_member_ || next_member())) {
    if (!fill()) throw Failure(ExitCode::rejected, fmt::format("{} is truncated", name_), "get the whole file");
    stream_->next_in = reinterpret_cast<Bytef*>(const_cast<char*>(unread_.data()));
    stream_->avail_in = static_cast<uInt>(unread_.size());
    const int status = inflate(stream_.get(), Z_NO_FLUSH);
    unread_.remove_prefix(unread_.size() - stream_->avail_in);
    if (status == Z_MEM_ERROR) throw std::bad_alloc();
    if (status != Z_OK && status != Z_STREAM_END) {
      throw Failure(ExitCode::rejected, fmt::format("{} is damaged: it can't be unpacked", name_),
                    "get the file once more");
    }
    in_member_ = status != Z_STREAM_END;
  }
  return {{buffer_.data(), buffer_.size() - stream_->avail_out}, stream_->avail_out != 0};
}

}  // namespace selfcheck::cli
