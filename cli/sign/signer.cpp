#include "sign/signer.h"

#include <utility>

#include "base/failure.h"
#include "base/machine_fault.h"
#include "base/redact.h"

namespace selfcheck::cli {

Signer::Signer(fs::path key_file, const PasswordOptions& password, KeyMeanwhile meanwhile)
    : key_file_(std::move(key_file)), password_(password) {
  warn_if_others_can_read(key_file_);
  minisign::SecretKey key = read_secret_key(key_file_, "Password of the secret key: ", password_);
  public_key_ = key.public_key();
  if (meanwhile == KeyMeanwhile::kept) kept_ = locked(std::move(key));
}

minisign::SecretKey Signer::open() {
  auto key = read_secret_key(key_file_, "The list is ready. Password of the secret key, to sign it: ", password_);
  if (key.public_key() == public_key_) return key;
  throw Failure(ExitCode::rejected, "the file " + shown_path(key_file_) + " holds another key than at the start");
}

Locked<minisign::SecretKey> Signer::open_patiently() {
  Locked<minisign::SecretKey> key;
  try_patiently([&] { key = locked(open()); });
  return key;
}

minisign::Signature Signer::sign(ByteSpan message, const std::string& trusted_comment) {
  const Locked<minisign::SecretKey> key = kept_ ? std::move(kept_) : open_patiently();
  minisign::Signature signature = key->sign(message, trusted_comment);
  if (!minisign::verify_trusted_comment(signature, public_key_) ||
      !minisign::verify_message(signature, public_key_, message)) {
    throw machine_fault("the signature that it made is wrong");
  }
  return signature;
}

}  // namespace selfcheck::cli
