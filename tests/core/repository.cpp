#include "repository.h"

namespace selfcheck::test {

std::string in_repository(const std::string& path) { return SELFCHECK_REPOSITORY "/" + path; }

}  // namespace selfcheck::test
