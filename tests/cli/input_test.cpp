// The parts of reading an input that no script can see.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "base/failure.h"
#include "input/csv_row.h"
#include "input/input_fingerprint.h"
#include "input/intake.h"

namespace selfcheck::cli {
namespace {

class InputFiles : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = "/tmp/selfcheck-input-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    directory_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  std::string file(const std::string& name, const std::string& content) {
    const std::string path = directory_ / name;
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }

 private:
  std::filesystem::path directory_;
};

TEST_F(InputFiles, HaveFingerprintsOfTheirBytes) {
  InputOptions options;
  options.paths = {file("a", "9999912345\n9999912346\n"), file("b", std::string(1'000'000, '\n')), file("c", "")};
  const auto before = fingerprints(options);
  ASSERT_EQ(before.size(), 3U);
  EXPECT_EQ(before[0].bytes, 22U);
  EXPECT_EQ(before[1].bytes, 1'000'000U);
  EXPECT_EQ(before[2].bytes, 0U);

  std::uint64_t numbers = 0;
  const auto counts = read_identifiers(Kind::mobile, options, {}, [&](Place, const CanonicalForm&) { ++numbers; });
  EXPECT_EQ(numbers, 2U);
  EXPECT_EQ(counts.inputs, before);

  file("a", "9999912345\n9999912347\n");
  const auto after = fingerprints(options);
  EXPECT_NE(after[0], before[0]);
  EXPECT_EQ(after[1], before[1]);
}

TEST_F(InputFiles, AreNamedByWhatDecidesWhichNumbersAreRead) {
  InputOptions options;
  EXPECT_TRUE(asked(options).empty());
  options.columns = {{.number = 3, .name = {}}, {.number = 0, .name = "phone"}};
  options.delimiter = ';';
  options.repair = true;
  const std::vector<std::pair<std::string, std::string>> wanted{
      {"--column", "3"}, {"--column", "phone"}, {"--delimiter", ";"}, {"--repair", ""}};
  EXPECT_EQ(asked(options), wanted);
}

TEST_F(InputFiles, AreNotReadTwiceFromStandardInput) {
  InputOptions options;
  options.paths = {"-", "-"};
  EXPECT_THROW(static_cast<void>(input_paths(options)), Failure);
  options.paths = {};
  EXPECT_EQ(input_paths(options), std::vector<std::string>{"-"});
}

// Our own code cuts a row without quotes, and libcsv one with quotes. The fields must be the same.
TEST(CsvRows, AreCutAsLibcsvDoes) {
  std::mt19937 random(5);
  for (const char delimiter : {',', ';', '\t', '|'}) {
    CsvRow quick(delimiter), by_libcsv(delimiter);
    const std::string characters = std::string("ab9  \t\v'") + delimiter + delimiter;
    for (int i = 0; i < 20'000; ++i) {
      std::string text = "x";
      for (std::size_t size = random() % 12; size > 0; --size) text += characters[random() % characters.size()];
      const std::string with_quotes = text + delimiter + "\"\"";
      ASSERT_EQ(quick.parse(text), RowEnd::complete);
      ASSERT_EQ(by_libcsv.parse(with_quotes), RowEnd::complete);
      ASSERT_EQ(quick.size() + 1, by_libcsv.size()) << text;
      for (std::size_t field = 0; field < quick.size(); ++field) {
        ASSERT_EQ(quick.field(field), by_libcsv.field(field)) << text;
      }
    }
  }
}

}  // namespace
}  // namespace selfcheck::cli
