// Strict JSON (RFC 8259, narrowed), so that no two readers of the same bytes can disagree. nlohmann/json's SAX parser
// does the reading, and what it would let pass is refused here.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "selfcheck/bytes.h"
#include "selfcheck/error.h"

namespace selfcheck::json {

class Value;
using Array = std::vector<Value>;
/// The members of an object in the document's order. Their keys are distinct.
using Object = std::vector<std::pair<std::string, Value>>;

class Value {
 public:
  using Storage = std::variant<std::nullptr_t, bool, std::uint64_t, std::string, Array, Object>;
  Value() = default;
  explicit Value(Storage storage) : storage_(std::move(storage)) {}

  template <typename T>
  [[nodiscard]] const T* get_if() const {
    return std::get_if<T>(&storage_);
  }
  template <typename T>
  [[nodiscard]] T* get_if() {
    return std::get_if<T>(&storage_);
  }

 private:
  Storage storage_{nullptr};
};

/// The largest integer that every JSON reader keeps exactly.
inline constexpr std::uint64_t kMaxInteger = (std::uint64_t{1} << 53) - 1;
inline constexpr std::size_t kMaxDepth = 8;
/// How many members one object may have: four times as many as a manifest's `texts` may.
inline constexpr std::size_t kMaxMembers = 256;

/// Reads one value, with nothing but white space after it. It refuses a byte order mark, a NUL byte, invalid UTF-8, a
/// key twice in one object at any depth, numbers other than integers from 0 to 2^53-1, more than `max_size` bytes,
/// nesting beyond kMaxDepth, and more than kMaxMembers keys in one object. Errors: json_syntax, json_duplicate_key,
/// json_number, json_too_large, json_too_deep. Error::number is an offset in bytes, counted from 0: that of the last
/// byte of what is wrong, such as the quote at the end of a key that is there twice, or the size of a text that ends
/// too soon. It is 0 if the text has more than `max_size` bytes.
[[nodiscard]] Result<Value> parse(ByteSpan text, std::size_t max_size);

/// Reads members of an object by name. The first wrong or missing member is kept as the error, and each one that is
/// wrong or missing reads as a default value. So a caller can read everything in one go and ask once at the end.
class ObjectReader {
 public:
  /// `place` names the document in the error if `value` is no object. The reader keeps a reference to `value`.
  ObjectReader(const Value& value, std::string_view place);

  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
  /// Every `name` must have static storage, because errors point to it.
  std::string text(std::string_view name, std::size_t min_bytes, std::size_t max_bytes);
  std::uint64_t integer(std::string_view name, std::uint64_t min, std::uint64_t max,
                        ErrorCode out_of_range = ErrorCode::field_value);
  bool boolean(std::string_view name);
  template <std::size_t N>
  ByteArray<N> hex(std::string_view name) {
    ByteArray<N> out{};
    read_hex(name, out);
    return out;
  }
  /// Returns a pointer into the value that the constructor was given, or null, in which case the error is kept.
  const Array* array(std::string_view name);
  const Value* member(std::string_view name);

  void reject(ErrorCode code, std::string_view place);
  [[nodiscard]] bool failed() const { return error_.code != ErrorCode::none; }
  [[nodiscard]] const Error& error() const { return error_; }

 private:
  [[nodiscard]] const Value* find(std::string_view name) const;
  template <typename T>
  const T* member_as(std::string_view name);
  void read_hex(std::string_view name, std::span<std::uint8_t> out);

  const Object* object_;
  Error error_;
};

}  // namespace selfcheck::json
