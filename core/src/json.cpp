#include "selfcheck/json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace selfcheck::json {

namespace {

using Nlohmann = nlohmann::json;

// Where the parser is in the text. The parser copies its iterators, so all copies share one Place.
struct Place {
  const std::uint8_t* at;
};

// The iterator with which the parser reads the text.
class Iterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = std::uint8_t;
  using difference_type = std::ptrdiff_t;
  using pointer = const std::uint8_t*;
  using reference = const std::uint8_t&;

  explicit Iterator(Place& place) : place_(&place) {}
  reference operator*() const { return *place_->at; }
  Iterator& operator++() {
    ++place_->at;
    return *this;
  }
  bool operator!=(const Iterator& other) const { return place_->at != other.place_->at; }

 private:
  Place* place_;
};

// Builds a Value from nlohmann's SAX events. A handler that returns false stops the parser.
class StrictHandler {
 public:
  explicit StrictHandler(ByteSpan text) : begin_(text.data()), place_{text.data()} {}

  using number_integer_t = Nlohmann::number_integer_t;
  using number_unsigned_t = Nlohmann::number_unsigned_t;
  using number_float_t = Nlohmann::number_float_t;
  using string_t = Nlohmann::string_t;
  using binary_t = Nlohmann::binary_t;

  // The parser calls these functions, whose names are its interface.
  bool null() { return put(Value{Value::Storage{nullptr}}); }
  bool boolean(bool value) { return put(Value{Value::Storage{value}}); }
  bool number_integer(number_integer_t) { return stop_at_number(); }  // Only negative numbers come here.
  bool number_unsigned(number_unsigned_t value) {
    return value <= kMaxInteger ? put(Value{Value::Storage{std::uint64_t{value}}}) : stop_at_number();
  }
  bool number_float(number_float_t, const string_t&) { return stop_at_number(); }
  bool string(string_t& value) { return put(Value{Value::Storage{std::move(value)}}); }
  bool binary(binary_t&) { return stop(ErrorCode::json_syntax); }  // JSON text has no binary values.
  bool start_object(std::size_t) { return open(Value{Value::Storage{Object{}}}); }
  bool key(string_t& name) {
    Object& object = *open_.back().get_if<Object>();
    const bool twice =
        std::any_of(object.begin(), object.end(), [&](const auto& member) { return member.first == name; });
    if (twice) return stop(ErrorCode::json_duplicate_key);
    // The number of keys is limited because each key is compared with all those before it.
    if (object.size() == kMaxMembers) return stop(ErrorCode::json_too_large);
    object.emplace_back(std::move(name), Value{});
    return true;
  }
  bool end_object() { return close(); }
  bool start_array(std::size_t) { return open(Value{Value::Storage{Array{}}}); }
  bool end_array() { return close(); }
  template <typename Exception>
  bool parse_error(std::size_t position, const std::string&, const Exception&) {
    // A number beyond the range of a double comes here, too, although it is no syntax error.
    const bool number = std::is_same_v<Exception, nlohmann::detail::out_of_range>;
    return stop(number ? ErrorCode::json_number : ErrorCode::json_syntax, position);
  }

  [[nodiscard]] const Error& error() const { return error_; }
  Value take() { return std::move(root_); }
  Place& place() { return place_; }

 private:
  // `position` counts bytes up to and with the last one of what is wrong, where the text's end counts as a byte.
  bool stop(ErrorCode code, std::size_t position) {
    error_ = {code, {}, position - 1};
    return false;
  }
  bool stop(ErrorCode code) { return stop(code, static_cast<std::size_t>(place_.at - begin_)); }
  // The parser knows that a number has ended from the byte after it, unless that is the end of the text. Every number
  // that it takes ends in a digit.
  bool stop_at_number() {
    const std::uint8_t last = place_.at[-1];
    if (last < '0' || last > '9') --place_.at;
    return stop(ErrorCode::json_number);
  }
  bool put(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (Array* array = open_.back().get_if<Array>()) {
      array->push_back(std::move(value));
    } else {
      open_.back().get_if<Object>()->back().second = std::move(value);
    }
    return true;
  }
  bool open(Value container) {
    if (open_.size() == kMaxDepth) return stop(ErrorCode::json_too_deep);
    open_.push_back(std::move(container));
    return true;
  }
  bool close() {
    Value done = std::move(open_.back());
    open_.pop_back();
    return put(std::move(done));
  }

  Value root_;
  std::vector<Value> open_;  // The containers around the next value, outermost first.
  Error error_;
  const std::uint8_t* begin_;
  Place place_;
};

using Adapter = decltype(nlohmann::detail::input_adapter(std::declval<Iterator>(), std::declval<Iterator>()));
using Lexer = nlohmann::detail::lexer<Nlohmann, Adapter>;
using Parser = nlohmann::detail::parser<Nlohmann, Adapter>;

}  // namespace
}  // namespace selfcheck::json

// These specialisations keep the parser from making the texts of its errors, which nobody here reads. That makes the
// page's engine a kilobyte smaller.
template <>
inline std::string selfcheck::json::Parser::exception_message(const token_type, const std::string&) {
  return {};
}
template <>
inline std::string selfcheck::json::Lexer::get_token_string() const {
  return {};
}
template <>
inline nlohmann::detail::parse_error nlohmann::detail::parse_error::create<std::nullptr_t, 0>(int id,
                                                                                              const position_t& place,
                                                                                              const std::string&,
                                                                                              std::nullptr_t) {
  return {id, place.chars_read_total, ""};
}
template <>
inline nlohmann::detail::out_of_range nlohmann::detail::out_of_range::create<std::nullptr_t, 0>(int id,
                                                                                                const std::string&,
                                                                                                std::nullptr_t) {
  return {id, ""};
}

namespace selfcheck::json {

Result<Value> parse(ByteSpan text, std::size_t max_size) {
  if (text.size() > max_size) return fail(ErrorCode::json_too_large);
  // nlohmann would skip a byte order mark. No JSON text begins with the mark's first byte.
  if (!text.empty() && text.front() == 0xEF) return fail(ErrorCode::json_syntax);
  // nlohmann also takes a NUL for the end of the text, and would not look at what comes after it.
  if (const auto nul = std::find(text.begin(), text.end(), 0); nul != text.end()) {
    return fail(ErrorCode::json_syntax, {}, static_cast<std::uint64_t>(nul - text.begin()));
  }
  StrictHandler handler(text);
  Place end{text.data() + text.size()};
  if (!Nlohmann::sax_parse(Iterator(handler.place()), Iterator(end), &handler)) {
    return tl::unexpected<Error>(handler.error());
  }
  return handler.take();
}

ObjectReader::ObjectReader(const Value& value, std::string_view place) : object_(value.get_if<Object>()) {
  if (object_ == nullptr) reject(ErrorCode::field_type, place);
}

void ObjectReader::reject(ErrorCode code, std::string_view place) {
  if (!failed()) error_ = {code, place};
}

const Value* ObjectReader::find(std::string_view name) const {
  if (object_ == nullptr) return nullptr;
  const auto member = std::find_if(object_->begin(), object_->end(), [&](const auto& m) { return m.first == name; });
  return member == object_->end() ? nullptr : &member->second;
}

const Value* ObjectReader::member(std::string_view name) {
  const Value* value = find(name);
  if (value == nullptr) reject(ErrorCode::field_missing, name);
  return value;
}

template <typename T>
const T* ObjectReader::member_as(std::string_view name) {
  const Value* value = member(name);
  if (value == nullptr) return nullptr;
  const T* typed = value->get_if<T>();
  if (typed == nullptr) reject(ErrorCode::field_type, name);
  return typed;
}

std::string ObjectReader::text(std::string_view name, std::size_t min_bytes, std::size_t max_bytes) {
  const std::string* value = member_as<std::string>(name);
  if (value == nullptr) return {};
  if (value->size() < min_bytes || value->size() > max_bytes) reject(ErrorCode::field_value, name);
  return *value;
}

std::uint64_t ObjectReader::integer(std::string_view name, std::uint64_t min, std::uint64_t max,
                                    ErrorCode out_of_range) {
  const std::uint64_t* value = member_as<std::uint64_t>(name);
  if (value == nullptr) return min;
  if (*value < min || *value > max) {
    reject(out_of_range, name);
    return min;
  }
  return *value;
}

bool ObjectReader::boolean(std::string_view name) {
  const bool* value = member_as<bool>(name);
  return value != nullptr && *value;
}

void ObjectReader::read_hex(std::string_view name, std::span<std::uint8_t> out) {
  const std::string* value = member_as<std::string>(name);
  if (value != nullptr && !from_hex(*value, out)) reject(ErrorCode::field_value, name);
}

const Array* ObjectReader::array(std::string_view name) { return member_as<Array>(name); }

}  // namespace selfcheck::json
