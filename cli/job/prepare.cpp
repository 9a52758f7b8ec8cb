#include "job/prepare.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

#include "base/failure.h"
#include "base/locked.h"
#include "base/machine_fault.h"
#include "base/redact.h"
#include "files/list_names.h"
#include "hashing/hashing.h"
#include "job/base_job.h"
#include "job/build_paths.h"
#include "job/job_room.h"
#include "job/new_manifest.h"
#include "job/number_groups.h"
#include "job/number_intake.h"
#include "selfcheck/anonymity.h"
#include "sign/secrets.h"

namespace selfcheck::cli {
namespace {

// Whether the file holds a seed in the form in which finish() writes it.
bool is_seed(const fs::path& path) {
  constexpr std::size_t kSize = 2 * sizeof(Digest) + 1;
  auto content = read_file(path, kSize);
  if (!content) return false;
  Digest digest{};
  const bool right = content->size() == kSize && from_hex(as_text(*content).substr(0, kSize - 1), digest);
  sodium_memzero(digest.data(), digest.size());
  sodium_memzero(content->data(), content->size());
  return right;
}

[[noreturn]] void fail_prepared_before(const fs::path& directory) {
  throw Failure(ExitCode::rejected, fmt::format("there is a job in {} already", shown_path(directory)),
                fmt::format("selfcheck job hash --job {0} goes on with it; selfcheck job wipe --job {0} removes it",
                            shown_path(directory)));
}

// A job's directory as long as the plan is not in it. What a killed `prepare` or `wipe` has left there is removed at
// the beginning, and at the end all that this object has made, unless the plan is there: then it is a job, also if
// whatever came after the plan has failed.
class NewJob {
 public:
  explicit NewJob(fs::path directory) : directory_(std::move(directory)) {
    try {
      if (has_plan(directory_)) fail_prepared_before(directory_);
      created_ = make_private_directories(directory_);
      fail_unless_ours();
      lock_.emplace(lock_work(directory_, "prepare", "another process is preparing the job in"));
      if (has_plan(directory_)) fail_prepared_before(directory_);
      if (created_.empty()) fs::permissions(directory_, fs::perms::owner_all);
      remove_contents();
    } catch (const fs::filesystem_error& error) {
      remove_created();
      throw Failure::from_errno("use " + shown_path(directory_), error.code().value());
    } catch (...) {
      remove_created();
      throw;
    }
  }
  ~NewJob() {
    const bool is_job = finished_ || has_plan(directory_);
    try {
      if (!is_job) remove_contents();
    } catch (const fs::filesystem_error&) {
      // If the directory is gone, so is what was to be removed; the next `prepare` looks again.
    }
    lock_.reset();
    if (!is_job) remove_created();
  }
  NewJob(const NewJob&) = delete;
  NewJob& operator=(const NewJob&) = delete;

  [[nodiscard]] const fs::path& directory() const { return directory_; }
  void begin_writing(bool with_known) const {
    make_private_directories(numbers_path(directory_, 0).parent_path());
    if (with_known) make_private_directories(known_path(directory_, 0).parent_path());
  }
  void finish(const DummySeed& seed, std::string_view plan) {
    std::string hex = to_hex(seed.span());
    replace_private_file(seed_path(directory_), {as_bytes(hex), as_bytes("\n")});
    sodium_memzero(hex.data(), hex.size());
    replace_private_file(plan_path(directory_), {as_bytes(plan)});
    finished_ = true;
  }

 private:
  // Whether `prepare` may have made it.
  [[nodiscard]] bool is_ours(const fs::path& path) const {
    const std::string name = path.filename();
    return name == "locks" || is_contents(path) || is_file_manager_name(name);
  }
  [[nodiscard]] bool is_contents(const fs::path& path) const {
    const std::string name = path.filename();
    if (path == numbers_path(directory_, 0).parent_path() || path == known_path(directory_, 0).parent_path()) {
      return holds_groups_only(path);
    }
    return (path == seed_path(directory_) && is_seed(path)) || name.starts_with(kPreparePrefix) ||
           name.starts_with("." + seed_path({}).native()) || name.starts_with("." + plan_path({}).native()) ||
           path == published_path(directory_);
  }
  // Whether a folder holds nothing but files of groups: somebody's own folder of numbers may have such a name, too.
  [[nodiscard]] static bool holds_groups_only(const fs::path& folder) {
    if (!fs::is_directory(fs::symlink_status(folder))) return false;
    return std::all_of(fs::directory_iterator(folder), fs::directory_iterator(), [](const fs::directory_entry& entry) {
      return fs::is_regular_file(entry.symlink_status()) && is_numbered(final_name(entry.path().filename().native()));
    });
  }
  void fail_unless_ours() const {
    for (const auto& entry : fs::directory_iterator(directory_)) {
      if (is_ours(entry.path())) continue;
      throw Failure(ExitCode::rejected, fmt::format("{} holds other things than a job", shown_path(directory_)),
                    "--job takes a new or empty directory");
    }
  }
  void remove_contents() const {
    for (const auto& entry : fs::directory_iterator(directory_)) {
      if (is_contents(entry.path())) fs::remove_all(entry.path());
    }
  }
  void remove_created() const {
    std::error_code ignored;
    if (!has_plan(directory_)) fs::remove(directory_ / "locks", ignored);  // succeeds only if the folder is empty
    for (auto made = created_.rbegin(); made != created_.rend(); ++made) fs::remove(*made, ignored);
  }

  fs::path directory_;
  std::vector<fs::path> created_;
  std::optional<FileLock> lock_;
  bool finished_ = false;
};

// `base_id` is used in the place of the id of the job in --base, which may have been wiped once everything useful of it
// was taken over.
AskedOptions asked(const PrepareOptions& options, const std::string& base_id) {
  AskedOptions all{{"--kind", std::string(kind_traits(options.kind).name)}};
  const auto append = [&all](const AskedOptions& more) { all.insert(all.end(), more.begin(), more.end()); };
  append(asked(options.input));
  append(asked(options.list));
  if (!options.base.empty()) {
    all.emplace_back("--base", base_id.empty() || has_plan(options.base) ? to_hex(open_job(options.base).id) : base_id);
  }
  if (options.keep_hashes) all.emplace_back("--keep-hashes", "");
  return all;
}

void fail_if_base_is_itself(const PrepareOptions& options, const fs::path& directory) {
  if (options.base.empty() || !is_inside(directory, options.base)) return;
  throw Failure(ExitCode::usage, fmt::format("the job would lie in {}, the job in --base", shown_path(directory)),
                "--job takes another directory: the next edition is a job of its own");
}

void check_false_positives(const Manifest& manifest) {
  const std::uint32_t recommended = recommended_p(kind_traits(manifest.kind).population, manifest.entries);
  if (manifest.values.p >= recommended || manifest.test) return;
  throw Failure(ExitCode::rejected,
                fmt::format("with p = {} too many people would be told \"found\" by coincidence; this list needs {}",
                            manifest.values.p, recommended),
                "leave --p out; only a list marked with --test may have less");
}

// Fills in all that depends on how many numbers each prefix has.
void lay_out(JobPlan& plan, std::span<const std::uint64_t> prefix_counts, std::uint64_t entries,
             const LayoutOptions& options) {
  Manifest& manifest = plan.manifest;
  const Layout layout = value_or_fail(choose_layout(manifest.kind, prefix_counts, options));
  manifest.entries = entries;
  manifest.bits = layout.bits;
  manifest.values = layout.values;
  const auto ideal = expected_layout(manifest.kind, entries, options);
  plan.bits_wanted = options.bits.value_or(ideal ? ideal->bits : layout.bits);
  check_false_positives(manifest);
  if (const auto valid = validate(manifest); !valid) throw Failure::from(valid.error());
  cut_work(plan);
}

JobPlan new_plan(const PrepareOptions& options, const PresentEdition& present, const BaseJob* base, Timestamp now) {
  const ListOptions& list = options.list;
  JobPlan plan;
  plan.asked = asked(options, {});
  plan.manifest = new_manifest(options.kind, list, present, base == nullptr ? nullptr : &base->manifest(), now);
  plan.sequence = list.sequence;
  plan.published = list.published;
  plan.valid_until = list.valid_until;
  plan.valid_days = list.valid_days;
  plan.withdrawn = list.withdrawn;
  plan.keep_hashes = options.keep_hashes;
  plan.has_base = base != nullptr;
  plan.prepared = now;
  return plan;
}

void sort_numbers(NumberSorter& sorter, const LayoutOptions& layout, BaseJob* base, JobPlan& plan) {
  std::vector<std::uint64_t> prefix_counts(std::size_t{1} << kMaxBits);
  const std::uint64_t entries =
      sort_and_warn(sorter, plan.manifest.kind, plan.counts, [&](std::span<const NumberKey> keys) {
        for (const NumberKey key : keys) {
          ++prefix_counts[prefix_of(key)];
          if (base != nullptr && base->has(key)) ++plan.known;
        }
      });
  plan.duplicates = plan.counts.accepted - entries;
  if (base != nullptr) plan.gone = base->manifest().entries - plan.known;
  lay_out(plan, prefix_counts, entries, layout);
}

// Writes the numbers, group by group, with what a base knows of them.
class GroupWriter {
 public:
  GroupWriter(const fs::path& job, const JobPlan& plan, const PlanId& id, BaseJob* base)
      : job_(job), plan_(plan), id_(id), base_(base) {
    numbers_.reserve(plan.numbers_of(0));
    if (base_ != nullptr) base_->rewind();
  }

  void add(std::span<const NumberKey> keys) {
    while (!keys.empty()) {
      const auto room = plan_.numbers_of(group_) - numbers_.size();
      const auto part = keys.first(std::min<std::uint64_t>(keys.size(), room));
      numbers_.insert(numbers_.end(), part.begin(), part.end());
      keys = keys.subspan(part.size());
      if (numbers_.size() == plan_.numbers_of(group_)) write();
    }
  }
  [[nodiscard]] bool is_complete() const { return group_ == plan_.groups(); }

 private:
  void write() {
    write_numbers(job_, id_, group_, numbers_);
    if (base_ != nullptr) write_known(job_, id_, group_, known());
    numbers_.clear();
    ++group_;
  }
  [[nodiscard]] KnownHashes known() const {
    KnownHashes known;
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
      if (base_->has(numbers_[i])) known.push_back({.position = i, .hash = base_->hash()});
    }
    return known;
  }

  const fs::path& job_;
  const JobPlan& plan_;
  const PlanId& id_;
  BaseJob* base_;
  std::uint64_t group_ = 0;
  Numbers numbers_;
};

bool is_seed_of(const Job& job, const fs::path& seed) {
  std::error_code ignored;
  if (!fs::exists(seed, ignored)) return false;
  const DummySeed given = read_or_make_seed(seed), kept = read_seed(seed_path(job.directory));
  return std::equal(given.span().begin(), given.span().end(), kept.span().begin());
}

void put_canary(Manifest& manifest, const BaseJob* base) {
  compute_canary(manifest);
  if (base != nullptr && base->manifest().canary.hash != manifest.canary.hash) {
    throw machine_fault("it got another hash for the canary than the machine that ran the job in --base");
  }
}

}  // namespace

Job prepare(const fs::path& directory, const PrepareOptions& options, const PresentEdition& present, const Clock& clock,
            const std::function<void(const JobPlan&)>& check) {
  fail_on_misplaced(options, directory, {});
  fail_if_base_is_itself(options, directory);
  std::optional<BaseJob> base;
  if (!options.base.empty()) base.emplace(options.base);
  BaseJob* const from = base ? &*base : nullptr;
  Job made{.directory = directory, .plan = new_plan(options, present, from, clock()), .id = {}};
  JobPlan& plan = made.plan;
  NewJob job(directory);
  const Locked<DummySeed> seed = locked(read_or_make_seed(options.list.seed));

  NumberSorter sorter(directory);
  plan.counts = read_into(sorter, options.kind, options.input, options.rejects);
  fail_on_rejects(plan.counts, options.rejects);
  sort_numbers(sorter, options.list.layout, from, plan);
  check(plan);
  fail_without_room_for(plan, directory, {});
  put_canary(plan.manifest, from);

  const std::string text = write_plan(plan);
  made.id = plan_id(as_bytes(text));
  job.begin_writing(plan.has_base);
  GroupWriter groups(directory, plan, made.id, from);
  sorter.drain([&](std::span<const NumberKey> keys) { groups.add(keys); });
  if (!groups.is_complete()) throw machine_fault("it has fewer numbers than it had before");
  job.finish(*seed, text);
  return made;
}

void fail_unless_same(const Job& job, const PrepareOptions& options, bool with_seed) {
  fail_if_base_is_itself(options, job.directory);
  const auto fail = [&job](std::string_view what) {
    std::error_code ignored;
    const bool published = fs::exists(published_path(job.directory), ignored);
    throw Failure(ExitCode::rejected,
                  fmt::format("the job in {} was made with another {}", shown_path(job.directory), what),
                  fmt::format("{}; selfcheck job wipe --job {} removes it, with all that is hashed",
                              published ? "its list is made, and --job takes another directory for the next"
                                        : "what it was made with goes on with it",
                              shown_path(job.directory)));
  };
  const auto base = std::find_if(job.plan.asked.begin(), job.plan.asked.end(),
                                 [](const auto& option) { return option.first == "--base"; });
  const AskedOptions now = asked(options, base == job.plan.asked.end() ? std::string() : base->second);
  const auto values = [](const AskedOptions& all, const std::string& name) {
    std::vector<std::string> found;
    for (const auto& [n, value] : all) {
      if (n == name) found.push_back(value);
    }
    return found;
  };
  for (const AskedOptions* all : {&now, &job.plan.asked}) {
    for (const auto& [name, value] : *all) {
      if (values(now, name) != values(job.plan.asked, name)) fail(name);
    }
  }
  if (with_seed && !options.list.seed.empty() && !is_seed_of(job, options.list.seed)) fail("--seed");
  const std::vector<InputFingerprint> inputs = fingerprints(options.input);
  if (inputs.size() != job.plan.counts.inputs.size()) fail("number of input files");
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (inputs[i] != job.plan.counts.inputs[i]) {
      fail(inputs.size() == 1 ? "input" : fmt::format("input: file {} differs", i + 1));
    }
  }
}

}  // namespace selfcheck::cli
