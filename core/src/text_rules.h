// What texts and addresses in a manifest or a pins file may look like.
#pragma once

#include <string_view>

namespace selfcheck {

/// UTF-8 without control, line-separating, bidirectional or tag characters: text that can't reorder or hide
/// what stands around it.
[[nodiscard]] bool is_plain_text(std::string_view text);

/// The subset of BCP 47 that is needed: a language, then up to three subtags.
[[nodiscard]] bool is_language_tag(std::string_view tag);

/// `https://` and a host name, without user, password, spaces or quotes.
[[nodiscard]] bool is_https_url(std::string_view url);

/// Where a list is: ends in `/`, has no query; https, or http on this machine, or relative to the page.
[[nodiscard]] bool is_list_url(std::string_view url);

}  // namespace selfcheck
