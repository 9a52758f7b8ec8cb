#include "plan/work_cut.h"

#include <algorithm>

namespace selfcheck::cli {

WorkCut work_cut(std::uint64_t entries, Argon2Params params) {
  // The work that a core does in four seconds, in KiB of Argon2's memory times passes, if it makes 15 hashes of 64 MiB
  // and 3 passes a second.
  constexpr std::uint64_t kChunkWork = std::uint64_t{4} * 15 * 64 * 3 * 1024;
  constexpr std::uint64_t kFewestInChunk = 16, kFewestChunks = 64, kGroups = 1000, kMostChunksInGroup = 256;
  const std::uint64_t hash_work = std::max<std::uint64_t>(std::uint64_t{params.ops} * params.mem_kib, 1);
  WorkCut cut;
  cut.chunk_size = std::max(kFewestInChunk, std::min(kChunkWork / hash_work, entries / kFewestChunks));
  const std::uint64_t chunks = (entries + cut.chunk_size - 1) / cut.chunk_size;
  cut.group_chunks = std::clamp<std::uint64_t>((chunks + kGroups - 1) / kGroups, 1, kMostChunksInGroup);
  return cut;
}

}  // namespace selfcheck::cli
