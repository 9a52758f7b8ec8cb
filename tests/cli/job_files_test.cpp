// Whether a job's files are taken for whole, and for those of its plan; and how numbers are sorted when there are more
// of them than fit into memory.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "base/failure.h"
#include "job/number_sorter.h"
#include "job/prepare.h"
#include "job_fixture.h"
#include "selfcheck/bucket_index.h"

namespace selfcheck::cli {
namespace {

class JobFiles : public TestDirectory {
 protected:
  static constexpr SealedName kName{.kind = SealedKind::numbers, .plan = {1, 2, 3}, .index = 7};

  [[nodiscard]] SealedProblem problem(const SealedName& name = kName) const {
    const auto content = read_sealed(path_, name);
    EXPECT_FALSE(content.has_value());
    return content ? SealedProblem::missing : content.error();
  }

  fs::path path_ = root_ / "sealed";
  Bytes content_{'o', 'n', 'e', 0, 255};
};

TEST_F(JobFiles, ASealedFileIsReadBackAndNobodyElseMayReadIt) {
  EXPECT_EQ(problem(), SealedProblem::missing);
  write_sealed(path_, kName, {});
  EXPECT_EQ(read_sealed(path_, kName), Bytes{});
  write_sealed(path_, kName, content_);
  EXPECT_EQ(read_sealed(path_, kName), content_);
  EXPECT_EQ(fs::status(path_).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(std::distance(fs::directory_iterator(root_), {}), 1) << "something is left beside it";
}

TEST_F(JobFiles, EveryFlippedBitAndEveryTruncationIsNoticed) {
  write_sealed(path_, kName, content_);
  const std::string whole = content_of(path_);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    flip_bit(path_, i);
    EXPECT_EQ(problem(), SealedProblem::damaged) << i;
    write_content(path_, whole.substr(0, i));
    EXPECT_EQ(problem(), SealedProblem::damaged) << i;
    write_content(path_, whole);
  }
  write_content(path_, whole + '\0');
  EXPECT_EQ(problem(), SealedProblem::damaged);
}

TEST_F(JobFiles, ASealedFileOfAnotherPlanOrPlaceIsNotTakenForThisOne) {
  write_sealed(path_, kName, content_);
  SealedName name = kName;
  name.plan[31] = 1;
  EXPECT_EQ(problem(name), SealedProblem::other_plan);
  name = kName;
  name.index = 8;
  EXPECT_EQ(problem(name), SealedProblem::other_thing);
  name = kName;
  name.kind = SealedKind::known;
  EXPECT_EQ(problem(name), SealedProblem::other_thing);
}

TEST_F(JobFiles, APlanIsReadBackAsItWasWritten) {
  JobPlan plan = make_job(root_ / "job").plan;
  plan.sequence = 3;
  plan.valid_until = plan.prepared + 1000;
  plan.withdrawn = true;
  plan.has_base = true;
  plan.known = 5;
  plan.counts.accepted = 40;
  plan.counts.rejected = 3;
  plan.counts.rejected_by_reason = {{{RowFault::quote, ErrorCode::none}, 1}, {{RowFault::none, ErrorCode::masked}, 2}};
  plan.counts.rejected_by_pattern = {{RejectPattern::masked, 2}};
  plan.counts.repaired = 1;
  plan.counts.repaired_by_pattern = {{RejectPattern::apostrophe, 1}};
  plan.counts.inputs = {{.bytes = 12, .digest = {4, 5}}, {.bytes = 0, .digest = {}}};
  plan.asked = {{"--title", "A \"title\""}, {"--test", ""}};
  const std::string text = write_plan(plan);
  const JobPlan again = parse_plan(as_bytes(text));
  EXPECT_EQ(write_plan(again), text);
  EXPECT_EQ(again.asked, plan.asked);
  EXPECT_EQ(again.counts.inputs, plan.counts.inputs);
  EXPECT_EQ(again.counts.rejected_by_reason, plan.counts.rejected_by_reason);
  EXPECT_EQ(again.counts.repaired_by_pattern, plan.counts.repaired_by_pattern);
  EXPECT_EQ(again.sequence, plan.sequence);
  EXPECT_FALSE(again.published.has_value());
}

std::string failure_of(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  try {
    static_cast<void>(parse_plan(as_bytes(text)));
  } catch (const Failure& failure) {
    return failure.message();
  }
  return "none";
}

TEST_F(JobFiles, APlanThatIsNotOneIsRefused) {
  const std::string text = write_plan(make_job(root_ / "job").plan);
  EXPECT_NE(failure_of(text, "selfcheck-job/1", "selfcheck-job/2").find("another version"), std::string::npos);
  EXPECT_NE(failure_of(text, "\"chunk_size\": 4", "\"chunk_size\": 0"), "none");
  EXPECT_NE(failure_of(text, "\"chunk_size\": 4", "\"chunk_size\": -4"), "none");
  EXPECT_NE(failure_of(text, "\"chunk_size\": 4", "\"chunk_size\": 4, \"chunk_size\": 4"), "none");
  EXPECT_NE(failure_of(text, "\"group_chunks\": 4", "\"group_chunks\": 9007199254740991"), "none");
  EXPECT_NE(failure_of(text, "\"entries\"", "\"entrys\""), "none");
  EXPECT_NE(failure_of(text, "\"counts\"", "\"count\""), "none");
}

TEST_F(JobFiles, APlanIsCutIntoChunksThatMakeUpAll) {
  for (const std::uint64_t entries : {1ULL, 15ULL, 16ULL, 17ULL, 12'345ULL, 1'000'000ULL, 1'100'000'000ULL}) {
    JobPlan plan;
    plan.manifest.entries = entries;
    cut_work(plan);
    std::uint64_t by_chunk = 0, by_group = 0, chunks = 0;
    for (std::uint64_t group = 0; group < plan.groups(); ++group) {
      by_group += plan.numbers_of(group);
      chunks += plan.chunks_of(group);
    }
    for (std::uint64_t chunk = 0; chunk < plan.chunks(); ++chunk) by_chunk += plan.size_of_chunk(chunk);
    EXPECT_EQ(by_chunk, entries);
    EXPECT_EQ(by_group, entries);
    EXPECT_EQ(chunks, plan.chunks());
    EXPECT_LE(plan.group_chunks, 256U);
  }
}

TEST(NumberKey, HasTheBucketPrefixAndGivesTheNumberBack) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 1000; ++i) {
    const auto form =
        CanonicalForm::from_valid_digits(Kind::mobile, std::to_string(6'000'000'000 + random() % 4'000'000'000));
    const NumberKey key = number_key(form);
    EXPECT_EQ(prefix_of(key), bucket_prefix(form));
    EXPECT_TRUE(form_of(Kind::mobile, key) == form);
  }
}

// Returns the numbers that the sorter gives. By sort and by drain they must be the same.
std::vector<NumberKey> sorted(const fs::path& directory, const std::vector<NumberKey>& keys, SorterLimits limits) {
  NumberSorter sorter(directory, limits);
  for (const NumberKey key : keys) sorter.add(key);
  std::vector<NumberKey> first, second;
  const auto into = [](std::vector<NumberKey>& all) {
    return [&all](std::span<const NumberKey> some) { all.insert(all.end(), some.begin(), some.end()); };
  };
  const std::uint64_t distinct = sorter.sort(into(first));
  EXPECT_EQ(distinct, first.size());
  sorter.drain(into(second));
  EXPECT_EQ(first, second);
  EXPECT_TRUE(fs::is_empty(directory)) << "something is left";
  return first;
}

TEST_F(JobFiles, NumbersAreSortedWithinAnyMemory) {
  std::mt19937_64 random(2);
  constexpr NumberKey kAll = (NumberKey{1} << 56) - 1;
  std::vector<NumberKey> spread, one_place, same(1000, NumberKey{77} << 48);
  for (int i = 0; i < 1000; ++i) {
    spread.push_back(random() & kAll);
    one_place.push_back((NumberKey{200} << 48) | (random() & 0xFFFF) | ((random() % 3) << 40));
    same.push_back((NumberKey{77} << 48) + random() % 3);
  }
  for (const auto& keys : {spread, one_place, same, std::vector<NumberKey>{}, std::vector<NumberKey>{0, kAll, 0}}) {
    const std::set<NumberKey> distinct(keys.begin(), keys.end());
    const std::vector<NumberKey> expected(distinct.begin(), distinct.end());
    for (const SorterLimits limits :
         {SorterLimits{}, SorterLimits{2, 16}, SorterLimits{3, 64}, SorterLimits{8, 1024}}) {
      EXPECT_TRUE(sorted(root_, keys, limits) == expected) << limits.waiting;
    }
  }
}

}  // namespace
}  // namespace selfcheck::cli
