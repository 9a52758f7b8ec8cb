// Gives a directory of static files as HTTP responses, with the headers that a host of lists should send
// (docs/SERVING.md). It is for the demo and the tests.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "files/files.h"

namespace selfcheck::cli {

struct SiteResponse {
  int status = 200;
  std::string content_type;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

/// Returns the response to a GET of `path`, which is percent-decoded, without a query, and begins with `/`. A directory
/// gives its index.html, by way of a redirect if the final slash is missing, or else 404. Names that begin with a dot,
/// among them `..`, and links that lead out of `root` give 404. `root` must be canonical.
SiteResponse respond(const fs::path& root, std::string_view path);

/// Whether files of this type are worth compressing. Buckets are not, and the length of one that is compressed could
/// say what is in it.
bool is_compressible(std::string_view content_type);

}  // namespace selfcheck::cli
