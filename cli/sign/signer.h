// The key that signs a list: read at the moment of signing, and held no longer. A build hashes for hours or days, on
// whose every minute the key could be taken from its memory.
#pragma once

#include <string>

#include "files/files.h"
#include "selfcheck/minisign.h"
#include "sign/secrets.h"

namespace selfcheck::cli {

class Signer {
 public:
  /// Opens the key once, so that a wrong file or password is told before the work and not after it; remembers whose
  /// key it is, and forgets the rest. Asks for a password if the key has one, and warns if others can read the file.
  /// Throws a Failure.
  Signer(fs::path key_file, const PasswordOptions& password);

  [[nodiscard]] const minisign::PublicKey& public_key() const { return public_key_; }

  /// Opens the key again, and asks again for its password where that is not in a file. Where it can't be opened, and
  /// there is a terminal, it asks to put that right as often as need be, so that nothing is lost. The signature has
  /// been verified. Throws a Failure.
  [[nodiscard]] minisign::Signature sign(ByteSpan message, const std::string& trusted_comment);

 private:
  [[nodiscard]] minisign::SecretKey open();
  [[nodiscard]] minisign::SecretKey open_patiently();

  fs::path key_file_;
  PasswordSource password_;
  minisign::PublicKey public_key_;
};

}  // namespace selfcheck::cli
