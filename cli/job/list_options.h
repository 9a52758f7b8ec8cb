// What a publisher says about the list that a job makes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "files/files.h"
#include "selfcheck/layout.h"
#include "selfcheck/manifest.h"

namespace selfcheck::cli {

/// Where an option is not given, its value is made anew, or taken from the present edition where that makes sense.
struct ListOptions {
  bool test = false;
  bool withdrawn = false;
  std::optional<ListId> list_id;
  std::optional<std::uint64_t> sequence;
  std::optional<Timestamp> published;
  std::optional<Timestamp> valid_until;
  std::uint32_t valid_days = 365;
  ListTexts english{.language = "en", .title = {}, .publisher = {}, .about = {}, .link = {}};
  fs::path texts;  // a file of texts by language, in the place of `english`

  fs::path evaluation;  // the evaluation.json of a keyed list's key; empty for a static list
  Argon2Params argon2;
  LayoutOptions layout;
  std::optional<GroupSalt> group_salt;
  std::optional<Nonce> nonce;
  fs::path seed;
};

/// Options that were given, or whose default decides something, each with its name and value. The same options always
/// have the same order and form.
using AskedOptions = std::vector<std::pair<std::string, std::string>>;

/// Returns the options by name. The value of a file is its fingerprint. Throws a Failure if a file can't be read.
[[nodiscard]] AskedOptions asked(const ListOptions& options);

}  // namespace selfcheck::cli
