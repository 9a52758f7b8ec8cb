// Reads the publisher's file with the texts that readers are shown about a list.
#pragma once

#include <vector>

#include "files/files.h"
#include "selfcheck/manifest.h"

namespace selfcheck::cli {

/// An example of such a file, for `--help`.
extern const char* const kTextsExample;

/// Reads a JSON object whose members are named by language and hold `title`, `publisher`, `about` and `link` (the
/// manifest's `texts`, docs/FORMAT.md). Throws a Failure that says which language breaks which rule.
std::vector<ListTexts> read_texts_file(const fs::path& path);

}  // namespace selfcheck::cli
