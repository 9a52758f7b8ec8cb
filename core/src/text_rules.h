// What texts and addresses in a manifest or a pins file may look like.
#pragma once

#include <string_view>

namespace selfcheck {

/// Returns whether the text is UTF-8 without control, line-separating, bidirectional or tag characters. Such a text
/// can't reorder or hide what stands around it.
[[nodiscard]] bool is_plain_text(std::string_view text);

/// Returns whether the tag is in the subset of BCP 47 that lists need: a language, then up to three subtags.
[[nodiscard]] bool is_language_tag(std::string_view tag);

/// Returns whether the URL is `https://` and a host name, perhaps with more behind it, but without a user name, a
/// password, spaces or quotes.
[[nodiscard]] bool is_https_url(std::string_view url);

/// Returns whether the URL may be a list's address. It ends in `/` and has no query or fragment, and it is https, or
/// http on this machine, or relative to the page.
[[nodiscard]] bool is_list_url(std::string_view url);

}  // namespace selfcheck
