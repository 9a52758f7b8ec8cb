#include "evaluator/rate_file.h"

#include <fmt/format.h>

#include <charconv>

#include "base/failure.h"
#include "base/redact.h"
#include "base/wording.h"
#include "evaluator/token_bucket.h"
#include "files/files.h"

namespace selfcheck::cli {

std::uint32_t read_rate(const fs::path& file) {
  constexpr std::size_t kMaxSize = 32;
  const Bytes bytes = read_file_or_fail(file, kMaxSize);
  std::string_view text = as_text(bytes);
  while (text.ends_with('\n') || text.ends_with('\r') || text.ends_with(' ')) text.remove_suffix(1);
  std::uint32_t rate = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), rate);
  if (error != std::errc() || end != text.data() + text.size() || rate < 1 || rate > kMaxRate) {
    throw Failure(ExitCode::rejected, fmt::format("{} holds no rate", shown_path(file)),
                  fmt::format("write one number into it, from 1 to {}", grouped(kMaxRate)));
  }
  return rate;
}

}  // namespace selfcheck::cli
