#include "job/list_options.h"

#include <fmt/format.h>
#include <sodium.h>

#include <string>

#include "edition/list_key.h"

namespace selfcheck::cli {
namespace {

class Asked {
 public:
  void add(std::string name, std::string value) { all_.emplace_back(std::move(name), std::move(value)); }
  void add_text(std::string name, const std::string& text) {
    if (!text.empty()) add(std::move(name), text);
  }
  void add_number(std::string name, std::uint64_t number) { add(std::move(name), std::to_string(number)); }
  template <typename T, typename Write>
  void add_optional(std::string name, const std::optional<T>& value, Write write) {
    if (value) add(std::move(name), write(*value));
  }
  AskedOptions take() { return std::move(all_); }

 private:
  AskedOptions all_;
};

std::string fingerprint(ByteSpan bytes) {
  Digest digest{};
  crypto_generichash(digest.data(), digest.size(), bytes.data(), bytes.size(), nullptr, 0);
  return to_hex(digest);
}

}  // namespace

AskedOptions asked(const ListOptions& options) {
  const auto hex = [](const auto& bytes) { return to_hex(bytes); };
  const auto number = [](std::uint64_t value) { return std::to_string(value); };
  Asked asked;
  if (options.test) asked.add("--test", "");
  if (options.withdrawn) asked.add("--withdrawn", "");
  asked.add_optional("--list-id", options.list_id, hex);
  asked.add_optional("--sequence", options.sequence, number);
  asked.add_optional("--published", options.published, format_timestamp);
  asked.add_optional("--valid-until", options.valid_until, format_timestamp);
  asked.add_number("--valid-days", options.valid_days);
  asked.add_text("--title", options.english.title);
  asked.add_text("--publisher", options.english.publisher);
  asked.add_text("--about", options.english.about);
  asked.add_text("--link", options.english.link);
  if (!options.texts.empty()) {
    asked.add("--texts", fingerprint(read_file_or_fail(options.texts, kMaxManifestSize)));
  }
  if (!options.evaluation.empty()) {
    const std::string key = write_evaluation(read_evaluation_file(options.evaluation));
    asked.add("--evaluation", fingerprint(as_bytes(key)));
  }
  asked.add_number("--ops", options.argon2.ops);
  asked.add("--mem", fmt::format("{} KiB", options.argon2.mem_kib));
  asked.add_number("--k", options.layout.k);
  asked.add_optional("--bits", options.layout.bits, number);
  asked.add_optional("--p", options.layout.p, number);
  asked.add_optional("--group-salt", options.group_salt, hex);
  asked.add_optional("--nonce", options.nonce, hex);
  // The seed itself is no option's value: the job has a copy, and the file is compared with that.
  if (!options.seed.empty()) asked.add("--seed", "");
  return asked.take();
}

}  // namespace selfcheck::cli
