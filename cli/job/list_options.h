// What a publisher says of the list that a job makes.
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

/// What is not given is fresh, or the present edition's where that makes sense.
struct ListOptions {
  bool test = false;
  bool withdrawn = false;
  std::optional<ListId> list_id;
  std::optional<std::uint64_t> sequence;
  std::optional<Timestamp> published;
  std::optional<Timestamp> valid_until;
  std::uint32_t valid_days = 365;
  ListTexts english{.language = "en", .title = {}, .publisher = {}, .about = {}, .link = {}};
  fs::path texts;  // by language; instead of `english`

  fs::path evaluation;  // evaluation.json of a keyed list's key; empty: the list is static
  Argon2Params argon2;
  LayoutOptions layout;
  std::optional<GroupSalt> group_salt;
  std::optional<Nonce> nonce;
  fs::path seed;
};

/// Options that were given, or whose default decides something: name and value, in one order and form.
using AskedOptions = std::vector<std::pair<std::string, std::string>>;

/// Of a file, its fingerprint. Throws a Failure if it can't be read.
[[nodiscard]] AskedOptions asked(const ListOptions& options);

}  // namespace selfcheck::cli
