// Measures what the tests of this folder assert, and prints the figures: `measure spread`, or
// `measure list DIRECTORY`, which reads the list's numbers, one a line, from standard input.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>

#include "lookalikes.h"
#include "selfcheck/bucket_index.h"
#include "selfcheck/canary.h"
#include "selfcheck/edition_tag.h"
#include "selfcheck/list_files.h"
#include "selfcheck/verified_list.h"
#include "spread.h"

namespace selfcheck::privacy {
namespace {

void print_spread() {
  const BucketPrefixes prefixes;
  for (const std::size_t count : {10'000, 1'000'000}) {
    for (const Numbers& numbers : made_up_numbers(count)) {
      std::printf("%zu %s: p at 1 to %u bits:", count, numbers.name.c_str(), kMostBits);
      for (const double p : spread_p(numbers, [&](const auto& form) { return prefixes.of(form); }))
        std::printf(" %.3f", p);
      std::printf("\n");
    }
  }
}

Bytes read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Manifest manifest_in(const std::filesystem::path& directory) {
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    if (entry.path().filename().string().starts_with("manifest-")) return parse_manifest(read(entry.path())).value();
  }
  throw std::runtime_error("no manifest");
}

/// Prints how the dummies of a static list's files differ from its entries, which are those of `numbers`.
void print_list(const std::filesystem::path& directory, std::istream& numbers) {
  const Manifest manifest = manifest_in(directory);
  std::vector<std::vector<std::uint64_t>> known(manifest.bucket_count(), {canary_value(manifest)});
  for (std::string line; std::getline(numbers, line);) {
    const CanonicalForm form = normalize(manifest.kind, line).value();
    const SlowHash hash = slow_hash(form.bytes(), manifest.group_salt, manifest.argon2).value();
    const std::uint64_t value = stored_value(edition_tag(manifest, hash, nullptr), manifest.values);
    known[bucket_index(bucket_prefix(form), manifest.bits)].push_back(value);
  }
  std::vector<LabelledBucket> buckets;
  std::size_t entries = 0, dummies = 0;
  for (std::uint32_t index = 0; index < manifest.bucket_count(); ++index) {
    std::sort(known[index].begin(), known[index].end());
    LabelledBucket bucket;
    const auto values = verify_bucket(manifest, index, read(directory / bucket_path(manifest.root, index))).value();
    for (const std::uint64_t value : values) {
      const bool dummy = !std::binary_search(known[index].begin(), known[index].end(), value);
      bucket.push_back({value, dummy});
      ++(dummy ? dummies : entries);
    }
    buckets.push_back(std::move(bucket));
  }
  std::printf("%zu entries and canaries, %zu dummies\n", entries, dummies);
  for (const auto& [name, p] : tell_apart(buckets, manifest.values)) std::printf("%.3f %s\n", p, name.c_str());
}

}  // namespace
}  // namespace selfcheck::privacy

int main(int argc, char** argv) {
  const std::string_view what = argc > 1 ? argv[1] : "";
  if (what == "spread" && argc == 2) {
    selfcheck::privacy::print_spread();
  } else if (what == "list" && argc == 3) {
    selfcheck::privacy::print_list(argv[2], std::cin);
  } else {
    return 2;
  }
}
