// Where a checker gets a list's files from: a directory, or the web (web_source.h).
#pragma once

#include <memory>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "check/reason.h"
#include "files/files.h"
#include "selfcheck/bytes.h"

namespace selfcheck::cli {

using ListFile = tl::expected<Bytes, Reason>;

/// Reads a list's files. Reasons name a file by the format's name, but for a bucket's, which would tell the number's
/// first bits. This is not thread-safe.
class ListSource {
 public:
  ListSource() = default;
  virtual ~ListSource() = default;
  ListSource(const ListSource&) = delete;
  ListSource& operator=(const ListSource&) = delete;

  /// Reads files by their names below the list's directory, and returns them in the order of the names. Each has at
  /// most `max_size` bytes, or there is the reason file_too_large in its place.
  [[nodiscard]] virtual std::vector<ListFile> read_all(std::span<const std::string> names, std::size_t max_size) = 0;
  /// Whether nobody learns which files are read.
  [[nodiscard]] virtual bool is_local() const = 0;

  [[nodiscard]] ListFile read(const std::string& name, std::size_t max_size);
};

class DirectorySource : public ListSource {
 public:
  explicit DirectorySource(fs::path directory) : directory_(std::move(directory)) {}

  [[nodiscard]] std::vector<ListFile> read_all(std::span<const std::string> names, std::size_t max_size) override;
  [[nodiscard]] bool is_local() const override { return true; }

 private:
  fs::path directory_;
};

Reason missing_file(const std::string& name);
Reason too_large_file(const std::string& name);
Reason page_in_place_of(const std::string& name);

}  // namespace selfcheck::cli
