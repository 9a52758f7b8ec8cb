#include "job/sealed_file.h"

#include <sodium.h>

#include <cstring>

#include "job/sealed_record.h"

namespace selfcheck::cli {

void write_sealed(const fs::path& path, const SealedName& name, ByteSpan content) {
  const auto header = sealed_header(name, content.size());
  replace_private_file(path, {header, content, sealed_checksum({header, content})});
}

tl::expected<Bytes, SealedProblem> read_sealed(const fs::path& path, const SealedName& name) {
  auto file = read_file(path, kMaxSealedSize);
  if (!file) {
    return tl::unexpected(file.error() == ReadProblem::missing     ? SealedProblem::missing
                          : file.error() == ReadProblem::too_large ? SealedProblem::damaged
                                                                   : SealedProblem::unreadable);
  }
  const auto content = unseal(*file, name);
  if (!content) {
    sodium_memzero(file->data(), file->size());
    return tl::unexpected(content.error());
  }
  // The content is moved in place, so that there is no second copy of what may be secret.
  const std::size_t size = content->size();
  std::memmove(file->data(), content->data(), size);
  sodium_memzero(file->data() + size, file->size() - size);
  file->resize(size);
  return *std::move(file);
}

std::string_view describe(SealedProblem problem) {
  switch (problem) {
    case SealedProblem::missing:
      return "it is missing";
    case SealedProblem::unreadable:
      return "it can't be read";
    case SealedProblem::damaged:
      return "it is damaged";
    case SealedProblem::other_version:
      return "another version of selfcheck made it";
    case SealedProblem::other_plan:
      return "it is another job's";
    case SealedProblem::other_thing:
      return "it is another file than its name says";
  }
  return {};
}

}  // namespace selfcheck::cli
