#include "references/json.h"

#include <algorithm>

#include "references/utf8.h"

namespace selfcheck::reference {

namespace {

constexpr std::size_t kMaxNesting = 8, kMaxKeys = 256;

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  std::optional<json::Value> document() {
    auto value = this->value(0);
    blanks();
    if (!value || !rest_.empty()) return std::nullopt;
    return value;
  }

 private:
  void blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }
  bool take(std::string_view token) {
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }
  [[nodiscard]] char front() const { return rest_.empty() ? '\0' : rest_.front(); }

  template <typename T>
  static json::Value made(T value) {
    return json::Value{json::Value::Storage{std::move(value)}};
  }

  // `around` is how many arrays and objects are around the value.
  std::optional<json::Value> value(std::size_t around) {
    blanks();
    if (take("null")) return made(nullptr);
    if (take("true")) return made(true);
    if (take("false")) return made(false);
    if (front() == '"') {
      auto text = string();
      return text ? std::optional(made(std::move(*text))) : std::nullopt;
    }
    if (front() == '[') return around < kMaxNesting ? array(around + 1) : std::nullopt;
    if (front() == '{') return around < kMaxNesting ? object(around + 1) : std::nullopt;
    return integer();
  }

  std::optional<json::Value> integer() {
    const std::size_t size = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
    const std::string_view digits = rest_.substr(0, size);
    rest_.remove_prefix(size);
    if (digits.empty() || digits.size() > 16 || (digits.size() > 1 && digits.front() == '0')) return std::nullopt;
    if (!rest_.empty() && std::string_view(".eE").find(rest_.front()) != std::string_view::npos) return std::nullopt;
    std::uint64_t number = 0;
    for (const char c : digits) number = number * 10 + static_cast<std::uint64_t>(c - '0');
    if (number > 9'007'199'254'740'991) return std::nullopt;
    return made(number);
  }

  std::optional<unsigned> four_digits() {
    unsigned code = 0;
    if (!take("\\u") || rest_.size() < 4) return std::nullopt;
    for (const char c : rest_.substr(0, 4)) {
      const std::size_t digit = std::string_view("0123456789abcdef0123456789ABCDEF").find(c);
      if (digit == std::string_view::npos) return std::nullopt;
      code = code * 16 + static_cast<unsigned>(digit % 16);
    }
    rest_.remove_prefix(4);
    return code;
  }

  static void append(std::string& text, unsigned code) {
    const auto put = [&text](unsigned byte) { text += static_cast<char>(byte); };
    if (code < 0x80) {
      put(code);
    } else if (code < 0x800) {
      put(0xC0 + code / 64);
      put(0x80 + code % 64);
    } else if (code < 0x10000) {
      put(0xE0 + code / 4096);
      put(0x80 + code / 64 % 64);
      put(0x80 + code % 64);
    } else {
      put(0xF0 + code / 262144);
      put(0x80 + code / 4096 % 64);
      put(0x80 + code / 64 % 64);
      put(0x80 + code % 64);
    }
  }

  bool escape(std::string& text) {
    if (!rest_.starts_with("\\u")) {
      constexpr std::string_view kEscaped = "\"\\/bfnrt", kMeant = "\"\\/\b\f\n\r\t";
      if (rest_.size() < 2) return false;
      const std::size_t which = kEscaped.find(rest_[1]);
      if (which == std::string_view::npos) return false;
      text += kMeant[which];
      rest_.remove_prefix(2);
      return true;
    }
    auto code = four_digits();
    if (!code || (*code >= 0xDC00 && *code <= 0xDFFF)) return false;
    if (*code >= 0xD800 && *code <= 0xDBFF) {
      const auto low = four_digits();
      if (!low || *low < 0xDC00 || *low > 0xDFFF) return false;
      code = 0x10000 + (*code - 0xD800) * 0x400 + (*low - 0xDC00);
    }
    append(text, *code);
    return true;
  }

  std::optional<std::string> string() {
    std::string text;
    if (!take("\"")) return std::nullopt;
    while (!take("\"")) {
      if (rest_.empty() || static_cast<unsigned char>(rest_.front()) < 0x20) return std::nullopt;
      if (rest_.front() == '\\') {
        if (!escape(text)) return std::nullopt;
      } else {
        text += rest_.front();
        rest_.remove_prefix(1);
      }
    }
    return text;
  }

  std::optional<json::Value> array(std::size_t around) {
    json::Array all;
    take("[");
    blanks();
    if (take("]")) return made(std::move(all));
    do {
      auto one = value(around);
      if (!one) return std::nullopt;
      all.push_back(std::move(*one));
      blanks();
    } while (take(","));
    if (!take("]")) return std::nullopt;
    return made(std::move(all));
  }

  std::optional<json::Value> object(std::size_t around) {
    json::Object all;
    take("{");
    blanks();
    if (take("}")) return made(std::move(all));
    do {
      blanks();
      auto name = string();
      if (!name || all.size() == kMaxKeys) return std::nullopt;
      if (std::any_of(all.begin(), all.end(), [&](const auto& member) { return member.first == *name; })) {
        return std::nullopt;
      }
      blanks();
      if (!take(":")) return std::nullopt;
      auto one = value(around);
      if (!one) return std::nullopt;
      all.emplace_back(std::move(*name), std::move(*one));
      blanks();
    } while (take(","));
    if (!take("}")) return std::nullopt;
    return made(std::move(all));
  }

  std::string_view rest_;
};

void write_string(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += to_hex(ByteArray<1>{static_cast<std::uint8_t>(c)});
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  out += '"';
}

void write(std::string& out, const json::Value& value) {
  if (const auto* const boolean = value.get_if<bool>()) {
    out += *boolean ? "true" : "false";
  } else if (const auto* const number = value.get_if<std::uint64_t>()) {
    out += std::to_string(*number);
  } else if (const auto* const text = value.get_if<std::string>()) {
    write_string(out, *text);
  } else if (const auto* const array = value.get_if<json::Array>()) {
    char before = '[';
    for (const json::Value& one : *array) {
      out += std::exchange(before, ',');
      write(out, one);
    }
    out += array->empty() ? "[]" : "]";
  } else if (const auto* const object = value.get_if<json::Object>()) {
    char before = '{';
    for (const auto& [name, one] : *object) {
      out += std::exchange(before, ',');
      write_string(out, name);
      out += ':';
      write(out, one);
    }
    out += object->empty() ? "{}" : "}";
  } else {
    out += "null";
  }
}

}  // namespace

std::optional<json::Value> read_json(std::string_view text) {
  // A byte order mark, and a NUL byte, are refused because no token begins with them, and no string may have the
  // latter.
  if (!code_points(text)) return std::nullopt;
  return Reader(text).document();
}

std::string write_json(const json::Value& value) {
  std::string out;
  write(out, value);
  return out;
}

}  // namespace selfcheck::reference
