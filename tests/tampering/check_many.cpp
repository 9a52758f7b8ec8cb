// Checks numbers against a list of which one file is replaced, as often as it is told to: for tests that change every
// bit of a file. It asks the same code that `selfcheck check` asks, and saves the start of a program each time. Nor are
// the numbers hashed anew, or asked about, for each bucket: that comes before a bucket is looked at.
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

#include "base/messages.h"
#include "check/evaluator_question.h"
#include "check/list_checker.h"
#include "check/verdict_text.h"
#include "files/files.h"
#include "list/pins_file.h"
#include "selfcheck/check_session.h"
#include "selfcheck/list_files.h"
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

// A number that has been hashed, and about which a keyed list's evaluators have been asked, so that it can be looked up
// in many buckets. It takes the steps that ListChecker takes.
class HashedNumber {
 public:
  HashedNumber(const Lists& lists, const std::string& digits, ListSource& source)
      : source_(source), now_(lists.now), session_(ByteArray<32>{}), list_(session_.add_list(lists.pin)) {
    const auto manifest_name = value_of(session_.open_pointer(list_, bytes_of(std::string(kPointerFile))));
    const Manifest* manifest = value_of(session_.open_manifest(list_, bytes_of(manifest_name), now_));
    need(session_.prove_canary(list_));
    need(session_.set_identifier(lists.pin.kind, digits));
    request_ = value_of(session_.request(list_, now_));
    need(session_.hash(list_));
    if (!manifest->is_keyed()) return;
    auto question = value_of(EvaluatorQuestion::about_identifier(session_, list_, now_));
    HttpClient client;
    question.ask(client);
    need(question.evaluate(session_, list_));
  }

  CheckResult look_up() {
    const ListFile bucket = source_.read(request_.path, request_.size);
    if (!bucket) return could_not_tell(bucket.error());
    const Verdict verdict = session_.decide(list_, *bucket, now_);
    if (verdict.outcome == Outcome::could_not_tell) return could_not_tell(reason_from(verdict.reason));
    return {verdict.outcome, {}, verdict.coincidence};
  }

 private:
  Bytes bytes_of(const std::string& name) {
    auto file = source_.read(name, kMaxManifestSize);
    if (!file) throw std::runtime_error(file.error().message);
    return *std::move(file);
  }
  static void need(const Result<void>& done) {
    if (!done) throw std::runtime_error(describe(done.error()));
  }
  template <typename T>
  static T value_of(Result<T> result) {
    if (!result) throw std::runtime_error(describe(result.error()));
    return *std::move(result);
  }

  ListSource& source_;
  Timestamp now_;
  CheckSession session_;
  CheckSession::ListHandle list_;
  BucketRequest request_;
};

class ManyChecks {
 public:
  explicit ManyChecks(Lists lists)
      : lists_(std::move(lists)), source_(std::make_shared<ReplacedSource>(lists_.directory, replacement_)) {
    for (const std::string& number : lists_.numbers) {
      hashed_.push_back(std::make_unique<HashedNumber>(lists_, number, *source_));
    }
  }

  Json check(Replacement replacement) {
    replacement_ = std::move(replacement);
    Json all = Json::array();
    // A bucket is looked at last, after the number has been hashed. The other files are looked at first.
    if (replacement_.name.starts_with("buckets/")) {
      for (const auto& number : hashed_) all.push_back(answer_of(number->look_up()));
    } else {
      for (const std::string& number : lists_.numbers) all.push_back(answer_of(open_and_check(number)));
    }
    return all;
  }

 private:
  CheckResult open_and_check(const std::string& number) {
    ListChecker checker(source_, lists_.pin, lists_.now);
    if (const auto problem = checker.open()) return could_not_tell(*problem);
    return checker.check(number);
  }

  const Lists lists_;
  Replacement replacement_;
  std::shared_ptr<ReplacedSource> source_;
  std::vector<std::unique_ptr<HashedNumber>> hashed_;
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
