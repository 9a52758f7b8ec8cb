#include "selfcheck/timestamp.h"

#include <gtest/gtest.h>

#include "selfcheck/manifest.h"
#include "test_list.h"

namespace selfcheck {
namespace {

TEST(Timestamp, ReadsAndWritesOneForm) {
  // These seconds are what `date -u -d ... +%s` prints.
  EXPECT_EQ(parse_timestamp("2026-11-23T09:30:05Z"), 1795426205);
  EXPECT_EQ(parse_timestamp("2000-02-29T00:00:00Z"), 951782400);
  EXPECT_EQ(parse_timestamp("9999-12-31T23:59:59Z"), 253402300799);
  for (const Timestamp time : {Timestamp{951782400}, Timestamp{1795426205}, Timestamp{253402300799}}) {
    EXPECT_EQ(parse_timestamp(format_timestamp(time)), time);
  }
}

TEST(Timestamp, RefusesEverythingElse) {
  for (const char* text :
       {"", "2026-11-23", "2026-11-23T09:30:05", "2026-11-23T09:30:05+00:00", "2026-11-23t09:30:05Z",
        "2026-11-23 09:30:05Z", "2026-11-23T09:30:05.0Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:60Z", "1999-12-31T23:59:59Z", "+026-01-01T00:00:00Z", "2026-01-01T00:00:00Z "}) {
    EXPECT_EQ(parse_timestamp(text), std::nullopt) << text;
  }
}

// A builder asks validate() before it hashes for hours, so validate() must not take what readers refuse. A computer
// whose clock has lost the time says 1970.
TEST(Timestamp, AManifestHasNoTimeThatCantBeWritten) {
  Manifest manifest = test::TestList(1).manifest;
  EXPECT_TRUE(validate(manifest));
  const auto refused = [&manifest](Timestamp published, Timestamp valid_until) {
    manifest.published = published;
    manifest.valid_until = valid_until;
    const auto valid = validate(manifest);
    EXPECT_EQ(valid.has_value(), parse_manifest(as_bytes(write_manifest(manifest))).has_value());
    return valid ? "" : valid.error().place;
  };
  EXPECT_EQ(refused(kFirstTimestamp, kFirstTimestamp + 1), "");
  EXPECT_EQ(refused(kFirstTimestamp - 1, kFirstTimestamp + 1), "published");
  EXPECT_EQ(refused(0, 1), "published");
  EXPECT_EQ(refused(kLastTimestamp - 1, kLastTimestamp), "");
  EXPECT_EQ(refused(kLastTimestamp - 1, kLastTimestamp + 1), "valid_until");
  EXPECT_EQ(refused(kLastTimestamp + 1, kLastTimestamp + 2), "published");
}

}  // namespace
}  // namespace selfcheck
