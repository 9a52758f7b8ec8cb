// This part of an audit looks at the directory: the files' times and modes, and what lies there besides the list.

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "base/redact.h"
#include "base/wording.h"
#include "check/audit.h"
#include "files/list_names.h"
#include "list/other_editions.h"
#include "selfcheck/list_files.h"

namespace selfcheck::cli {
namespace {

// Puts names into a message: the first few of them, redacted.
std::string some_names(const std::vector<fs::path>& paths) {
  constexpr std::size_t kShown = 5;
  std::string text;
  for (std::size_t i = 0; i < std::min(paths.size(), kShown); ++i) text += (i == 0 ? "" : ", ") + shown_path(paths[i]);
  if (paths.size() > kShown) text += fmt::format(" and {} more", paths.size() - kShown);
  return text;
}

}  // namespace

void Audit::check_times_and_modes() {
  const Manifest& m = *manifest_;
  std::uint64_t closed = 0;
  std::map<Timestamp, std::uint64_t> bucket_times;
  const auto look = [&](const fs::path& path) -> std::optional<Timestamp> {
    struct stat status {};
    if (stat(path.c_str(), &status) != 0) return std::nullopt;
    const mode_t needed = S_ISDIR(status.st_mode) ? S_IXOTH : S_IROTH;
    closed += (status.st_mode & needed) == 0 ? 1 : 0;
    return status.st_mtim.tv_sec;
  };
  for (const fs::path& directory : {directory_, directory_ / "buckets", directory_ / bucket_directory(m.root)}) {
    look(directory);
  }
  look(directory_ / kPointerFile);  // no time to compare, since it says when the list was published
  std::uint64_t other_times = look(directory_ / manifest_name_).value_or(m.published) == m.published ? 0 : 1;
  for (std::uint32_t i = 0; i < m.bucket_count(); ++i) {
    if (const auto time = look(directory_ / bucket_path(m.root, i))) ++bucket_times[*time];
  }
  // A renewed edition has the buckets of one before it, which keep their date. What matters is that all of them have
  // the same.
  std::uint64_t buckets = 0, of_one_time = 0;
  for (const auto& [time, count] : bucket_times) {
    buckets += count;
    of_one_time = std::max(of_one_time, count);
  }
  other_times += buckets - of_one_time;

  if (other_times == 0) {
    pass("times", "the manifest has its edition's date, and all bucket files have one");
  } else {
    warn("times", fmt::format("{} another date than the edition: ETag and Last-Modified may tell them apart. "
                              "Copy with times (rsync -t, cp -p)",
                              counted(other_times, "file has", "files have")));
  }
  if (closed == 0) {
    pass("modes", "everybody may read all files");
  } else {
    warn("modes", fmt::format("{} for its owner only: a web server that runs as somebody else will not serve it. "
                              "chmod -R a+rX on the directory",
                              counted(closed, "file or directory is", "files and directories are")));
  }
}

// Says in words what lies here of editions that no reader should be sent to, and counts the `older` ones. Throws
// std::filesystem::filesystem_error.
std::vector<std::string> Audit::strange_editions(std::uint64_t& older) const {
  std::map<EditionState, std::uint64_t> count;
  for (const OtherEdition& edition : others_) ++count[edition.state];
  older = count[EditionState::older];
  std::vector<std::string> found;
  const auto tell = [&](std::uint64_t number, std::string_view one, std::string_view many, std::string_view what) {
    if (number != 0) found.push_back(fmt::format("{} {}", counted(number, one, many), what));
  };
  const std::uint64_t unpublished = count[EditionState::unpublished];
  tell(unpublished, "edition was", "editions were",
       "never published: a build was killed, and the next one removes that");
  tell(count[EditionState::not_older], "edition is", "editions are",
       fmt::format("not older than the one that {0} names: it was never published, or {0} is an old copy",
                   kPointerFile));
  if (manifest_) {
    tell(count[EditionState::other_list], "manifest is", "manifests are", "of another list");
    tell(unnamed_buckets(directory_).size(), "bucket directory belongs", "bucket directories belong",
         "to no edition: its manifest is not here, or a build was killed; the next build removes that");
  } else {
    tell(count[EditionState::other_list] + count[EditionState::unreadable], "manifest", "manifests",
         "without a pointer that could be verified");
  }
  return found;
}

// Returns how many buckets may be in that root's directory. If no manifest names it, that is as many as any edition can
// have.
std::uint64_t Audit::buckets_below(const Digest& root) const {
  std::uint64_t most = 0;
  if (manifest_ && manifest_->root == root) most = manifest_->bucket_count();
  for (const OtherEdition& edition : others_) {
    if (edition.manifest && edition.manifest->root == root) most = std::max(most, edition.manifest->bucket_count());
  }
  return most == 0 ? std::uint64_t{1} << kMaxBits : most;
}

void Audit::check_other_files() {
  std::vector<fs::path> foreign, left_by_file_managers;
  bool unfinished = false;
  const auto look = [&](const fs::path& directory, const auto& is_known) {
    if (!fs::is_directory(directory)) return;
    for (const auto& entry : fs::directory_iterator(directory)) {
      const std::string name = entry.path().filename();
      if (is_known(entry, name)) continue;
      const bool harmless = is_file_manager_name(name) && entry.is_regular_file();
      (harmless ? left_by_file_managers : foreign).push_back(entry.path().lexically_relative(directory_));
    }
  };
  look(directory_, [&](const auto& /*entry*/, const std::string& name) {
    unfinished |= is_build_name(name);
    return name == kPointerFile || name == "buckets" || is_manifest_name(name) || is_build_name(name);
  });
  look(directory_ / "buckets", [&](const auto& entry, const std::string& name) {
    Digest root{};
    if (!from_hex(name, root) || !entry.is_directory()) return false;
    look(entry.path(), [&, most = buckets_below(root)](const auto& bucket, const std::string& bucket_name) {
      return is_bucket_name(bucket_name, most) && bucket.is_regular_file();
    });
    return true;
  });

  // Whatever lies in the directory is published with it: the input, say, or a secret key.
  if (!foreign.empty()) {
    return fail("other_files", fmt::format("{} not part of the list and would be published with it: {}",
                                           counted(foreign.size(), "file is", "files are"), some_names(foreign)));
  }
  std::uint64_t older = 0;
  std::vector<std::string> strange = strange_editions(older);
  if (unfinished) strange.emplace_back("a build was interrupted, or is at work: do not upload .build-*");
  if (!left_by_file_managers.empty()) {
    strange.push_back(
        fmt::format("delete what a file manager has left, before you upload: {}", some_names(left_by_file_managers)));
  }
  if (!strange.empty()) return warn("other_files", fmt::format("{}", fmt::join(strange, "; ")));
  pass("other_files",
       older == 0 ? "none" : fmt::format("none but {}", counted(older, "older edition", "older editions")));
}

}  // namespace selfcheck::cli
