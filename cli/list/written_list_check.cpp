#include "list/written_list_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/machine_fault.h"
#include "base/messages.h"
#include "base/stop_signals.h"
#include "selfcheck/list_files.h"
#include "selfcheck/verified_list.h"
#include "terminal/progress.h"

namespace selfcheck::cli {
namespace {

using Values = std::vector<std::uint64_t>;

bool holds(const Values& values, std::uint64_t tag, const Manifest& manifest) {
  return std::binary_search(values.begin(), values.end(), stored_value(tag, manifest.values));
}

// Whether the values of all these tags are among `values`. A single pass is enough, since values have the order of
// their tags.
bool holds_all(const Values& values, const Values& sorted_tags, const Manifest& manifest) {
  auto value = values.begin();
  return std::all_of(sorted_tags.begin(), sorted_tags.end(), [&](std::uint64_t tag) {
    const std::uint64_t wanted = stored_value(tag, manifest.values);
    while (value != values.end() && *value < wanted) ++value;
    return value != values.end() && *value == wanted;
  });
}

}  // namespace

void check_written_list(const Manifest& manifest, const NextBucket& next_bucket, std::vector<SampledEntry> sample,
                        const ListWriter& writer) {
  std::sort(sample.begin(), sample.end(), [](const auto& a, const auto& b) { return a.bucket < b.bucket; });
  auto sampled = sample.begin();
  const auto buckets = static_cast<std::uint32_t>(manifest.bucket_count());
  Progress progress("reading back", buckets);
  for (std::uint32_t i = 0; i < buckets; ++i) {
    throw_if_stopped();
    // Messages may show a bucket's file name: it says no more than the bucket's index, which everybody can see in the
    // list.
    const std::string file = bucket_file(i);
    const auto values = verify_bucket(manifest, i, writer.read_back(i));
    if (!values) {
      throw machine_fault(fmt::format("{}, read back from the disk: {}", file, describe(values.error())));
    }
    if (!holds_all(*values, next_bucket(), manifest)) {
      throw machine_fault(fmt::format("{}, read back from the disk, lacks an entry", file));
    }
    for (; sampled != sample.end() && sampled->bucket == i; ++sampled) {
      if (holds(*values, sampled->tag, manifest)) continue;
      throw machine_fault("a number that was hashed a second time is not found in the list that was made");
    }
    progress.update(i);
  }
  if (sampled != sample.end()) throw machine_fault("a number that was hashed a second time fell into no bucket");
}

}  // namespace selfcheck::cli
