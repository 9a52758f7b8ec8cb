#include "input/text_lines.h"

#include <algorithm>

#include "base/failure.h"

namespace selfcheck::cli {
namespace {

constexpr std::size_t kChunkSize = std::size_t{64} * 1024;

std::string_view without_byte_order_mark(std::string_view start) {
  if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF")) {
    throw Failure(ExitCode::rejected, "the input is UTF-16 text", "save it as UTF-8");
  }
  if (start.starts_with("\xEF\xBB\xBF")) start.remove_prefix(3);
  return start;
}

}  // namespace

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\v\f") == std::string_view::npos; }

TextLines::TextLines(RawInput& file, std::size_t max_size) : file_(file), max_size_(max_size), buffer_(kChunkSize) {}

bool TextLines::fill() {
  if (at_end_) return false;
  const std::size_t size = file_.read(buffer_);
  at_end_ = size < buffer_.size();
  unread_ = {buffer_.data(), size};
  if (std::exchange(at_start_, false)) unread_ = without_byte_order_mark(unread_);
  if (unread_.find('\0') != std::string_view::npos) {
    throw Failure(ExitCode::rejected, "the input is not text: it has zero bytes",
                  "a spreadsheet must be saved as CSV, UTF-16 text as UTF-8");
  }
  return !unread_.empty();
}

bool TextLines::next(TextLine& line) {
  line.text.clear();
  line.cut = false;
  bool begun = false;
  while (!unread_.empty() || fill()) {
    if (std::exchange(after_cr_, false) && unread_.front() == '\n') {
      unread_.remove_prefix(1);
      continue;
    }
    begun = true;
    const std::size_t end = std::min(unread_.find_first_of("\r\n"), unread_.size());
    const std::size_t room = max_size_ - line.text.size();
    line.cut = line.cut || end > room;
    line.text += unread_.substr(0, std::min(end, room));
    const bool ends = end < unread_.size();
    after_cr_ = ends && unread_[end] == '\r';
    unread_.remove_prefix(ends ? end + 1 : end);
    if (ends) break;
  }
  if (begun) line.number = ++lines_;
  return begun;
}

}  // namespace selfcheck::cli
