#include "input_lines.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "csv_column.h"
#include "failure.h"
#include "selfcheck/identifier.h"

namespace selfcheck::cli {
namespace {

constexpr std::size_t kChunkSize = std::size_t{64} * 1024;

class PlainLines : public LinePieces {
 public:
  explicit PlainLines(const TakeText& take) : take_(take) {}

  void piece(std::string_view text) override {
    const bool ends = text.ends_with('\n');
    if (ends) text.remove_suffix(1);
    line_ += text.substr(0, std::min(text.size(), kMaxTypedSize + 1 - line_.size()));
    if (ends) end_line();
  }
  void finish() override {
    if (!line_.empty()) end_line();
  }

 private:
  void end_line() {
    ++number_;
    if (line_.find_first_not_of(" \t\r\v\f") != std::string::npos) take_(number_, line_);
    line_.clear();
  }

  const TakeText& take_;
  std::string line_;
  std::uint64_t number_ = 0;
};

std::string_view without_byte_order_mark(std::string_view start) {
  if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF")) {
    throw Failure(ExitCode::rejected, "the input is UTF-16 text", "save it as UTF-8");
  }
  if (start.starts_with("\xEF\xBB\xBF")) start.remove_prefix(3);
  return start;
}

}  // namespace

void read_input(InputFile& file, const InputOptions& options, const TakeText& take) {
  std::unique_ptr<LinePieces> lines;
  if (options.column == 0) {
    lines = std::make_unique<PlainLines>(take);
  } else {
    lines = std::make_unique<CsvColumn>(options.column, options.header, take);
  }

  std::vector<char> buffer(kChunkSize);
  bool first = true;
  for (std::size_t size = kChunkSize; size == kChunkSize; first = false) {
    size = file.read(buffer);
    std::string_view chunk(buffer.data(), size);
    if (first) chunk = without_byte_order_mark(chunk);
    if (chunk.find('\0') != std::string_view::npos) {
      throw Failure(ExitCode::rejected, "the input is not text: it has zero bytes",
                    "a spreadsheet must be saved as CSV, UTF-16 text as UTF-8");
    }
    while (!chunk.empty()) {
      const std::size_t end = std::min(chunk.find('\n'), chunk.size() - 1) + 1;
      lines->piece(chunk.substr(0, end));
      chunk.remove_prefix(end);
    }
  }
  lines->finish();
}

}  // namespace selfcheck::cli
