// From a file of numbers to a signed list.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "edition/edition_pin.h"
#include "files/files.h"
#include "input/intake.h"
#include "list/edition_changes.h"
#include "plan/layout_figures.h"
#include "selfcheck/layout.h"
#include "selfcheck/manifest.h"
#include "selfcheck/minisign.h"
#include "sign/secrets.h"

namespace selfcheck::cli {

struct BuildOptions {
  Kind kind = Kind::mobile;
  fs::path secret_key;
  PasswordOptions password;
  fs::path out;
  InputOptions input;
  RejectOptions rejects;

  // What the manifest says. What is not given is fresh, or the present edition's where that makes sense.
  bool test = false;
  bool withdrawn = false;
  std::optional<ListId> list_id;
  std::optional<std::uint64_t> sequence;
  std::optional<Timestamp> published;
  std::optional<Timestamp> valid_until;
  std::uint32_t valid_days = 365;
  ListTexts english{.language = "en", .title = {}, .publisher = {}, .about = {}, .link = {}};
  fs::path texts;  // by language; instead of `english`

  Argon2Params argon2;
  LayoutOptions layout;
  std::optional<GroupSalt> group_salt;
  std::optional<Nonce> nonce;
  fs::path seed;

  unsigned threads = 0;
  bool prune = false;

  // How it follows the present edition. `pin.new_list`: another list in the directory of one whose pointer is gone.
  ChangesMeant changes_meant;
  std::vector<minisign::PublicKey> previous_keys;  // that may have signed the present edition

  PinPlace pin;
};

struct BuildReport {
  Manifest manifest;
  std::string manifest_file;
  minisign::PublicKey public_key;
  IntakeCounts counts;
  std::uint64_t duplicates = 0;
  LayoutFigures figures;
  std::uint64_t hashed_again = 0;  // of the numbers, before anything was signed (sample.h)
  std::uint32_t bits_wanted = 0;   // figures.layout.bits are fewer if some bucket would have held less than k
  fs::path out;
  fs::path pin_file;
  std::vector<EditionChange> changes;  // none if it is the first edition
  std::size_t editions_removed = 0;
  std::size_t unpublished_removed = 0;  // of builds that were killed
  double seconds = 0;
};

/// Everything that can be found wrong is found before the first slow hash; nothing that a reader can see
/// changes before the last step. Throws a Failure.
BuildReport build_list(const BuildOptions& options);

}  // namespace selfcheck::cli
