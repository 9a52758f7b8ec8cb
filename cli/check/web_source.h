// Reads a published list from the address of its directory.
#pragma once

#include <string>

#include "check/list_source.h"
#include "remote/https.h"

namespace selfcheck::cli {

class WebSource : public ListSource {
 public:
  /// `address` is what somebody has typed, with or without the `/` at its end. Throws a Failure if it is none that a
  /// list can have (may_be_asked() of https.h), or has a `?` or `#`.
  explicit WebSource(std::string address);

  /// Asks for kAtOnce files at a time. Throws a Failure if a signal asks to stop.
  [[nodiscard]] std::vector<ListFile> read_all(std::span<const std::string> names, std::size_t max_size) override;
  [[nodiscard]] bool is_local() const override { return false; }

  static constexpr std::size_t kAtOnce = 8;

  [[nodiscard]] std::string host() const { return host_of(address_); }

 private:
  std::string address_;
  HttpClient client_;
};

}  // namespace selfcheck::cli
