#include "job/chunk_store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "base/failure.h"
#include "base/machine_fault.h"
#include "base/redact.h"
#include "job/byte_order.h"
#include "job/sealed_record.h"

namespace selfcheck::cli {
namespace {

constexpr std::uint64_t kTimesSize = 8 + 8;
constexpr std::uint64_t kFixedSize = 32 + 16 + kTimesSize;
constexpr std::uint64_t kTagSize = 8, kHashSize = 32;

// Wipes what may hold slow hashes, which are as secret as the numbers.
void wipe(Bytes& bytes) { sodium_memzero(bytes.data(), bytes.size()); }

void append_times(Bytes& out, Timestamp finished, std::uint64_t took_ms) {
  append_number(out, static_cast<std::uint64_t>(finished));
  append_number(out, took_ms);
}

ChunkStore::Times read_times(ByteReader& reader) {
  const auto finished = static_cast<Timestamp>(reader.number());
  return {finished, reader.number()};
}

Bytes content_of(const ChunkResult& result) {
  Bytes content;
  content.reserve(kFixedSize + result.tags.size() * kTagSize + result.hashes.size() * kHashSize);
  append(content, result.canary);
  append(content, result.worker);
  append_times(content, result.finished, result.took_ms);
  for (const std::uint64_t tag : result.tags) append_number(content, tag);
  for (const auto& hash : result.hashes) append(content, hash);
  return content;
}

// Reads `size` bytes of a regular file from `offset` on, or as many as there are.
tl::expected<Bytes, SealedProblem> read_part(const fs::path& path, std::uint64_t offset, std::uint64_t size) {
  const UniqueDescriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW));
  if (!file.valid()) {
    return tl::unexpected(errno == ENOENT || errno == ENOTDIR ? SealedProblem::missing : SealedProblem::unreadable);
  }
  struct stat status {};
  if (fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return tl::unexpected(SealedProblem::unreadable);
  Bytes bytes(size);
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const ssize_t got =
        pread(file.get(), bytes.data() + filled, bytes.size() - filled, static_cast<off_t>(offset + filled));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return tl::unexpected(SealedProblem::unreadable);
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  bytes.resize(filled);
  return bytes;
}

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(fs::symlink_status(path, ignored));
}

// Directories are made only in a job that is there. If its disk was unmounted, results would be written below the mount
// point, and be hidden once the disk is back.
void fail_if_gone(const fs::path& job) {
  if (has_plan(job)) return;
  throw Failure(ExitCode::system, fmt::format("the job is no longer in {}", shown_path(job)),
                "what was finished is in it: once it is there again, the same command goes on");
}

void remove_file(const fs::path& path) {
  if (unlink(path.c_str()) == 0) {
    sync_directory(path.parent_path());
  } else if (errno != ENOENT && errno != ENOTDIR) {
    throw Failure::from_errno("remove a result that can't be used", errno);
  }
}

}  // namespace

std::uint64_t ChunkStore::file_size(std::uint64_t chunk) const {
  const std::uint64_t each =
      (job_.plan.results_have_tags() ? kTagSize : 0) + (job_.plan.results_have_hashes() ? kHashSize : 0);
  return kSealedExtra + kFixedSize + job_.plan.size_of_chunk(chunk) * each;
}

fs::path ChunkStore::path_of(std::uint64_t chunk) const { return chunk_path(job_.directory, group_of(chunk), chunk); }

FileLock ChunkStore::lock(std::uint64_t group) const {
  fail_if_gone(job_.directory);
  const fs::path locks = job_.directory / "locks";
  make_private_directories(locks);
  return FileLock::wait_for(locks / fmt::format("group-{}", group), kPrivateFile);
}

tl::expected<ChunkResult, SealedProblem> ChunkStore::parse(std::uint64_t chunk, ByteSpan file) const {
  const auto content = unseal(file, {SealedKind::chunk, job_.id, chunk});
  if (!content) return tl::unexpected(content.error());
  if (file.size() != file_size(chunk)) return tl::unexpected(SealedProblem::damaged);
  ByteReader reader(*content);
  ChunkResult result;
  result.canary = reader.bytes<32>();
  if (result.canary != job_.plan.manifest.canary.hash) return tl::unexpected(SealedProblem::damaged);
  result.worker = reader.bytes<16>();
  const Times times = read_times(reader);
  result.finished = times.finished;
  result.took_ms = times.took_ms;
  const std::uint64_t numbers = job_.plan.size_of_chunk(chunk);
  result.tags.resize(job_.plan.results_have_tags() ? numbers : 0);
  for (std::uint64_t& tag : result.tags) tag = reader.number();
  result.hashes.resize(job_.plan.results_have_hashes() ? numbers : 0);
  for (auto& hash : result.hashes) hash = reader.bytes<32>();
  return result;
}

ChunkStore::Read ChunkStore::read_from(const fs::path& path, std::uint64_t offset, std::uint64_t size,
                                       std::uint64_t chunk) const {
  auto file = read_part(path, offset, size);
  if (!file) return tl::unexpected(file.error());
  SealedChunk sealed(chunk, *std::move(file));
  auto result = parse(chunk, sealed.file());
  if (!result) return tl::unexpected(result.error());
  return Found{std::move(sealed), *std::move(result)};
}

// One byte more than the size tells whether the file goes on behind its end, as none does that was written whole.
ChunkStore::Read ChunkStore::read_own(std::uint64_t chunk) const {
  return read_from(path_of(chunk), 0, file_size(chunk) + 1, chunk);
}

ChunkStore::Read ChunkStore::read_joined(std::uint64_t chunk) const {
  std::uint64_t offset = 0;
  for (std::uint64_t i = job_.plan.first_chunk_of(group_of(chunk)); i < chunk; ++i) offset += file_size(i);
  return read_from(group_path(job_.directory, group_of(chunk)), offset, file_size(chunk), chunk);
}

// Looks for the chunk's own file first: whoever joins a group removes that file only once the group's file is there.
ChunkStore::Read ChunkStore::read_either(std::uint64_t chunk) const {
  auto own = read_own(chunk);
  if (own) return own;
  auto joined = read_joined(chunk);
  if (joined || own.error() == SealedProblem::missing) return joined;
  return own;
}

tl::expected<ChunkResult, SealedProblem> ChunkStore::read(std::uint64_t chunk) const {
  auto found = read_either(chunk);
  if (!found) return tl::unexpected(found.error());
  return std::move(found->result);
}

tl::expected<SealedChunk, SealedProblem> ChunkStore::read_sealed(std::uint64_t chunk) const {
  auto found = read_either(chunk);
  if (!found) return tl::unexpected(found.error());
  return std::move(found->sealed);
}

std::vector<bool> ChunkStore::present(std::uint64_t group) const {
  const std::uint64_t first = job_.plan.first_chunk_of(group);
  std::vector<bool> present(job_.plan.chunks_of(group));
  const fs::path joined = group_path(job_.directory, group);
  const bool all = is_there(joined);
  for (std::uint64_t i = 0; i < present.size(); ++i) present[i] = all || is_there(path_of(first + i));
  if (!all && is_there(joined)) present.assign(present.size(), true);  // the group was joined meanwhile
  return present;
}

bool ChunkStore::has(std::uint64_t chunk) const {
  return is_there(path_of(chunk)) || is_there(group_path(job_.directory, group_of(chunk)));
}

bool ChunkStore::is_joined(std::uint64_t group) const {
  return is_there(group_path(job_.directory, group)) &&
         !is_there(path_of(job_.plan.first_chunk_of(group)).parent_path());
}

std::vector<std::optional<ChunkStore::Times>> ChunkStore::times(std::uint64_t group) const {
  const std::uint64_t first = job_.plan.first_chunk_of(group), count = job_.plan.chunks_of(group);
  std::vector<std::optional<Times>> all(count);
  std::uint64_t offset = 0;
  for (std::uint64_t i = 0; i < count; ++i) offset += file_size(first + i);
  const auto tail = read_part(group_path(job_.directory, group), offset, kSealedExtra + count * kTimesSize);
  if (tail) {
    const auto content = unseal(*tail, {SealedKind::group, job_.id, group});
    if (!content || content->size() != count * kTimesSize) return all;
    ByteReader reader(*content);
    for (auto& times : all) times = read_times(reader);
    return all;
  }
  for (std::uint64_t i = 0; i < count; ++i) {
    if (const auto result = read(first + i)) all[i] = {result->finished, result->took_ms};
  }
  return all;
}

void ChunkStore::write_file(std::uint64_t chunk, ByteSpan file) const {
  fail_if_gone(job_.directory);
  const fs::path path = path_of(chunk);
  make_private_directories(path.parent_path());
  replace_private_file(path, {file});
}

void ChunkStore::write(std::uint64_t chunk, const ChunkResult& result) const {
  const std::uint64_t numbers = job_.plan.size_of_chunk(chunk);
  require(result.tags.size() == (job_.plan.results_have_tags() ? numbers : 0) &&
          result.hashes.size() == (job_.plan.results_have_hashes() ? numbers : 0));
  Bytes content = content_of(result);
  Bytes file = seal({SealedKind::chunk, job_.id, chunk}, content);
  wipe(content);
  try {
    write_file(chunk, file);
  } catch (const Failure&) {
    // Another process may have finished the group and joined it, which removes the directory of its chunks.
    if (!read_joined(chunk)) throw;
  }
  wipe(file);
}

void ChunkStore::write_group(std::uint64_t group, const std::vector<Found>& chunks) const {
  Bytes file, times;
  for (const Found& chunk : chunks) {
    append(file, chunk.sealed.file());
    append_times(times, chunk.result.finished, chunk.result.took_ms);
  }
  append(file, seal({SealedKind::group, job_.id, group}, times));
  const fs::path path = group_path(job_.directory, group);
  fail_if_gone(job_.directory);
  make_private_directories(path.parent_path());
  const auto present = read_part(path, 0, file.size() + 1);
  if (!present || *present != file) replace_private_file(path, {file});
  wipe(file);
  std::error_code ignored;  // chunk files that are left are read as before, and the next to join removes them
  fs::remove_all(path_of(job_.plan.first_chunk_of(group)).parent_path(), ignored);
}

void ChunkStore::join(std::uint64_t group) const { add(group, {}); }

std::uint64_t ChunkStore::add(std::uint64_t group, std::vector<SealedChunk> chunks) const {
  const FileLock locked = lock(group);
  const std::uint64_t first = job_.plan.first_chunk_of(group), count = job_.plan.chunks_of(group);
  std::vector<std::optional<Found>> whole(count);
  for (std::uint64_t i = 0; i < count; ++i) {
    if (auto present = read_either(first + i)) whole[i] = *std::move(present);
  }
  std::vector<std::uint64_t> added;
  for (SealedChunk& sealed : chunks) {
    const std::uint64_t chunk = sealed.chunk();
    require(chunk >= first && chunk - first < count);
    auto result = parse(chunk, sealed.file());
    if (!result) {
      throw Failure(ExitCode::rejected,
                    fmt::format("the result of chunk {} can't be used: {}", chunk, describe(result.error())));
    }
    auto& mine = whole[chunk - first];
    if (!mine) {
      mine = Found{std::move(sealed), *std::move(result)};
      added.push_back(chunk);
    } else if (mine->result.tags != result->tags || mine->result.hashes != result->hashes) {
      throw machine_fault(fmt::format("chunk {} was hashed twice, and came out in two ways", chunk));
    }
  }
  if (std::all_of(whole.begin(), whole.end(), [](const auto& chunk) { return chunk.has_value(); })) {
    std::vector<Found> all;
    all.reserve(count);
    for (auto& chunk : whole) all.push_back(*std::move(chunk));
    write_group(group, all);
  } else {
    for (const std::uint64_t chunk : added) write_file(chunk, whole[chunk - first]->sealed.file());
  }
  return added.size();
}

void ChunkStore::remove(std::uint64_t chunk) const {
  const std::uint64_t group = group_of(chunk), first = job_.plan.first_chunk_of(group);
  const FileLock locked = lock(group);
  const fs::path joined = group_path(job_.directory, group);
  if (is_there(joined)) {
    for (std::uint64_t i = first; i < first + job_.plan.chunks_of(group); ++i) {
      if (i == chunk || read_own(i)) continue;
      const auto other = read_joined(i);
      if (other) {
        write_file(i, other->sealed.file());
      } else if (other.error() == SealedProblem::unreadable) {
        throw Failure(ExitCode::system, fmt::format("the result of chunk {} can't be read", i), "nothing was removed");
      }
    }
    remove_file(joined);
  }
  remove_file(path_of(chunk));
}

}  // namespace selfcheck::cli
