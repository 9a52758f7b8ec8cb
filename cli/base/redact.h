// Keeps numbers out of messages. Somebody will type a number where a file name or an option was meant; the message
// about it ends up in a terminal's history, a log or a bug report.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace selfcheck::cli {

/// Returns `text` (UTF-8) with `#` for every digit of what could be an identifier: five digits in a row, of any script
/// that normalize() reads, or nine with nothing but spaces, hyphens, dots or the like between them. Control and
/// direction characters and malformed UTF-8 become `?`, so that no file name can steer the terminal.
std::string redact(std::string_view text);

/// Returns a path for a message: in quotes, and redacted.
std::string shown_path(const std::filesystem::path& path);

}  // namespace selfcheck::cli
