// Stored results of a job, in real files. The input says which files of one group there are, chunks' own and the joined
// one, how they were damaged, and what is then done with them. A model of the files, written from chunk_store.h alone,
// says after each step what is in every one of them, and at the end what can be read.
#include "job/chunk_store.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/failure.h"
#include "expect.h"
#include "input.h"
#include "sealed_bytes.h"
#include "tells_nothing.h"
#include "temporary_directory.h"

using namespace selfcheck;
using namespace selfcheck::cli;
using namespace selfcheck::fuzz;

namespace {

constexpr std::uint64_t kChunkKind = 3, kGroupKind = 4;
// What stands before the tags: canary, worker, and the two numbers of which the joined file's end has a copy.
constexpr std::size_t kCanarySize = 32, kTimesAt = 48, kTimesSize = 16, kFixedSize = 64;
// Five chunks of two numbers, the last of one, in two groups of three chunks and of two.
constexpr std::uint64_t kNumbers = 9, kChunkSize = 2, kGroupChunks = 3;

// The files of one group.
struct Files {
  std::vector<std::optional<Bytes>> own;  // of each chunk
  bool directory = false;                 // where those are
  std::optional<Bytes> joined;

  bool operator==(const Files&) const = default;
};

// One group's files as they are on the disk. It knows what it has put there, and writes only what is another.
class Disk {
 public:
  Disk(const fs::path& job, std::uint64_t group, std::uint64_t first, std::uint64_t count)
      : joined_(group_path(job, group)), directory_(chunk_path(job, group, first).parent_path()) {
    for (std::uint64_t i = 0; i < count; ++i) own_.push_back(chunk_path(job, group, first + i));
    files_.own.resize(count);
  }

  void put(const Files& files) {
    if (files.directory && !files_.directory) EXPECT(mkdir(directory_.c_str(), 0700) == 0);
    for (std::size_t i = 0; i < own_.size(); ++i) put(own_[i], files_.own[i], files.own[i]);
    if (!files.directory && files_.directory) EXPECT(rmdir(directory_.c_str()) == 0);
    put(joined_, files_.joined, files.joined);
    files_ = files;
  }

  // Reads what somebody else may have changed.
  const Files& get() {
    files_.directory = access(directory_.c_str(), F_OK) == 0;
    for (std::size_t i = 0; i < own_.size(); ++i) files_.own[i] = files_.directory ? get(own_[i]) : std::nullopt;
    files_.joined = get(joined_);
    return files_;
  }

 private:
  static void put(const fs::path& path, const std::optional<Bytes>& before, const std::optional<Bytes>& content) {
    if (before == content) return;
    if (!content) {
      EXPECT(unlink(path.c_str()) == 0);
      return;
    }
    const UniqueDescriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    EXPECT(write(file.get(), content->data(), content->size()) == std::ssize(*content));
  }
  static std::optional<Bytes> get(const fs::path& path) {
    const UniqueDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.valid()) return std::nullopt;
    std::array<std::uint8_t, 8192> content{};
    const ssize_t size = read(file.get(), content.data(), content.size());
    EXPECT(size >= 0 && size < std::ssize(content));
    return Bytes(content.begin(), content.begin() + size);
  }

  fs::path joined_, directory_;
  std::vector<fs::path> own_;
  Files files_;
};

JobPlan make_plan(bool keyed, bool keeps_hashes) {
  JobPlan plan;
  plan.chunk_size = kChunkSize;
  plan.group_chunks = kGroupChunks;
  plan.keep_hashes = keeps_hashes;
  plan.manifest.entries = kNumbers;
  plan.manifest.canary.hash.fill(5);
  if (keyed) plan.manifest.evaluation.emplace();
  return plan;
}

// Jobs of all kinds, in one directory. Only one of them has files in it at a time.
struct Jobs {
  TemporaryDirectory directory;
  std::vector<Job> all;
  std::vector<Disk> disks;  // of each group

  Jobs() {
    for (const bool keyed : {false, true}) {
      for (const bool keeps_hashes : {false, true}) {
        all.push_back({directory.path(), make_plan(keyed, keeps_hashes), {}});
        all.back().id.fill(1);
      }
    }
    EXPECT(mkdir((directory.path() / "tags").c_str(), 0700) == 0);
    create_file(plan_path(directory.path()), {},
                kPrivateFile);  // The store wants one to be there, and does not read it.
    disks.emplace_back(directory.path(), 0, 0, 3);
    disks.emplace_back(directory.path(), 1, 3, 2);
  }
};

Bytes content_of(const ChunkResult& result) {
  Bytes content(result.canary.begin(), result.canary.end());
  append_bytes(content, result.worker);
  append_little_endian(content, static_cast<std::uint64_t>(result.finished));
  append_little_endian(content, result.took_ms);
  for (const std::uint64_t tag : result.tags) append_little_endian(content, tag);
  for (const auto& hash : result.hashes) append_bytes(content, hash);
  return content;
}

// What the header says of one group of a job.
class Group {
 public:
  Group(const Job& job, std::uint64_t group)
      : job_(job), group_(group), first_(group * kGroupChunks), count_(group == 0 ? 3 : 2) {
    files.own.resize(count_);
  }

  [[nodiscard]] std::uint64_t first() const { return first_; }
  [[nodiscard]] std::uint64_t count() const { return count_; }

  // Where a chunk begins in the joined file; behind all of them is the end.
  [[nodiscard]] std::size_t offset(std::uint64_t i) const { return i * size_of(first_); }
  [[nodiscard]] std::size_t end_offset() const { return offset(count_ - 1) + size_of(first_ + count_ - 1); }
  [[nodiscard]] std::size_t size_of(std::uint64_t chunk) const {
    const bool keyed = job_.plan.manifest.evaluation.has_value();
    const std::size_t each = (keyed ? 0 : 8) + (keyed || job_.plan.keep_hashes ? 32 : 0);
    return kContentAt + kFixedSize + (chunk == 4 ? 1 : 2) * each + kChecksumSize;
  }

  // Returns a result that one of a few workers made. All of them agree, but for versions 2 and 3, which have another
  // tag and another hash.
  [[nodiscard]] ChunkResult made(std::uint64_t chunk, std::uint32_t version) const {
    const bool keyed = job_.plan.manifest.evaluation.has_value();
    ChunkResult result;
    result.canary.fill(5);
    result.worker.fill(static_cast<std::uint8_t>(version));
    result.finished = 1'780'000'000 + version;
    result.took_ms = chunk;
    for (std::uint64_t i = 0; i < (chunk == 4 ? 1 : 2); ++i) {
      if (!keyed) result.tags.push_back(chunk << 40 | i << 20 | (version == 2 ? 1 : 0));
      if (keyed || job_.plan.keep_hashes) {
        result.hashes.push_back({static_cast<std::uint8_t>(chunk), static_cast<std::uint8_t>(i)});
        result.hashes.back()[31] = version == 3 ? 1 : 0;
      }
    }
    return result;
  }
  [[nodiscard]] Bytes honest(std::uint64_t chunk, std::uint32_t version) const {
    return sealed_bytes(kChunkKind, job_.id, chunk, content_of(made(chunk, version)));
  }
  // Returns what is whole, and looks like a result of the chunk, but is none.
  [[nodiscard]] Bytes foreign(std::uint64_t chunk, std::uint32_t which) const {
    Bytes content = content_of(made(chunk, 0));
    PlanId other = job_.id;
    other.back() ^= 1;
    if (which == 0) return sealed_bytes(kChunkKind, other, chunk, content);
    if (which == 1) return sealed_bytes(kGroupKind, job_.id, chunk, content);
    if (which == 2) return sealed_bytes(kChunkKind, job_.id, chunk + 1, content);
    if (which == 3) content.front() ^= 1;
    if (which == 4) append_little_endian(content, 0);
    if (which == 5) content.resize(content.size() - 8);
    return sealed_bytes(kChunkKind, job_.id, chunk, content);
  }

  // The end of a joined file, or what is whole, and looks like it, but is none.
  [[nodiscard]] Bytes sealed_times(const std::vector<Bytes>& chunks, std::uint32_t which = 0) const {
    Bytes times;
    for (const Bytes& chunk : chunks) append_bytes(times, ByteSpan(chunk).subspan(kContentAt + kTimesAt, kTimesSize));
    PlanId plan = job_.id;
    if (which == 1) plan.back() ^= 1;
    if (which == 2) times.resize(times.size() - kTimesSize);
    if (which == 3) append_little_endian(times, 0);
    return sealed_bytes(which == 4 ? kChunkKind : kGroupKind, plan, group_ + (which == 5 ? 1 : 0), times);
  }
  [[nodiscard]] Bytes joined(const std::vector<Bytes>& chunks) const {
    Bytes file;
    for (const Bytes& chunk : chunks) append_bytes(file, chunk);
    append_bytes(file, sealed_times(chunks));
    return file;
  }

  // Whether the bytes are those that the store writes for a result of this chunk, whatever the worker, the times, the
  // tags and the hashes are.
  [[nodiscard]] bool is_result(std::uint64_t chunk, ByteSpan bytes) const {
    if (bytes.size() != size_of(chunk)) return false;
    const ByteSpan content = bytes.subspan(kContentAt, bytes.size() - kContentAt - kChecksumSize);
    const ByteSpan canary = content.first(kCanarySize);
    return std::ranges::all_of(canary, [](std::uint8_t byte) { return byte == 5; }) &&
           std::ranges::equal(bytes, sealed_bytes(kChunkKind, job_.id, chunk, content));
  }
  // Returns what stands in the joined file where a chunk, or the end, belongs, as far as there is something.
  [[nodiscard]] ByteSpan in_joined(std::size_t at, std::size_t size) const {
    if (!files.joined || at >= files.joined->size()) return {};
    return ByteSpan(*files.joined).subspan(at, std::min(size, files.joined->size() - at));
  }
  // Returns a chunk's result as it is stored, if it can be read: damage elsewhere does not matter to it.
  [[nodiscard]] std::optional<Bytes> readable(std::uint64_t i) const {
    const std::uint64_t chunk = first_ + i;
    if (files.own[i] && is_result(chunk, *files.own[i])) return files.own[i];
    const ByteSpan there = in_joined(offset(i), size_of(chunk));
    if (!is_result(chunk, there)) return std::nullopt;
    return Bytes(there.begin(), there.end());
  }
  // Returns `finished` and `took_ms` of a chunk as they are stored, if they are known.
  [[nodiscard]] std::optional<Bytes> times_of(std::uint64_t i) const {
    if (files.joined) {
      const ByteSpan end = in_joined(end_offset(), kContentAt + count_ * kTimesSize + kChecksumSize);
      if (end.size() != kContentAt + count_ * kTimesSize + kChecksumSize) return std::nullopt;
      const ByteSpan times = end.subspan(kContentAt, count_ * kTimesSize);
      if (!std::ranges::equal(end, sealed_bytes(kGroupKind, job_.id, group_, times))) return std::nullopt;
      const ByteSpan mine = times.subspan(i * kTimesSize, kTimesSize);
      return Bytes(mine.begin(), mine.end());
    }
    const auto result = readable(i);
    if (!result) return std::nullopt;
    const ByteSpan times = ByteSpan(*result).subspan(kContentAt + kTimesAt, kTimesSize);
    return Bytes(times.begin(), times.end());
  }

  void write(std::uint64_t i, const Bytes& result) {
    files.own[i] = result;
    files.directory = true;
  }
  // Returns how many were not there, or nothing if one of them is refused.
  [[nodiscard]] std::optional<std::uint64_t> add(const std::vector<std::pair<std::uint64_t, Bytes>>& results) {
    std::vector<std::optional<Bytes>> whole;
    for (std::uint64_t i = 0; i < count_; ++i) whole.push_back(readable(i));
    std::vector<std::uint64_t> added;
    for (const auto& [i, result] : results) {
      if (!is_result(first_ + i, result)) return std::nullopt;
      const auto hashed = [](const Bytes& sealed) {
        return ByteSpan(sealed).subspan(kContentAt + kFixedSize,
                                        sealed.size() - kContentAt - kFixedSize - kChecksumSize);
      };
      if (whole[i] && !std::ranges::equal(hashed(*whole[i]), hashed(result))) return std::nullopt;
      if (whole[i]) continue;
      whole[i] = result;
      added.push_back(i);
    }
    if (std::ranges::all_of(whole, [](const auto& result) { return result.has_value(); })) {
      std::vector<Bytes> all;
      for (const auto& result : whole) all.push_back(*result);
      files = {std::vector<std::optional<Bytes>>(count_), false, joined(all)};
    } else {
      for (const std::uint64_t i : added) write(i, *whole[i]);
    }
    return added.size();
  }
  void remove(std::uint64_t i) {
    for (std::uint64_t other = 0; files.joined && other < count_; ++other) {
      const auto result = readable(other);
      if (other != i && result && files.own[other] != result) write(other, *result);
    }
    files.joined.reset();
    files.own[i].reset();
  }

  Files files;

 private:
  const Job& job_;
  std::uint64_t group_, first_, count_;
};

// Damages a sealed file, and perhaps makes a new checksum.
Bytes damaged(const Bytes& honest, Input& input) {
  const bool new_checksum = input.below(2) != 0;
  Bytes file = edited(honest, input);
  if (new_checksum && file.size() >= kChecksumSize) make_checksum_anew(file);
  return file;
}

Bytes result_from(Input& input, const Group& group, std::uint64_t chunk) {
  const std::uint32_t how = input.below(4), which = input.below(6);
  if (how == 2) return group.foreign(chunk, which);
  return how == 3 ? damaged(group.honest(chunk, which), input) : group.honest(chunk, which);
}

// Returns a joined file of results that need not be any. Damage is somewhere in it, or in its end alone.
Bytes joined_from(Input& input, const Group& group, bool is_damaged) {
  std::vector<Bytes> chunks;
  for (std::uint64_t i = 0; i < group.count(); ++i) {
    chunks.push_back(result_from(input, group, group.first() + i));
    chunks.back().resize(group.size_of(group.first() + i));
  }
  Bytes file = group.joined(chunks);
  if (!is_damaged) return file;
  if (input.below(2) == 0) return edited(file, input);
  file.resize(group.end_offset());
  const std::uint32_t which = input.below(6);
  append_bytes(file, damaged(group.sealed_times(chunks, which), input));
  return file;
}

Files files_from(Input& input, const Group& group) {
  Files files = group.files;
  const std::uint32_t joined = input.below(4);
  if (joined >= 2) files.joined = joined_from(input, group, joined == 3);
  for (std::uint64_t i = 0; i < group.count(); ++i) {
    if (input.below(2) == 0) continue;
    files.own[i] = result_from(input, group, group.first() + i);
    files.directory = true;
  }
  return files;
}

void expect_reads(const ChunkStore& store, const Group& group, std::uint64_t i) {
  const auto expected = group.readable(i);
  const auto result = store.read(group.first() + i);
  EXPECT(result.has_value() == expected.has_value());
  if (result) {
    const std::size_t size = expected->size() - kContentAt - kChecksumSize;
    EXPECT(std::ranges::equal(content_of(*result), ByteSpan(*expected).subspan(kContentAt, size)));
  } else {
    EXPECT((result.error() == SealedProblem::missing) == (!group.files.own[i] && !group.files.joined));
    EXPECT(result.error() != SealedProblem::unreadable);
  }
}

void expect_reads_sealed(const ChunkStore& store, const Group& group, std::uint64_t i) {
  const auto expected = group.readable(i);
  const auto sealed = store.read_sealed(group.first() + i);
  EXPECT(sealed.has_value() == expected.has_value());
  if (sealed) EXPECT(sealed->chunk() == group.first() + i && std::ranges::equal(sealed->file(), *expected));
}

void expect_times(const ChunkStore& store, std::uint64_t number, const Group& group) {
  const auto times = store.times(number);
  EXPECT(times.size() == group.count());
  for (std::uint64_t i = 0; i < group.count(); ++i) {
    const auto expected = group.times_of(i);
    EXPECT(times[i].has_value() == expected.has_value());
    if (!expected) continue;
    EXPECT(static_cast<std::uint64_t>(times[i]->finished) == number_at(*expected, 0) &&
           times[i]->took_ms == number_at(*expected, 8));
  }
}

void expect_names(const ChunkStore& store, std::uint64_t number, const Group& group) {
  const auto present = store.present(number);
  EXPECT(present.size() == group.count());
  for (std::uint64_t i = 0; i < group.count(); ++i) {
    const bool there = group.files.own[i] || group.files.joined;
    EXPECT(present[i] == there && store.has(group.first() + i) == there);
  }
  EXPECT(store.is_joined(number) == (group.files.joined && !group.files.directory));
}

// Returns whether `action` went well. Its message must tell nothing of the input.
template <typename Action>
bool goes_well(ByteSpan input, Action action) {
  try {
    action();
    return true;
  } catch (const Failure& failure) {
    expect_tells_nothing(failure.message() + failure.hint(), as_text(input));
    return false;
  }
}

void add_results(Input& input, ByteSpan all, const ChunkStore& store, std::uint64_t number, Group& group) {
  std::vector<std::pair<std::uint64_t, Bytes>> results;
  std::vector<SealedChunk> sealed;
  for (std::uint32_t more = input.below(5); more > 0; --more) {
    const std::uint64_t i = input.below(static_cast<std::uint32_t>(group.count()));
    results.emplace_back(i, result_from(input, group, group.first() + i));
    sealed.emplace_back(group.first() + i, results.back().second);
  }
  const auto expected = group.add(results);
  std::uint64_t added = 0;
  const bool well = goes_well(all, [&] { added = store.add(number, std::move(sealed)); });
  EXPECT(well == expected.has_value() && (!well || added == *expected));
}

void act(Input& input, ByteSpan all, const ChunkStore& store, std::uint64_t number, Group& group) {
  const std::uint32_t action = input.below(4);
  const std::uint64_t i = input.below(static_cast<std::uint32_t>(group.count())), chunk = group.first() + i;
  if (action == 0) {
    add_results(input, all, store, number, group);
  } else if (action == 1) {
    const std::uint32_t version = input.below(4);
    EXPECT(goes_well(all, [&] { store.write(chunk, group.made(chunk, version)); }));
    group.write(i, group.honest(chunk, version));
  } else if (action == 2) {
    EXPECT(goes_well(all, [&] { store.join(number); }) && group.add({}) == 0);
  } else {
    EXPECT(goes_well(all, [&] { store.remove(chunk); }));
    group.remove(i);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Jobs jobs;
  Input input(data, size);
  const Job& job = jobs.all[input.below(4)];
  // Files are slow: half of the inputs have nothing done, the rest one thing to three, and each has one look at the
  // end.
  const std::uint32_t number = input.below(2), how = input.byte(), look = how % 4,
                      steps = std::max(4U, how / 4 % 8) - 4;
  Disk& disk = jobs.disks[number];
  const ChunkStore store(job);
  Group group(job, number);
  group.files = files_from(input, group);
  disk.put(group.files);

  for (std::uint32_t step = 0; step < steps && !input.empty(); ++step) {
    act(input, {data, size}, store, number, group);
    EXPECT(disk.get() == group.files);
  }
  const std::uint64_t at = how / 32 % group.count();
  if (look == 0) expect_reads(store, group, at);
  if (look == 1) expect_reads_sealed(store, group, at);
  if (look == 2) expect_times(store, number, group);
  if (look == 3) expect_names(store, number, group);
  return 0;
}
