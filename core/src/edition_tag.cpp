#include "selfcheck/edition_tag.h"

namespace selfcheck {

std::uint64_t edition_tag(const Manifest& manifest, const SlowHash& hash, const voprf::Output* y) {
  require(manifest.is_keyed() == (y != nullptr));
  return y != nullptr ? keyed_tag(hash, manifest.list_id, manifest.nonce, *y)
                      : tag(hash, manifest.list_id, manifest.nonce);
}

}  // namespace selfcheck
