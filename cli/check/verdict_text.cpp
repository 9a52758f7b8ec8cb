#include "check/verdict_text.h"

#include <fmt/format.h>

#include <cstdio>

#include "base/wording.h"

namespace selfcheck::cli {
namespace {

void print_list(const Manifest& manifest) {
  const ListTexts& texts = manifest.texts_for("en");
  fmt::print("  List          {}\n", texts.title);
  fmt::print("  Published by  {}, {} (edition {})\n", texts.publisher, date(manifest.published), manifest.sequence);
  if (!texts.link.empty()) fmt::print("  Read more     {}\n", texts.link);
  if (manifest.test) fmt::print("  This is a TEST LIST: the verdict means nothing.\n");
}

// The helplines and sites are the Ministry of Home Affairs' 1930 and cybercrime.gov.in; UIDAI's myaadhaar.uidai.gov.in;
// the Department of Telecommunications' sancharsaathi.gov.in.
constexpr const char* kNextSteps =
    "What to do now\n"
    "  - Callers and messages may know things about you. That does not make them genuine: give no OTP, PIN or "
    "password.\n"
    "  - Money lost, or an attempt: call 1930 at once, or go to https://cybercrime.gov.in\n";
constexpr const char* kMobileSteps = "  - See which connections are in your name: https://sancharsaathi.gov.in\n";
constexpr const char* kAadhaarSteps =
    "  - Lock your Aadhaar biometrics, and look at past use: https://myaadhaar.uidai.gov.in\n";

void print_found(const CheckResult& result, const Manifest& manifest) {
  fmt::print("FOUND: the number is in this list.\n");
  print_list(manifest);
  fmt::print("  Coincidence   {} of such answers\n\n", percent(result.coincidence));
  fmt::print("{}{}", kNextSteps, manifest.kind == Kind::aadhaar ? kAadhaarSteps : kMobileSteps);
}

void print_not_found(const Manifest& manifest) {
  fmt::print("NOT FOUND in this list, as published on {}.\n", date(manifest.published));
  print_list(manifest);
  fmt::print("\nThis speaks of this list only. It does not mean that the number is safe, or in no other leak.\n");
}

void print_could_not_tell(const Reason& reason) {
  fmt::print("COULD NOT TELL: {}.\n", reason.message);
  if (!reason.advice.empty()) fmt::print("  What to do: {}.\n", reason.advice);
  fmt::print("\nThe number may or may not be in the list.\n");
}

}  // namespace

void print_verdict(const CheckResult& result, const Manifest* manifest) {
  if (manifest == nullptr || result.outcome == Outcome::could_not_tell) {
    print_could_not_tell(result.reason);
  } else if (result.outcome == Outcome::found) {
    print_found(result, *manifest);
  } else {
    print_not_found(*manifest);
  }
}

void print_disclosed(const Disclosed& disclosed, const std::string& host) {
  const bool asked_host = disclosed.whole_list || disclosed.bits != 0;
  if (!asked_host && disclosed.evaluators == 0) return;
  fmt::print("\nWhat was asked\n");
  if (disclosed.whole_list) {
    fmt::print("  {}: the whole list, which tells it nothing about the number\n", host);
  } else if (asked_host) {
    fmt::print("  {}: one of the list's {} parts, which {} numbers in use share ({} of the number)\n", host,
               grouped(std::uint64_t{1} << disclosed.bits), grouped(disclosed.anonymity_set),
               counted(disclosed.bits, "bit", "bits"));
  }
  if (disclosed.evaluators != 0) {
    fmt::print("  {}: a random value each, from which nobody can learn the number\n",
               counted(disclosed.evaluators, "evaluator", "evaluators"));
  }
  fmt::print("  Whoever was asked knows this machine's address and the time.\n");
}

Json to_json(const Disclosed& disclosed) {
  Json json{{"bits", disclosed.bits}, {"shared_by", nullptr}};
  if (disclosed.bits != 0) json["shared_by"] = disclosed.anonymity_set;
  json["whole_list"] = disclosed.whole_list;
  json["evaluators"] = disclosed.evaluators;
  return json;
}

Json to_json(const CheckResult& result) {
  Json json{{"verdict", outcome_name(result.outcome)}};
  if (result.outcome == Outcome::found) json["coincidence"] = result.coincidence;
  if (result.outcome == Outcome::could_not_tell) {
    json["reason"] = result.reason.code;
    json["message"] = result.reason.message;
  }
  return json;
}

Json list_json(const Manifest& manifest) {
  const ListTexts& texts = manifest.texts_for("en");
  return {{"title", texts.title},
          {"publisher", texts.publisher},
          {"link", texts.link},
          {"list_id", to_hex(manifest.list_id)},
          {"kind", kind_traits(manifest.kind).name},
          {"sequence", manifest.sequence},
          {"published", format_timestamp(manifest.published)},
          {"valid_until", format_timestamp(manifest.valid_until)},
          {"test", manifest.test}};
}

ExitCode exit_code(Outcome outcome) {
  switch (outcome) {
    case Outcome::found:
      return ExitCode::found;
    case Outcome::not_found:
      return ExitCode::not_found;
    case Outcome::could_not_tell:
      break;
  }
  return ExitCode::could_not_tell;
}

}  // namespace selfcheck::cli
