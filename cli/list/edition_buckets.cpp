#include "list/edition_buckets.h"

#include <fmt/format.h>

#include "base/stop_signals.h"
#include "base/wording.h"
#include "selfcheck/elias_fano.h"
#include "selfcheck/list_files.h"
#include "selfcheck/merkle.h"
#include "selfcheck/verified_list.h"
#include "terminal/progress.h"

namespace selfcheck::cli {
namespace {

void count(BucketFault& fault, std::uint32_t index) {
  if (fault.count++ == 0) fault.first = bucket_file(index);
}

void read_bucket(const fs::path& directory, const Manifest& m, std::uint32_t index, EditionBuckets& buckets,
                 std::vector<Digest>& leaves) {
  const auto file = read_file(directory / bucket_path(m.root, index), m.bucket_file_size());
  if (!file) return count(file.error() == ReadProblem::too_large ? buckets.wrong_length : buckets.missing, index);
  const auto values = verify_bucket(m, index, *file);
  if (!values && values.error().code == ErrorCode::bucket_length) return count(buckets.wrong_length, index);
  leaves.push_back(merkle::leaf(ByteSpan(*file).first(elias_fano::encoded_size(m.values))));
  if (!values && values.error().code == ErrorCode::bucket_proof) return count(buckets.wrong_proof, index);
  if (!values && values.error().code == ErrorCode::canary_missing) return count(buckets.without_canary, index);
  if (!values) return count(buckets.wrong_encoding, index);
}

}  // namespace

std::string BucketFault::described(std::string_view what) const {
  return fmt::format("{} {}, {} first", counted(count, "file", "files"), what, first);
}

std::vector<std::string> EditionBuckets::faults() const {
  std::vector<std::string> found;
  const auto add = [&](const BucketFault& fault, std::string_view what) {
    if (fault.count != 0) found.push_back(fault.described(what));
  };
  add(missing, "missing or unreadable");
  add(wrong_length, "of the wrong length");
  add(wrong_proof, "with a wrong proof or content");
  add(wrong_encoding, "wrongly encoded");
  return found;
}

EditionBuckets read_buckets(const fs::path& directory, const Manifest& manifest, const std::string& doing) {
  EditionBuckets buckets;
  std::vector<Digest> leaves;
  Progress progress(doing, manifest.bucket_count());
  for (std::uint32_t i = 0; i < manifest.bucket_count(); ++i) {
    throw_if_stopped();
    read_bucket(directory, manifest, i, buckets, leaves);
    progress.update(i);
  }
  buckets.right_root = buckets.all_read() && merkle::Tree(leaves).root() == manifest.root;
  return buckets;
}

}  // namespace selfcheck::cli
