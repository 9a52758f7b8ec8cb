// Tells where the repository's files are, for tests that read them.
#pragma once

#include <string>

namespace selfcheck::test {

/// Returns the path of a file of the repository, by its path from the repository's top.
std::string in_repository(const std::string& path);

}  // namespace selfcheck::test
