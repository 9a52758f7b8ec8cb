// Checks numbers against a list of which one file is replaced, as often as it is told to: for tests that change every
// bit of a file. It asks the same code that `selfcheck check` asks, and saves only the start of a program each time.
//
//   check_many LIST PIN NUMBERS NOW
//
// LIST is the list's directory, PIN a file of one pin, and NUMBERS a file with a number a line. Standard input has the
// cases: a line `NAME SIZE`, and then the SIZE bytes that are read in the place of the file NAME of the list. For each
// case a line of JSON is printed: the numbers' answers, each as `selfcheck check --json` gives it, with `advice`.
#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "base/failure.h"
#include "check/list_checker.h"
#include "check/verdict_text.h"
#include "files/files.h"
#include "list/pins_file.h"
#include "selfcheck/timestamp.h"

namespace {

using namespace selfcheck;
using namespace selfcheck::cli;

struct Replacement {
  std::string name;
  Bytes content;
};

// Reads a directory, except that one file may have other content than on the disk.
class ReplacedSource : public ListSource {
 public:
  ReplacedSource(const fs::path& directory, const Replacement& replacement)
      : directory_(directory), replacement_(replacement) {}

  std::vector<ListFile> read_all(std::span<const std::string> names, std::size_t max_size) override {
    auto files = directory_.read_all(names, max_size);
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (names[i] != replacement_.name) continue;
      if (replacement_.content.size() > max_size) {
        files[i] = tl::unexpected(too_large_file(names[i]));
      } else {
        files[i] = replacement_.content;
      }
    }
    return files;
  }
  [[nodiscard]] bool is_local() const override { return true; }

 private:
  DirectorySource directory_;
  const Replacement& replacement_;
};

struct Lists {
  fs::path directory;
  Pin pin;
  std::vector<std::string> numbers;
  Timestamp now = 0;
};

Json answer_of(const CheckResult& result) {
  Json json = to_json(result);
  if (result.outcome == Outcome::could_not_tell) json["advice"] = result.reason.advice;
  return json;
}

class ManyChecks {
 public:
  explicit ManyChecks(Lists lists) : lists_(std::move(lists)) {}

  Json check(Replacement replacement) {
    replacement_ = std::move(replacement);
    // A bucket changes nothing of how a list is opened, so that one that was opened before can be asked.
    const bool is_bucket = replacement_.name.starts_with("buckets/");
    if (is_bucket && !opened_) opened_ = open();
    return is_bucket ? answers(*opened_) : answers(open());
  }

 private:
  struct Opened {
    std::unique_ptr<ListChecker> checker;
    std::optional<Reason> problem;
  };

  Opened open() {
    auto source = std::make_shared<ReplacedSource>(lists_.directory, replacement_);
    Opened opened{std::make_unique<ListChecker>(std::move(source), lists_.pin, lists_.now), {}};
    opened.problem = opened.checker->open();
    return opened;
  }

  Json answers(const Opened& opened) const {
    Json all = Json::array();
    for (const std::string& number : lists_.numbers) {
      all.push_back(answer_of(opened.problem ? could_not_tell(*opened.problem) : opened.checker->check(number)));
    }
    return all;
  }

  const Lists lists_;
  Replacement replacement_;
  std::optional<Opened> opened_;
};

std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

std::optional<Replacement> next_case(std::istream& in) {
  Replacement replacement;
  std::size_t size = 0;
  if (!(in >> replacement.name >> size)) return std::nullopt;
  in.ignore();
  replacement.content.resize(size);
  in.read(reinterpret_cast<char*>(replacement.content.data()), static_cast<std::streamsize>(size));
  if (!in) throw std::runtime_error("a case is cut short");
  return replacement;
}

void run(const std::vector<std::string>& arguments) {
  auto pins = read_pins(arguments.at(1));
  const auto now = parse_timestamp(arguments.at(3));
  if (!now) throw std::runtime_error("NOW is no time");
  ManyChecks checks({arguments.at(0), find_pin(pins, {}), lines_of(arguments.at(2)), *now});
  while (auto replacement = next_case(std::cin)) std::cout << checks.check(*std::move(replacement)).dump() << std::endl;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    run({argv + 1, argv + argc});
  } catch (const std::exception& problem) {
    fmt::print(stderr, "check_many: {}\n", problem.what());
    return 1;
  }
  return 0;
}
