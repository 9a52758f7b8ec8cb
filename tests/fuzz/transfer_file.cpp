// Files of `job export`. The input says which parts a file has, how it was damaged, and whether somebody made new
// checksums for it. A second reader, written from transfer_file.h alone, says what can be read of it: that much is
// given out, byte for byte, and a file is taken if and only if the writer writes it.
#include "job/transfer_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "base/failure.h"
#include "expect.h"
#include "input.h"
#include "job/job_plan.h"
#include "memory_file.h"
#include "sealed_bytes.h"
#include "tells_nothing.h"
#include "temporary_directory.h"

namespace {

std::size_t largest_allocation = 0;

}  // namespace

// Each allocation's size is looked at: what a header announces must not be believed.
void* operator new(std::size_t size, const std::nothrow_t& /*nothrow*/) noexcept {
  largest_allocation = std::max(largest_allocation, size);
  return std::malloc(size);
}
void* operator new(std::size_t size) {
  void* memory = operator new(size, std::nothrow);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { std::free(memory); }

using namespace selfcheck;
using namespace selfcheck::cli;
using namespace selfcheck::fuzz;

namespace {

constexpr std::uint64_t kWork = 5, kResults = 6;
// What anything but a part takes, such as a message.
constexpr std::size_t kSmallAllocation = 4096;

// Takes the first record off, if it is whole but perhaps for its checksum, and has a content of at most `most` bytes.
// Returns what is wrong, or nothing.
std::string_view take_record(ByteSpan& rest, std::uint64_t most, ByteSpan& taken) {
  if (rest.size() < kContentAt) return "it ends early";
  if (!as_text(rest).starts_with(kSealedMagic)) return "a part of it does not begin as one must";
  const std::uint64_t size = number_at(rest, kSizeAt);
  if (size > most) return "a part of it has a size that none can have";
  if (rest.size() < kContentAt + size + kChecksumSize) return "it ends early";
  taken = rest.first(kContentAt + size + kChecksumSize);
  rest = rest.subspan(taken.size());
  return {};
}

std::string_view take_checked_record(ByteSpan& rest, std::uint64_t most, ByteSpan& taken) {
  const std::string_view wrong = take_record(rest, most, taken);
  if (!wrong.empty()) return wrong;
  if (std::ranges::equal(checksum_of(taken.first(taken.size() - kChecksumSize)), taken.last(kChecksumSize))) return {};
  return "the checksum of a part is wrong";
}

// What the second reader makes of a file.
struct Told {
  bool begins = false;
  std::size_t parts = 0;   // parts that can be used
  std::string_view wrong;  // nothing if the file is whole
};

Told second_reader(ByteSpan file, std::uint64_t most) {
  Told told;
  ByteSpan first, part;
  if (!take_checked_record(file, kMaxPlanSize, first).empty() || number_at(first, kIndexAt) != 0) return told;
  const std::uint64_t kind = number_at(first, kKindAt);
  told.begins = kind == kWork || (kind == kResults && number_at(first, kSizeAt) == 0);
  for (; told.begins; ++told.parts) {
    told.wrong = take_checked_record(file, most, part);
    if (!told.wrong.empty()) return told;
    if (!std::ranges::equal(part.subspan(kPlanAt, sizeof(PlanId)), first.subspan(kPlanAt, sizeof(PlanId)))) {
      told.wrong = "a part of another job is in it";
      return told;
    }
    if (number_at(part, kKindAt) != kind) continue;
    const bool counts = number_at(part, kIndexAt) == 1 && number_at(part, kSizeAt) == 8;
    if (!counts || number_at(part, kContentAt) != told.parts || !file.empty()) {
      told.wrong = "parts are missing, or there are too many";
    }
    return told;
  }
  return told;
}

void make_checksums_anew(Bytes& file) {
  ByteSpan rest = file, taken;
  for (std::size_t at = 0; take_record(rest, file.size(), taken).empty(); at += taken.size()) {
    make_checksum_anew(std::span(file).subspan(at, taken.size()));
  }
}

struct Asked {
  Bytes file;
  bool honest = true;  // it is a file that the writer writes for some job, with parts that are not too large
};

Asked file_from(Input& input, std::uint64_t most) {
  Asked asked;
  const std::uint64_t kind = input.below(2) == 0 ? kWork : kResults;
  const std::size_t first_size = kind == kWork ? input.byte() : 0;
  asked.file = sealed_bytes(kind, {}, 0, input.bytes(first_size));
  const std::uint32_t parts = input.below(5);
  for (std::uint32_t i = 0; i < parts; ++i) {
    const std::uint64_t of_kind = input.below(8) == 0 ? input.number(8) : 1 + input.below(6);
    PlanId plan{};
    if (input.below(16) == 1) plan.fill(1);
    const std::uint64_t index = input.below(8) == 0 ? input.number(8) : input.below(4);
    const ByteSpan content = input.bytes(input.byte());
    append_bytes(asked.file, sealed_bytes(of_kind, plan, index, content));
    asked.honest =
        asked.honest && of_kind != kWork && of_kind != kResults && plan == PlanId{} && content.size() <= most;
  }
  Bytes count;
  append_little_endian(count, parts);
  append_bytes(asked.file, sealed_bytes(kind, {}, 1, count));
  return asked;
}

Bytes written(SealedKind kind, const PlanId& plan, ByteSpan plan_json, const std::vector<TransferPart>& parts) {
  static const TemporaryDirectory kDirectory;
  const fs::path path = kDirectory.path() / "exported";
  TransferWriter writer(path, kind, plan, plan_json);
  for (const TransferPart& part : parts) writer.add(part.sealed);
  writer.finish();
  Bytes file = read_file_or_fail(path, SIZE_MAX);
  fs::remove(path);
  return file;
}

void expect_no_more_than(std::uint64_t most_content) {
  EXPECT(largest_allocation <= std::max<std::uint64_t>(kSmallAllocation, most_content + kContentAt + kChecksumSize));
  largest_allocation = 0;
}

void expect_message(const Failure& failure, ByteSpan file, const std::string& expected) {
  EXPECT(failure.message() == expected && !failure.hint().empty());
  expect_tells_nothing(failure.message() + failure.hint(), as_text(file));
}

std::string damaged_message(const std::string& shown, std::string_view wrong, std::size_t taken) {
  return fmt::format("{} is damaged: {}; {} whole part{} before that {} taken", shown, wrong, taken,
                     taken == 1 ? "" : "s", taken == 1 ? "was" : "were");
}

// Reads a file to its end, or up to the part that whoever reads it refuses, and compares all of it with what the second
// reader told. If it `writes`, a whole file is written once more.
void read(const std::string& path, ByteSpan file, std::uint64_t most, std::size_t refused, bool writes,
          const Told& told) {
  std::vector<TransferPart> parts;
  largest_allocation = 0;
  TransferReader reader(path);
  expect_no_more_than(kMaxPlanSize);
  EXPECT(told.begins);
  std::size_t at = reader.plan_json().size() + kContentAt + kChecksumSize;
  try {
    while (true) {
      largest_allocation = 0;
      auto part = reader.next(most);
      expect_no_more_than(most);
      if (!part) break;
      EXPECT(parts.size() < told.parts && at <= file.size() && part->sealed.size() <= file.size() - at);
      EXPECT(std::ranges::equal(part->sealed, file.subspan(at, part->sealed.size())));
      EXPECT(static_cast<std::uint64_t>(part->name.kind) == number_at(part->sealed, kKindAt) &&
             part->name.index == number_at(part->sealed, kIndexAt) && part->name.plan == reader.begin().plan);
      EXPECT(part->content().size() <= most && part->content().data() == part->sealed.data() + kContentAt);
      if (parts.size() == refused) {
        expect_message(reader.damaged("it is refused"), file,
                       damaged_message(reader.shown(), "it is refused", parts.size()));
        return;
      }
      at += part->sealed.size();
      parts.push_back(*std::move(part));
    }
  } catch (const Failure& failure) {
    expect_no_more_than(most);
    EXPECT(!told.wrong.empty() && parts.size() == told.parts);
    expect_message(failure, file, damaged_message(reader.shown(), told.wrong, told.parts));
    return;
  }
  EXPECT(told.wrong.empty() && parts.size() == told.parts);
  if (writes)
    EXPECT(std::ranges::equal(written(reader.begin().kind, reader.begin().plan, reader.plan_json(), parts), file));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static MemoryFile memory;
  Input input(data, size);
  const std::uint64_t most = 255 - input.below(248);
  const std::uint32_t reader = input.byte();
  const std::size_t refused = reader % 8 - std::size_t{1};  // 0 is for a reader that takes all
  const bool new_checksums = input.below(2) != 0;
  const Asked asked = file_from(input, most);
  Bytes file = edited(asked.file, input);
  if (new_checksums) make_checksums_anew(file);

  const Told told = second_reader(file, most);
  if (asked.honest && file == asked.file) EXPECT(told.begins && told.wrong.empty());
  const std::string& path = memory.with(as_text(file));
  try {
    // To write is slow. The second writer made what is as it was, so that one in four of those is enough.
    read(path, file, most, refused, file != asked.file || reader < 64, told);
  } catch (const Failure& failure) {
    EXPECT(!told.begins);
    expect_no_more_than(kMaxPlanSize);
    expect_message(failure, file, fmt::format("'{}' is no file that `job export` has made, or is damaged", path));
  }
  return 0;
}
