#include "job/transfer.h"

#include <fmt/format.h>
#include <sodium.h>

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/failure.h"
#include "base/machine_fault.h"
#include "base/redact.h"
#include "base/stop_signals.h"
#include "base/wording.h"
#include "job/byte_order.h"
#include "job/chunk_store.h"
#include "job/number_groups.h"
#include "job/sealed_record.h"
#include "terminal/progress.h"

// A file is a sequence of sealed files (sealed_record.h). The first one has the index 0, and is of kind `work` with the
// plan in it, or of kind `results` with nothing in it. Then come groups of numbers and of known hashes, or chunks'
// results, as they are stored in the job. The last one has the kind of the first and the index 1, and says how many
// there are in between.

namespace selfcheck::cli {
namespace {

constexpr std::uint64_t kBegin = 0, kEnd = 1;
constexpr std::size_t kMostPlanBytes = 16 << 20;
constexpr std::string_view kCopyAgain = "copy it once more, and import it again: what is there already stays";

class Export {
 public:
  Export(const Job& job, SealedKind kind, const fs::path& to, ByteSpan first)
      : job_(job), kind_(kind), file_(allowed(job, to)) {
    file_.write(seal({kind_, job_.id, kBegin}, first));
  }
  void add(ByteSpan sealed) {
    throw_if_stopped();
    file_.write(sealed);
    ++parts_;
  }
  void finish() {
    Bytes content;
    append_number(content, parts_);
    file_.write(seal({kind_, job_.id, kEnd}, content));
    file_.finish();
  }

 private:
  static fs::path allowed(const Job& job, const fs::path& to) {
    if (is_inside_some_list(to))
      throw Failure(ExitCode::usage, "--to lies in a list's directory, which is for everybody");
    if (is_inside(to, job.directory)) throw Failure(ExitCode::usage, "--to lies in the job's own directory");
    return to;
  }

  const Job& job_;
  SealedKind kind_;
  NewPrivateFile file_;
  std::uint64_t parts_ = 0;
};

Failure unusable(const std::string& what, SealedProblem problem) {
  return {ExitCode::system, fmt::format("{} can't be used: {}", what, describe(problem))};
}

struct Part {
  SealedName name;
  Bytes sealed;  // the whole sealed file
};

// Reads the parts of an imported file one after the other, as long as they are whole.
class Import {
 public:
  explicit Import(const fs::path& path) : shown_(shown_path(path)), file_(path) {
    const auto first = read(kMostPlanBytes);
    if (!first || first->name.index != kBegin ||
        (first->name.kind != SealedKind::work && first->name.kind != SealedKind::results)) {
      throw Failure(ExitCode::rejected, fmt::format("{} is no file that `job export` has made, or is damaged", shown_),
                    std::string(kCopyAgain));
    }
    begin_ = first->name;
    first_content_ = value(*first);
  }

  [[nodiscard]] const SealedName& begin() const { return begin_; }
  [[nodiscard]] const Bytes& first_content() const { return first_content_; }
  [[nodiscard]] const std::string& shown() const { return shown_; }

  /// Returns the next part, or nothing after the last one. Throws a Failure if the part is not whole, or the file ends
  /// early. `max_size` is the most bytes that its content may have.
  std::optional<Part> next(std::uint64_t max_size) {
    auto part = read(max_size);
    if (!part) throw damaged(part.error());
    if (part->name.plan != begin_.plan) throw damaged("a part of another job is in it");
    if (part->name.kind != begin_.kind) {
      ++parts_;
      return *std::move(part);
    }
    const Bytes content = value(*part);
    char more = 0;
    if (part->name.index != kEnd || content.size() != 8 || ByteReader(content).number() != parts_ ||
        file_.read({&more, 1}) != 0) {
      throw damaged("parts are missing, or there are too many");
    }
    return std::nullopt;
  }

  [[nodiscard]] Failure damaged(std::string_view what) const {
    return {ExitCode::rejected,
            fmt::format("{} is damaged: {}; {} before that {} taken", shown_, what,
                        counted(parts_, "whole part", "whole parts"), parts_ == 1 ? "was" : "were"),
            std::string(kCopyAgain)};
  }

  static Bytes value(const Part& part) {
    const auto content = ByteSpan(part.sealed).subspan(kSealedHeaderSize, part.sealed.size() - kSealedExtra);
    return {content.begin(), content.end()};
  }

 private:
  tl::expected<Part, std::string_view> read(std::uint64_t max_size) {
    Part part;
    part.sealed.resize(kSealedHeaderSize);
    const std::size_t got = fill(part.sealed, 0);
    if (got == 0) return tl::unexpected<std::string_view>("it ends early");
    part.sealed.resize(got);
    const auto header = parse_sealed_header(part.sealed);
    if (!header) return tl::unexpected<std::string_view>(describe(header.error()));
    if (header->content_size > max_size)
      return tl::unexpected<std::string_view>("a part of it has a size that none can have");
    part.name = header->name;
    part.sealed.resize(header->content_size + kSealedExtra);
    if (kSealedHeaderSize + fill(part.sealed, kSealedHeaderSize) != part.sealed.size()) {
      return tl::unexpected<std::string_view>("it ends early");
    }
    if (const auto content = unseal(part.sealed, part.name); !content) {
      return tl::unexpected<std::string_view>("the checksum of a part is wrong");
    }
    return part;
  }
  std::size_t fill(Bytes& bytes, std::size_t from) {
    return file_.read({reinterpret_cast<char*>(bytes.data()) + from, bytes.size() - from});
  }

  std::string shown_;
  InputFile file_;
  SealedName begin_{};
  Bytes first_content_;
  std::uint64_t parts_ = 0;  // parts that were whole, without the first
};

// Throws a Failure if a part of an imported file has an index that no file of the job has: there are `count` of them.
void fail_unless_of_plan(const Import& file, const Part& part, std::uint64_t count) {
  if (part.name.index >= count) throw file.damaged("a part of it is none that this job has");
}

// Throws a Failure if the directory holds anything: a job that is made by importing it needs an empty one.
void fail_unless_free(const fs::path& directory) {
  std::error_code error;
  for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
    // An import that was killed at its very start leaves these.
    const std::string name = at->path().filename();
    if (name == "locks" || final_name(name) == plan_path({}).filename()) continue;
    throw Failure(ExitCode::rejected, fmt::format("{} is not empty, and holds no job", shown_path(directory)),
                  "name a new directory");
  }
}

Job job_for_work(const Import& file, const fs::path& directory) {
  const Bytes& plan = file.first_content();
  if (plan_id(plan) != file.begin().plan) throw file.damaged("its plan is another than it says");
  if (!has_plan(directory)) {
    static_cast<void>(parse_plan(plan));  // throws before anything is written if it is no plan of this version
    replace_private_file(plan_path(directory), {plan});
  }
  return open_job(directory);
}

void fail_unless_same_job(const Import& file, const Job& job) {
  if (file.begin().plan == job.id) return;
  throw Failure(ExitCode::rejected,
                fmt::format("{} is a part of another job than the one in {}", file.shown(), shown_path(job.directory)),
                "each job takes what was exported from it, and from what it was imported to");
}

// Takes over the numbers of one group, or what is known of them.
void take_work(const Job& job, const Import& file, const Part& part, Transferred& taken) {
  if (part.name.kind != SealedKind::numbers && part.name.kind != SealedKind::known) {
    throw file.damaged("a part of it is no numbers");
  }
  fail_unless_of_plan(file, part, job.plan.groups());
  const bool numbers = part.name.kind == SealedKind::numbers;
  const fs::path path = (numbers ? numbers_path : known_path)(job.directory, part.name.index);
  Bytes content = Import::value(part);
  const auto present = read_sealed(path, part.name);
  if (present && *present != content) {
    throw machine_fault(
        fmt::format("the numbers of group {} are others than those that are here, and one of the two is "
                    "wrong",
                    part.name.index));
  }
  if (present) {
    ++taken.already;
  } else {
    make_private_directories(path.parent_path());
    write_sealed(path, part.name, content);
    if (numbers) ++taken.groups;
  }
  sodium_memzero(content.data(), content.size());
}

// Takes over results, which come in the order of chunks. Those of a group are added together, so that a thousand
// million numbers are thirty thousand files to wait for and not eight million.
class TakenResults {
 public:
  TakenResults(const Job& job, Transferred& taken) : job_(job), store_(job), taken_(taken) {}

  void add(Part part) {
    const std::uint64_t group = part.name.index / job_.plan.group_chunks;
    if (!chunks_.empty() && (group != group_ || chunks_.back().chunk() >= part.name.index)) flush();
    group_ = group;
    chunks_.emplace_back(part.name.index, std::move(part.sealed));
  }
  void flush() {
    if (chunks_.empty()) return;
    const std::uint64_t count = chunks_.size(), added = store_.add(group_, std::exchange(chunks_, {}));
    taken_.chunks += added;
    taken_.already += count - added;
  }

 private:
  const Job& job_;
  ChunkStore store_;
  Transferred& taken_;
  std::uint64_t group_ = 0;
  std::vector<SealedChunk> chunks_;
};

// Returns more bytes than any part of a group takes, which has 8 bytes for a number, or 40 with its hash.
std::uint64_t most_bytes(const JobPlan& plan) {
  constexpr std::uint64_t kEach = 48, kOther = 4096;
  return plan.chunk_size * plan.group_chunks * kEach + kOther;
}

}  // namespace

Transferred export_work(const Job& job, Shard shard, const fs::path& to) {
  Bytes plan = read_file_or_fail(plan_path(job.directory), kMostPlanBytes);
  if (plan_id(plan) != job.id) throw Failure(ExitCode::system, "the plan was changed meanwhile");
  Export file(job, SealedKind::work, to, plan);
  Transferred written;
  const std::uint64_t first = shard.first_group(job.plan), end = shard.end_group(job.plan);
  Progress progress("exporting groups of numbers", end - first);
  for (std::uint64_t group = first; group < end; ++group) {
    for (const SealedKind kind : {SealedKind::numbers, SealedKind::known}) {
      if (kind == SealedKind::known && !job.plan.has_base) continue;
      const SealedName name{kind, job.id, group};
      const bool numbers = kind == SealedKind::numbers;
      auto content = read_sealed((numbers ? numbers_path : known_path)(job.directory, group), name);
      if (!content) throw unusable(fmt::format("the file of numbers of group {}", group), content.error());
      Bytes sealed = seal(name, *content);
      file.add(sealed);
      sodium_memzero(sealed.data(), sealed.size());
      sodium_memzero(content->data(), content->size());
    }
    ++written.groups;
    progress.update(written.groups);
  }
  file.finish();
  return written;
}

Transferred export_results(const Job& job, Shard shard, const fs::path& to) {
  Export file(job, SealedKind::results, to, {});
  const ChunkStore store(job);
  Transferred written;
  const std::uint64_t first = shard.first_group(job.plan), end = shard.end_group(job.plan);
  Progress progress("exporting results", 0);
  for (std::uint64_t group = first; group < end; ++group) {
    const std::uint64_t first_chunk = job.plan.first_chunk_of(group);
    const auto present = store.present(group);
    for (std::uint64_t i = 0; i < present.size(); ++i) {
      if (!present[i]) continue;
      const auto chunk = store.read_sealed(first_chunk + i);
      if (!chunk) {
        throw Failure(ExitCode::system,
                      fmt::format("the result of chunk {} can't be used: {}", first_chunk + i, describe(chunk.error())),
                      chunk.error() == SealedProblem::unreadable ? "once it can be read, the same command goes on"
                                                                 : "selfcheck job hash removes it, and makes it again");
      }
      file.add(chunk->file());
      ++written.chunks;
      progress.update(written.chunks);
    }
  }
  file.finish();
  return written;
}

Transferred import_file(const fs::path& path, const fs::path& directory) {
  Import file(path);
  const bool work = file.begin().kind == SealedKind::work;
  if (is_inside_some_list(directory)) {
    throw Failure(ExitCode::usage, "--job lies in a list's directory, which is for everybody");
  }
  if (!has_plan(directory)) {
    if (!work) {
      throw Failure(ExitCode::rejected, fmt::format("there is no job in {}", shown_path(directory)),
                    "results are imported where the job was prepared, or where its numbers were imported");
    }
    fail_unless_free(directory);
    make_private_directories(directory);
  }
  const FileLock locked = lock_work(directory, "import", "another import is at work in");
  const Job job = work ? job_for_work(file, directory) : open_job(directory);
  fail_unless_same_job(file, job);

  Transferred taken;
  TakenResults results(job, taken);
  Progress progress("importing", 0);
  try {
    while (auto part = file.next(most_bytes(job.plan))) {
      if (work) {
        take_work(job, file, *part, taken);
      } else {
        if (part->name.kind != SealedKind::chunk) throw file.damaged("a part of it is no result");
        fail_unless_of_plan(file, *part, job.plan.chunks());
        results.add(*std::move(part));
      }
      progress.update(taken.groups + taken.chunks + taken.already);
    }
  } catch (const Failure&) {
    results.flush();
    throw;
  }
  results.flush();
  return taken;
}

}  // namespace selfcheck::cli
