#include "job/transfer_file.h"

#include <fmt/format.h>
#include <sodium.h>

#include <utility>

#include "base/redact.h"
#include "base/stop_signals.h"
#include "base/wording.h"
#include "job/byte_order.h"
#include "job/job_plan.h"
#include "job/sealed_record.h"

namespace selfcheck::cli {
namespace {

constexpr std::uint64_t kFirst = 0, kLast = 1;
constexpr std::size_t kCountSize = 8;
constexpr std::string_view kCopyAgain = "copy it once more, and import it again: what is there already stays";

bool is_first(const TransferPart& part) {
  if (part.name.index != kFirst) return false;
  return part.name.kind == SealedKind::work || (part.name.kind == SealedKind::results && part.content().empty());
}

}  // namespace

TransferPart::~TransferPart() { sodium_memzero(sealed.data(), sealed.size()); }

ByteSpan TransferPart::content() const {
  return ByteSpan(sealed).subspan(kSealedHeaderSize, sealed.size() - kSealedExtra);
}

TransferWriter::TransferWriter(const fs::path& to, SealedKind kind, const PlanId& plan, ByteSpan plan_json)
    : kind_(kind), plan_(plan), file_(to) {
  file_.write(seal({kind_, plan_, kFirst}, plan_json));
}

void TransferWriter::add(ByteSpan sealed) {
  throw_if_stopped();
  file_.write(sealed);
  ++parts_;
}

void TransferWriter::finish() {
  Bytes count;
  append_number(count, parts_);
  file_.write(seal({kind_, plan_, kLast}, count));
  file_.finish();
}

TransferReader::TransferReader(const fs::path& path) : shown_(shown_path(path)), file_(path), first_(read_first()) {}

TransferPart TransferReader::read_first() {
  auto first = read(kMaxPlanSize);
  if (!first || !is_first(*first)) {
    throw Failure(ExitCode::rejected, fmt::format("{} is no file that `job export` has made, or is damaged", shown_),
                  std::string(kCopyAgain));
  }
  return *std::move(first);
}

std::optional<TransferPart> TransferReader::next(std::uint64_t max_size) {
  taken_ = returned_;
  auto part = read(max_size);
  if (!part) throw damaged(part.error());
  if (part->name.plan != first_.name.plan) throw damaged("a part of another job is in it");
  if (part->name.kind != first_.name.kind) {
    ++returned_;
    return *std::move(part);
  }
  const ByteSpan count = part->content();
  char more = 0;
  if (part->name.index != kLast || count.size() != kCountSize || ByteReader(count).number() != returned_ ||
      file_.read({&more, 1}) != 0) {
    throw damaged("parts are missing, or there are too many");
  }
  return std::nullopt;
}

Failure TransferReader::damaged(std::string_view what) const {
  return {ExitCode::rejected,
          fmt::format("{} is damaged: {}; {} before that {} taken", shown_, what,
                      counted(taken_, "whole part", "whole parts"), taken_ == 1 ? "was" : "were"),
          std::string(kCopyAgain)};
}

tl::expected<TransferPart, std::string_view> TransferReader::read(std::uint64_t max_size) {
  TransferPart part;
  part.sealed.resize(kSealedHeaderSize);
  if (fill(part.sealed, 0) != part.sealed.size()) return tl::unexpected<std::string_view>("it ends early");
  const auto header = parse_sealed_header(part.sealed);
  // Another version's file does not begin as this one did, so that here even that is damage.
  if (!header) return tl::unexpected<std::string_view>("a part of it does not begin as one must");
  if (header->content_size > max_size)
    return tl::unexpected<std::string_view>("a part of it has a size that none can have");
  part.name = header->name;
  part.sealed.resize(header->content_size + kSealedExtra);
  if (kSealedHeaderSize + fill(part.sealed, kSealedHeaderSize) != part.sealed.size()) {
    return tl::unexpected<std::string_view>("it ends early");
  }
  if (!unseal(part.sealed, part.name)) return tl::unexpected<std::string_view>("the checksum of a part is wrong");
  return part;
}

std::size_t TransferReader::fill(Bytes& bytes, std::size_t from) {
  return file_.read({reinterpret_cast<char*>(bytes.data()) + from, bytes.size() - from});
}

}  // namespace selfcheck::cli
