#include "list/texts_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "base/failure.h"
#include "base/messages.h"
#include "base/redact.h"
#include "files/json_file.h"

namespace selfcheck::cli {
namespace {

// Returns the language whose texts break a rule. The file is valid JSON, and the parser says only which rule is broken,
// so each language is parsed alone.
std::string language_at_fault(ByteSpan file) {
  const auto all = nlohmann::ordered_json::parse(as_text(file), nullptr, false);
  if (!all.is_object()) return {};
  for (const auto& [language, texts] : all.items()) {
    const std::string alone = nlohmann::ordered_json{{language, texts}}.dump();
    if (!parse_texts(as_bytes(alone))) return language;
  }
  return {};
}

std::size_t line_of(ByteSpan file, std::uint64_t byte) {
  const auto end = file.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(byte, file.size()));
  return static_cast<std::size_t>(std::count(file.begin(), end, '\n')) + 1;
}

// Whether an error with this code says at which byte the text is wrong.
bool says_at_which_byte(ErrorCode code) {
  return code == ErrorCode::json_syntax || code == ErrorCode::json_duplicate_key || code == ErrorCode::json_number ||
         code == ErrorCode::json_too_deep;
}

}  // namespace

const char* const kTextsExample = R"(  {
    "en": {
      "title": "Leak of June 2023",
      "publisher": "Example News",
      "about": "Numbers from the leak, and how we know.",
      "link": "https://news.example/leak"
    },
    "hi": { "title": "...", "publisher": "...", "about": "", "link": "" }
  })";

std::vector<ListTexts> read_texts_file(const fs::path& path) {
  const Bytes file = read_json_file(path, kMaxManifestSize);
  auto texts = parse_texts(file);
  if (texts) return *std::move(texts);

  const Error& error = texts.error();
  constexpr const char* kHint = "selfcheck build --help shows such a file";
  if (says_at_which_byte(error.code)) {
    throw Failure(ExitCode::rejected,
                  fmt::format("in the --texts file, line {}: {}", line_of(file, error.number), describe(error)), kHint);
  }
  const std::string language = language_at_fault(file);
  throw Failure(ExitCode::rejected,
                language.empty()
                    ? fmt::format("in the --texts file: {}", describe(error))
                    : fmt::format("in the --texts file, language '{}': {}", redact(language), describe(error)),
                kHint);
}

}  // namespace selfcheck::cli
