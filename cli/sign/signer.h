// The key that signs a list is read at the moment of signing, and held no longer. A build hashes for hours or days, and
// in every minute of them the key could be taken from its memory.
#pragma once

#include <string>

#include "base/locked.h"
#include "files/files.h"
#include "selfcheck/minisign.h"
#include "sign/secrets.h"

namespace selfcheck::cli {

/// What becomes of the key between the start, when it is opened to see that it can be, and its signature.
enum class KeyMeanwhile {
  forgotten,  // it is opened again to sign, as is right for hours of work
  kept,       // it stays in memory, as is right for seconds of work: a password is asked for once
};

class Signer {
 public:
  /// Opens the key once, so that a wrong file or password is told before the work and not after it. It remembers whose
  /// key it is, and forgets the rest unless that is to be `kept`. It asks for a password if the key has one, and warns
  /// if others can read the file. Throws a Failure if the key can't be opened.
  Signer(fs::path key_file, const PasswordOptions& password, KeyMeanwhile meanwhile = KeyMeanwhile::forgotten);

  [[nodiscard]] const minisign::PublicKey& public_key() const { return public_key_; }

  /// Signs `message`. The key is opened again unless it was kept, and its password is asked for again where that is not
  /// in a file. Where the key can't be opened, and there is a terminal, it asks to put that right as often as need be,
  /// so that nothing is lost. The signature that it returns has been verified, and the key is forgotten. Throws a
  /// Failure if the key can't be opened and there is no terminal, if a signal asks to stop, or if the signature is
  /// wrong.
  [[nodiscard]] minisign::Signature sign(ByteSpan message, const std::string& trusted_comment);

 private:
  [[nodiscard]] minisign::SecretKey open();
  [[nodiscard]] Locked<minisign::SecretKey> open_patiently();

  fs::path key_file_;
  PasswordSource password_;
  minisign::PublicKey public_key_;
  Locked<minisign::SecretKey> kept_;  // null unless it is kept
};

}  // namespace selfcheck::cli
