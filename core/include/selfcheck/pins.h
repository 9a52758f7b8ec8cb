// Pins say which list, by which publisher, a site or widget trusts. The site's own origin holds them, and nobody else.
// docs/FORMAT.md section 8.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "selfcheck/bytes.h"
#include "selfcheck/error.h"
#include "selfcheck/identifier.h"
#include "selfcheck/minisign.h"
#include "selfcheck/tag.h"

namespace selfcheck {

/// One evaluator of a keyed list, and its address. Pins name it because the site's owner decides to whom its pages may
/// connect.
struct PinnedEvaluator {
  std::uint32_t index = 0;  // Which share it has, from 1 to 7.
  std::string url;          // Its address, by the rules of a list's `url`.

  friend bool operator==(const PinnedEvaluator&, const PinnedEvaluator&) = default;
};

struct Pin {
  std::string id;   // The name that a page or a `data-` attribute gives the list: 1 to 64 characters of a-z 0-9 -.
  std::string url;  // The list's directory: https, http on this machine, or relative; it ends in `/`.
  std::vector<minisign::PublicKey> keys;  // The 1 to 8 keys, any of which may have signed the list.
  ListId list_id{};
  Kind kind = Kind::mobile;
  std::uint64_t min_sequence = 1;           // The lowest edition to accept.
  std::optional<Digest> manifest;           // The hash of the only manifest to accept; empty if any will do.
  std::vector<PinnedEvaluator> evaluators;  // None, or 1 to 7 with distinct indices and addresses.

  friend bool operator==(const Pin&, const Pin&) = default;
};

inline constexpr std::size_t kMaxPinsSize = 64 * 1024;

/// Reads `{"format": "selfcheck-pins/1", "lists": [...]}`, with 1 to 64 lists whose ids are distinct, strictly
/// (json.h). One list that is wrong refuses the whole file, since nobody would miss a list that is left out. Errors:
/// the JSON group; key_format. If one list is wrong, Error::number says which one, counted from 1.
[[nodiscard]] Result<std::vector<Pin>> parse_pins(ByteSpan json);
std::string write_pins(const std::vector<Pin>& pins);

}  // namespace selfcheck
