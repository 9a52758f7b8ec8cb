#include "input/unpacked_input.h"

#include <fmt/format.h>

#include "base/failure.h"
#include "input/archive_input.h"
#include "input/content_type.h"
#include "input/gzip_input.h"

namespace selfcheck::cli {
namespace {

constexpr int kMostLevels = 4;  // more often than anybody packs a file, and an end to a file that holds itself

}  // namespace

Chunk UnpackedInput::open() {
  source_ = &file_;
  for (int level = 0; level < kMostLevels; ++level) {
    const Chunk first = source_->next();
    const ContentType type = recognise_content(first.bytes);
    fail_unless_text(type, file_.name());
    if (type == ContentType::text) return first;
    levels_.push_back(std::make_unique<ResumedSource>(first, *source_));
    ByteSource& packed = *levels_.back();
    if (type == ContentType::gzip) {
      levels_.push_back(std::make_unique<GzipInput>(packed, file_.name()));
    } else {
      levels_.push_back(std::make_unique<ArchiveInput>(packed, file_.name()));
    }
    source_ = levels_.back().get();
  }
  throw Failure(ExitCode::rejected, fmt::format("{} is compressed again and again", file_.name()), "unpack it first");
}

Chunk UnpackedInput::next() { return source_ == nullptr ? open() : source_->next(); }

}  // namespace selfcheck::cli
