// Pins: which list, by which publisher, a site or widget trusts. Held by the site's own origin and nowhere else.
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

/// Who evaluates for a keyed list, and where: the site's owner decides whom its pages may connect to.
struct PinnedEvaluator {
  std::uint32_t index = 0;  // 1 to 7: whose share it has
  std::string url;          // by the rules of a list's

  friend bool operator==(const PinnedEvaluator&, const PinnedEvaluator&) = default;
};

struct Pin {
  std::string id;   // what a page or a `data-` attribute calls it: 1 to 64 of a-z 0-9 -
  std::string url;  // of the list's directory, ends in `/`: https, http on this machine, or relative
  std::vector<minisign::PublicKey> keys;  // 1 to 8; a list may be signed by any
  ListId list_id{};
  Kind kind = Kind::mobile;
  std::uint64_t min_sequence = 1;
  std::optional<Digest> manifest;           // this edition and no other
  std::vector<PinnedEvaluator> evaluators;  // none, or 1 to 7, with distinct indices and addresses

  friend bool operator==(const Pin&, const Pin&) = default;
};

inline constexpr std::size_t kMaxPinsSize = 64 * 1024;

/// `{"format": "selfcheck-pins/1", "lists": [...]}`, 1 to 64 lists with distinct ids, read strictly (json.h).
[[nodiscard]] Result<std::vector<Pin>> parse_pins(ByteSpan json);
std::string write_pins(const std::vector<Pin>& pins);

}  // namespace selfcheck
