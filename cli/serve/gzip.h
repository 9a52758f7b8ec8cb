// Compresses what a host of sites compresses, too.
#pragma once

#include <string>
#include <string_view>

namespace selfcheck::cli {

/// Returns `bytes` in the gzip format (RFC 1952). Throws std::bad_alloc.
std::string gzipped(std::string_view bytes);

}  // namespace selfcheck::cli
