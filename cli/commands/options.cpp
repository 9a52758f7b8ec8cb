#include "commands/options.h"

#include <algorithm>
#include <ctime>
#include <vector>

#include "base/failure.h"
#include "base/redact.h"
#include "commands/option_checks.h"
#include "files/json_file.h"
#include "list/pins_file.h"

namespace selfcheck::cli {
namespace {

constexpr std::uint64_t kMaxColumns = 1'000'000;

bool is_number(std::string_view text) { return text.find_first_not_of("0123456789") == std::string_view::npos; }

bool is_valid(const CLI::Validator& validator, std::string text) { return validator(text).empty(); }

}  // namespace

void add_kind_option(CLI::App& command, Kind& kind) {
  std::vector<std::string> names;
  names.reserve(kKinds.size());
  for (const Kind k : kKinds) names.emplace_back(kind_traits(k).name);
  const auto read = [&kind](const std::string& name) { kind = *kind_from_name(name); };
  command.add_option_function<std::string>("--kind", read, "What the numbers are")
      ->required()
      ->check(CLI::IsMember(names))
      ->type_name("KIND");
}

CLI::Option* add_input_options(CLI::App& command, InputOptions& input, const std::string& what) {
  CLI::Option* file =
      command.add_option("input", input.paths, what + ", in one or several files; - for standard input")
          ->type_name("FILE");
  add_column_options(command, input);
  return file;
}

CLI::Option* add_column_options(CLI::App& command, InputOptions& input) {
  const auto read = [&input](const std::string& column) {
    if (is_number(column)) {
      if (!is_valid(whole_number(1, kMaxColumns), column)) {
        throw CLI::ValidationError("--column",
                                   "a column's number, counted from 1, or its name in the first row, please");
      }
      input.columns.push_back({.number = static_cast<std::uint32_t>(std::stoul(column))});
    } else {
      input.columns.push_back({.name = column});
    }
  };
  const auto read_all = [read](const std::vector<std::string>& columns) {
    for (const std::string& column : columns) read(column);
  };
  CLI::Option* column =
      command
          .add_option_function<std::vector<std::string>>(
              "--column", read_all,
              "The input is CSV; take this column, by its number from 1 or by its name in the first row. Several times "
              "for several columns")
          ->type_name("N|NAME")
          ->allow_extra_args(false);
  const auto read_delimiter = [&input](const std::string& text) {
    const std::string character = text == "tab" ? "\t" : text;
    if (character.size() != 1 || is_number(character) || character.find_first_of("\"\n\r") != std::string::npos) {
      throw CLI::ValidationError("--delimiter", "one character that stands between columns, or the word tab, please");
    }
    input.delimiter = character.front();
  };
  command
      .add_option_function<std::string>("--delimiter", read_delimiter,
                                        "What stands between the CSV columns (default: found in each file)")
      ->type_name("CHARACTER");
  command.add_flag("--header", input.header, "The CSV file's first row holds names")->needs(column);
  command.add_flag("--multiline", input.multiline, "In the CSV file, fields in quotes may go on over several lines")
      ->needs(column);
  const auto read_field = [&input](const std::string& field) {
    if (field.empty()) throw CLI::ValidationError("--field", "a field's name, please");
    input.field = field;
  };
  command
      .add_option_function<std::string>(
          "--field", read_field,
          "The input is JSON Lines; take this field: a name, a path such as person.phone, or a JSON pointer")
      ->type_name("NAME")
      ->excludes(column);
  command.add_flag("--repair", input.repair,
                   "Take whole numbers out of what data tools write around them: an apostrophe, =\"...\", .0, tel:, a "
                   "label; several out of one field");
  return column;
}

void add_reject_options(CLI::App& command, RejectOptions& rejects) {
  command
      .add_option("--rejects", rejects.file,
                  "Write file, record, line and reason of what is no valid number to this file (CSV)")
      ->type_name("FILE");
  const auto read = [&rejects](const std::string& value) -> std::string {
    if (value == "true") {  // the flag was given alone
      rejects.allow = true;
      return {};
    }
    if (!is_valid(whole_number(1), value)) return "alone, or with the number of records, --allow-rejects=N, please";
    rejects.allowed = std::stoull(value);
    return {};
  };
  // This is a flag, and not an option whose value may be missing: that would take the input's name for its value.
  const auto value = std::make_shared<std::string>();
  const auto keep = [value](const std::string& given) { *value = given; };
  command
      .add_flag("--allow-rejects", *value,
                "Go on without the records that are no valid numbers, if they are at most 1% of all, and all rows of a "
                "CSV file can be read; --allow-rejects=N if they are N")
      ->check(CLI::Validator(read, ""))
      ->each(keep);
}

void add_argon2_options(CLI::App& command, Argon2Params& params) {
  const auto read = [&params](const std::uint32_t& mib) { params.mem_kib = mib * 1024; };
  command
      .add_option_function<std::uint32_t>("--mem", read,
                                          "Memory of the slow hash, 8 to 256 MiB (default 64, of a keyed list 32)")
      ->check(whole_number(kMinMemKib / 1024, kMaxMemKib / 1024))
      ->type_name("MiB");
  command
      .add_option("--ops", params.ops,
                  "Passes of the slow hash over its memory, 1 to 10 (default 3, of a keyed list 2)")
      ->check(whole_number(kMinOps, kMaxOps))
      ->type_name("N");
}

void add_job_option(CLI::App& command, fs::path& job) {
  command.add_option("--job", job, "The job's directory")->required()->type_name("DIR");
}

CLI::Option* add_shard_option(CLI::App& command, std::string& shard, const std::string& help) {
  return command.add_option("--shard", shard, help)->type_name("I/N");
}

void add_json_option(CLI::App& command, bool& json) { command.add_flag("--json", json, "Print the result as JSON"); }

void add_password_option(CLI::App& command, PasswordOptions& password) {
  command
      .add_option("--password-file", password.file,
                  "Take the secret key's password from this file's first line; - for standard input's")
      ->type_name("FILE");
}

void add_threads_option(CLI::App& command, unsigned& threads) {
  command.add_option("--threads", threads, "Hash on this many threads (default: one a core, as memory allows)")
      ->type_name("N")
      ->check(whole_number(1, 1024));
}

CLI::Option* add_time_option(CLI::App& command, const std::string& name, std::optional<Timestamp>& time,
                             const std::string& help) {
  const auto read = [name, &time](const std::string& text) {
    time = parse_timestamp(text);
    if (!time) throw CLI::ValidationError(name, "a time like 2026-11-23T09:30:00Z, in the years 2000 to 9999, please");
  };
  return command.add_option_function<std::string>(name, read, help)->type_name("TIME");
}

CLI::Option* add_pin_options(CLI::App& command, PinOptions& pin) {
  CLI::Option* file =
      command.add_option("--pin", pin.file, "The pin: which list, signed by whom, is trusted")->type_name("FILE");
  command.add_option("--id", pin.id, "The pin's id, if the file has several")->type_name("ID")->needs(file);
  return file;
}

Pin read_pin(const PinOptions& options) {
  auto pins = value_or_fail(parse_pins(read_json_file(options.file, kMaxPinsSize)));
  return find_pin(pins, options.id);
}

minisign::PublicKey read_public_key(const std::string& option, const std::string& text) {
  auto key = minisign::parse_public_key(text);
  if (key) return *key;
  constexpr std::size_t kMaxKeyFileSize = 4096;
  const auto file = read_file(text, kMaxKeyFileSize);
  if (!file && text.starts_with("RW")) return value_or_fail(key);  // what all keys begin with
  if (!file) throw Failure(ExitCode::usage, option + " is neither a public key nor a file that can be read");
  fail_on_byte_order_mark(as_text(*file), shown_path(text));
  return value_or_fail(minisign::parse_public_key_file(as_text(*file)));
}

}  // namespace selfcheck::cli
