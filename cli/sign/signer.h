// The key that signs a list: read at the moment of signing, and held no longer. A build hashes for hours or days, on
// whose every minute the key could be taken from its memory.
#pragma once

#include <optional>
#include <string>

#include "files/files.h"
#include "selfcheck/minisign.h"
#include "sign/secrets.h"

namespace selfcheck::cli {

/// Between the start, when the key is opened to see that it can be, and its signature.
enum class KeyMeanwhile {
  forgotten,  // and opened again to sign: for hours of work
  kept,       // for seconds of it: a password is asked for once
};

class Signer {
 public:
  /// Opens the key once, so that a wrong file or password is told before the work and not after it; remembers whose
  /// key it is, and forgets the rest unless it is to be `kept`. Asks for a password if the key has one, and warns if
  /// others can read the file. Throws a Failure.
  Signer(fs::path key_file, const PasswordOptions& password, KeyMeanwhile meanwhile = KeyMeanwhile::forgotten);

  [[nodiscard]] const minisign::PublicKey& public_key() const { return public_key_; }

  /// Opens the key again unless it was kept, and asks again for its password where that is not in a file. Where it
  /// can't be opened, and there is a terminal, it asks to put that right as often as need be, so that nothing is lost.
  /// The signature has been verified, and the key is forgotten. Throws a Failure.
  [[nodiscard]] minisign::Signature sign(ByteSpan message, const std::string& trusted_comment);

 private:
  [[nodiscard]] minisign::SecretKey open();
  [[nodiscard]] minisign::SecretKey open_patiently();

  fs::path key_file_;
  PasswordSource password_;
  minisign::PublicKey public_key_;
  std::optional<minisign::SecretKey> kept_;
};

}  // namespace selfcheck::cli
