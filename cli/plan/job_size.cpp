#include "plan/job_size.h"

#include <algorithm>

#include "plan/layout_figures.h"

namespace selfcheck::cli {
namespace {

constexpr std::uint64_t kBlock = 4096;
constexpr std::uint64_t kSeal = 104;         // what a sealed file has beside its content (job/sealed_file.h)
constexpr std::uint64_t kResultHeader = 96;  // more than a result has beside tags and hashes (job/chunk_store.h)
constexpr std::uint64_t kKey = 8, kTag = 8, kHash = 32, kKnown = 40;
constexpr std::uint64_t kPartitions = 256;            // NumberSorter::kPartitions (job/number_sorter.h)
constexpr std::uint64_t kBesideBuckets = 128 * 1024;  // a manifest of at most 64 KiB, the pointer, and directories

std::uint64_t parts(std::uint64_t whole, std::uint64_t part) { return (whole + part - 1) / part; }

// Returns what `bytes` take at most in so many files, however they are cut: a block more for each file.
std::uint64_t on_disk(std::uint64_t bytes, std::uint64_t files) { return bytes + files * kBlock; }

}  // namespace

std::uint64_t JobSize::job_peak() const { return std::max(preparing(), job()); }

std::uint64_t JobSize::peak() const { return std::max(preparing(), job() + list); }

JobSize job_size(const JobShape& shape) {
  const std::uint64_t chunks = parts(shape.entries, shape.chunk_size);
  const std::uint64_t groups = parts(chunks, shape.group_chunks);
  const std::uint64_t result = (shape.tags ? kTag : 0) + (shape.hashes ? kHash : 0);
  JobSize size;
  size.sorting = on_disk(shape.rows * kKey, kPartitions);
  size.numbers = on_disk(shape.entries * kKey + groups * kSeal, groups);
  if (shape.known != 0) size.known = on_disk(shape.known * kKnown + groups * kSeal, groups);
  // A group is joined while the results of its chunks are still files of their own.
  size.results = on_disk(shape.entries * result + chunks * (kSeal + kResultHeader), groups + shape.group_chunks);

  const LayoutFigures list{.entries = shape.entries, .layout = shape.layout};
  size.list = list.buckets() * parts(list.bucket_file_size(), kBlock) * kBlock + kBesideBuckets;
  return size;
}

}  // namespace selfcheck::cli
