#include "selfcheck/tag.h"

#include <gtest/gtest.h>

namespace selfcheck {
namespace {

TEST(StoredValue, EndsOfTheRange) {
  const ValueSpace space{100, 20};
  EXPECT_EQ(stored_value(0, space), 0u);
  EXPECT_EQ(stored_value(UINT64_MAX, space), space.size() - 1);
}

}  // namespace
}  // namespace selfcheck
