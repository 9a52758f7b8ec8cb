#include "input/text_lines.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace selfcheck::cli {
namespace {

constexpr std::string_view kLineEnds = "\r\n";

}  // namespace

bool is_blank(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\t' || c == '\v' || c == '\f'; });
}

bool TextLines::fill() {
  while (unread_.empty() && !at_end_) {
    const Chunk chunk = input_.next();
    unread_ = chunk.bytes;
    at_end_ = chunk.last;
    feed_ = return_ = nullptr;
  }
  return !unread_.empty();
}

std::size_t TextLines::line_end() {
  const auto find_from_here = [this](const char*& next, char what) {
    if (next != nullptr && next >= unread_.data()) return;
    const void* found = std::memchr(unread_.data(), what, unread_.size());
    next = found == nullptr ? unread_.data() + unread_.size() : static_cast<const char*>(found);
  };
  find_from_here(feed_, '\n');
  find_from_here(return_, '\r');
  return static_cast<std::size_t>(std::min(feed_, return_) - unread_.data());
}

void TextLines::keep(std::string_view part, TextLine& line) {
  const std::size_t room = max_size_ - parts_.size();
  line.cut = line.cut || part.size() > room;
  parts_ += part.substr(0, room);
}

bool TextLines::next(TextLine& line) {
  parts_.clear();
  line.cut = false;
  bool begun = false;
  while (fill()) {
    if (std::exchange(after_cr_, false) && unread_.front() == '\n') {
      unread_.remove_prefix(1);
      continue;
    }
    const std::size_t end = line_end();
    const std::string_view part = unread_.substr(0, end);
    const bool ends = end < unread_.size();
    after_cr_ = ends && unread_[end] == '\r';
    unread_.remove_prefix(ends ? end + 1 : end);
    if (ends && !begun) {  // nearly all lines lie in one chunk whole
      line.number = ++lines_;
      line.cut = part.size() > max_size_;
      line.text = part.substr(0, max_size_);
      return true;
    }
    begun = true;
    keep(part, line);
    if (ends) break;
  }
  if (!begun) return false;
  line.number = ++lines_;
  line.text = parts_;
  return true;
}

std::string_view TextLines::sample() {
  if (!fill() || at_end_) return unread_;
  const std::size_t end = unread_.find_last_of(kLineEnds);
  return unread_.substr(0, end == std::string_view::npos ? 0 : end);
}

}  // namespace selfcheck::cli
