// A directory of static files as HTTP responses, with the headers that a host of lists should send
// (docs/EMBEDDING.md). For the demo and the tests.
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

/// The response to a GET of `path`: percent-decoded, without a query, beginning with `/`. A directory gives its
/// index.html, or 404. Names that begin with a dot, among them `..`, and links that lead out of `root` give 404.
/// `root` must be canonical.
SiteResponse respond(const fs::path& root, std::string_view path);

}  // namespace selfcheck::cli
