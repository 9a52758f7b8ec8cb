// Calls core's functions for keyed lists, for programs in other languages. Each line on stdin has a function's name and
// its arguments, separated by spaces. Bytes are in hexadecimal (`-` for none), and lists have commas. Writes a line for
// each call: its result, or `nothing` if the function refused.
#include <fmt/format.h>

#include <iostream>
#include <map>
#include <sstream>

#include "selfcheck/evaluation.h"
#include "selfcheck/voprf/dleq.h"
#include "selfcheck/voprf/hash_to_group.h"
#include "selfcheck/voprf/oprf.h"

namespace {

using namespace selfcheck;
using voprf::Element;
using voprf::Scalar;

// --- arguments ---

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, at);) parts.push_back(part);
  return parts;
}

[[noreturn]] void refuse(const std::string& what) {
  fmt::print(stderr, "not understood: {}\n", what);
  std::exit(2);
}

Bytes bytes(const std::string& hex) {
  if (hex == "-") return {};
  Bytes read(hex.size() / 2);
  if (!from_hex(hex, read)) refuse(hex);
  return read;
}

template <std::size_t N>
ByteArray<N> array(const std::string& hex) {
  ByteArray<N> read{};
  if (!from_hex(hex, read)) refuse(hex);
  return read;
}

Element element(const std::string& hex) { return array<32>(hex); }
Scalar scalar(const std::string& hex) { return voprf::scalar_from_bytes(array<32>(hex)); }

template <typename Read>
auto list(const std::string& text, Read read) {
  std::vector<decltype(read(text))> all;
  for (const std::string& part : split(text, ',')) all.push_back(read(part));
  return all;
}

std::uint32_t number(const std::string& text) { return static_cast<std::uint32_t>(std::stoul(text)); }

// --- results ---

std::string hex(ByteSpan bytes) { return to_hex(bytes); }

template <typename Items>
std::string hex_list(const Items& items, auto bytes_of) {
  std::string text;
  for (const auto& item : items) text += (text.empty() ? "" : ",") + to_hex(bytes_of(item));
  return text;
}

template <std::size_t N>
std::string or_nothing(const std::optional<ByteArray<N>>& result) {
  return result ? hex(*result) : "nothing";
}

// --- functions ---

using Arguments = std::vector<std::string>;

std::string deal(const Arguments& a) {
  const auto coefficients = a.at(1) == "-" ? std::vector<Scalar>() : list(a.at(1), scalar);
  const auto dealt = voprf::deal(scalar(a.at(0)), coefficients, number(a.at(2)));
  if (!dealt) return "nothing";
  return hex_list(dealt->key.commitments, [](const Element& e) { return ByteSpan(e); }) + " " +
         hex_list(dealt->shares, [](const Scalar& s) { return ByteSpan(s.span()); });
}

/// Takes key, public key, nonce and elements. Returns the evaluated elements, and one proof for all of them.
std::string evaluate_batch(const Arguments& a) {
  const Scalar key = scalar(a.at(0));
  const auto blinded = list(a.at(3), element);
  std::vector<Element> evaluated;
  for (const Element& each : blinded) {
    const auto one = voprf::blind_evaluate(key, each);
    if (!one) return "nothing";
    evaluated.push_back(*one);
  }
  const auto proof = voprf::generate_proof(key, element(a.at(1)), blinded, evaluated, scalar(a.at(2)));
  if (!proof) return "nothing";
  return hex_list(evaluated, [](const Element& e) { return ByteSpan(e); }) + " " + hex(*proof);
}

std::string finalize(const Arguments& a) {
  const auto unblinded = voprf::unblind(scalar(a.at(1)), element(a.at(2)));
  if (!unblinded) return "nothing";
  return hex(voprf::finalize(bytes(a.at(0)), *unblinded).span());
}

std::string evaluate(const Arguments& a) {
  const auto y = voprf::evaluate(scalar(a.at(0)), bytes(a.at(1)));
  return y ? hex(y->span()) : "nothing";
}

/// Takes n, commitments, input, uniform, blinded, indices and answers. Returns y.
std::string evaluate_input(const Arguments& a) {
  const voprf::EvaluationKey key{number(a.at(0)), list(a.at(1), element)};
  const auto indices = list(a.at(5), number);
  const auto bodies = list(a.at(6), bytes);
  std::vector<EvaluatorAnswer> answers;
  for (std::size_t i = 0; i < indices.size(); ++i) answers.push_back({indices[i], 200, 0, bodies.at(i)});
  voprf::Output y;
  const auto done = selfcheck::evaluate_input(key, bytes(a.at(2)), array<64>(a.at(3)), element(a.at(4)), answers, y);
  return done ? hex(y.span()) : "nothing";
}

const std::map<std::string, std::string (*)(const Arguments&)> kFunctions{
    {"hash_to_group", [](const Arguments& a) { return hex(voprf::hash_to_group(bytes(a.at(0)))); }},
    {"blind", [](const Arguments& a) { return or_nothing(voprf::blind(bytes(a.at(0)), scalar(a.at(1)))); }},
    {"evaluate_batch", evaluate_batch},
    {"verify",
     [](const Arguments& a) {
       const bool good =
           voprf::verify_proof(element(a.at(0)), list(a.at(1), element), list(a.at(2), element), array<64>(a.at(3)));
       return std::string(good ? "good" : "nothing");
     }},
    {"finalize", finalize},
    {"evaluate", evaluate},
    {"deal", deal},
    {"share_key",
     [](const Arguments& a) {
       return or_nothing(voprf::share_public_key({number(a.at(0)), list(a.at(1), element)}, number(a.at(2))));
     }},
    {"combine",
     [](const Arguments& a) { return or_nothing(voprf::combine(list(a.at(0), number), list(a.at(1), element))); }},
    {"blind_input",
     [](const Arguments& a) {
       const auto blinded = blind_input(bytes(a.at(0)), array<64>(a.at(1)));
       return blinded ? hex(*blinded) : std::string("nothing");
     }},
    {"answer",
     [](const Arguments& a) {
       return or_nothing(answer_question(scalar(a.at(0)), array<80>(a.at(1)), array<32>(a.at(2))));
     }},
    {"evaluate_input", evaluate_input},
};

}  // namespace

int main() {
  if (sodium_init() < 0) return 2;
  for (std::string line; std::getline(std::cin, line);) {
    Arguments arguments = split(line, ' ');
    const auto function = kFunctions.find(arguments.at(0));
    if (function == kFunctions.end()) refuse(arguments.at(0));
    arguments.erase(arguments.begin());
    fmt::print("{}\n", function->second(arguments));
  }
}
