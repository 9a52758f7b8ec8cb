// A sitting of checks, of which the input decides the steps and the bytes that come from the network. Beside the
// session runs a model of it, which looks at nothing but who made the bytes: a verdict comes if and only if every file
// was the publisher's, of one edition, and every step was taken; and then it is the true one.
#include "selfcheck/check_session.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <vector>

#include "expect.h"
#include "input.h"
#include "selfcheck/list_files.h"
#include "test_list.h"

using namespace selfcheck;

namespace {

// The numbers that are checked. The first one is in every edition, the next two are in some, and the last one is in
// none.
constexpr unsigned kNumbers[] = {0, 2, 5, 100};
constexpr std::uint32_t kBits = 1;

// One edition of the list, and what the model must know of it.
struct Edition {
  test::TestList list;
  unsigned entries;
  bool signed_by_pinned_key = true;

  [[nodiscard]] const Manifest& manifest() const { return list.manifest; }
  [[nodiscard]] bool holds(unsigned number) const { return number < entries; }
};

Edition edition(std::uint64_t sequence, unsigned entries, const test::TestList::Hashing& hashing = {}) {
  Edition made{test::TestList(entries, kBits, hashing), entries};
  made.list.manifest.sequence = sequence;
  made.list.sign();
  return made;
}

const test::TestEvaluators& evaluators() {
  static const test::TestEvaluators kEvaluators(2, 2);
  return kEvaluators;
}

std::vector<Edition> make_editions() {
  std::vector<Edition> all;
  all.push_back(edition(2, 6));
  all.push_back(edition(3, 3));                  // Newer, with fewer entries.
  all.push_back(edition(2, 6, {.salt = 0x44}));  // Another one with the same number, and another salt.
  all.push_back(edition(1, 3));                  // Older than the pin allows.
  all.push_back(edition(4, 3, {.evaluators = &evaluators()}));
  Edition withdrawn = edition(5, 6);
  withdrawn.list.manifest.withdrawn = true;
  withdrawn.list.sign();
  all.push_back(std::move(withdrawn));
  Edition other_list = edition(2, 6);
  other_list.list.manifest.list_id.fill(0x77);
  other_list.list.sign();
  all.push_back(std::move(other_list));
  Edition forged = edition(2, 1);
  forged.signed_by_pinned_key = false;
  forged.list.sign(test::secret_key(2));
  all.push_back(std::move(forged));
  return all;
}

// What an evaluator was asked about one of the numbers, and its honest answers.
struct Evaluation {
  ByteArray<64> uniform{};
  voprf::Element blinded{};
  std::array<EvaluationAnswer, 2> answers{};
};

struct World {
  std::vector<Edition> editions = make_editions();
  std::vector<Pin> pins;  // The second one also names evaluators.
  std::vector<Evaluation> evaluations;

  World() {
    Pin pin = editions.front().list.pin;
    pin.min_sequence = 2;
    pins.push_back(pin);
    pin.evaluators = evaluators().pins();
    pins.push_back(pin);
    for (const unsigned number : kNumbers) {
      Evaluation& made = evaluations.emplace_back();
      made.uniform = test::uniform(test::mobile(number));
      const auto form = normalize(Kind::mobile, test::mobile(number)).value();
      made.blinded = blind_input(form.bytes(), made.uniform).value();
      for (std::uint32_t i = 0; i < 2; ++i) made.answers[i] = evaluators().answer(i + 1, made.blinded);
    }
  }
};

const World& world() {
  static const World kWorld;
  return kWorld;
}

// What the model knows of one list of the sitting.
struct ListModel {
  const Edition* pointer = nullptr;  // The edition whose pointer is open.
  bool message_signature = false;    // Whether its other signature, that of the manifest, came undamaged.
  const Edition* manifest = nullptr;
  bool open = false;
  bool evaluation_proven = false;
  std::uint64_t highest_sequence = 0;
};

class Sitting {
 public:
  explicit Sitting(fuzz::Input& input) : input_(input) {
    for (const Pin& pin : world().pins) session_.add_list(pin);
  }

  void step() {
    using Step = void (Sitting::*)();
    constexpr Step kSteps[] = {&Sitting::open_pointer,    &Sitting::open_manifest, &Sitting::prove_canary,
                               &Sitting::set_identifier,  &Sitting::hash,          &Sitting::request,
                               &Sitting::record_request,  &Sitting::evaluate,      &Sitting::verify_bucket,
                               &Sitting::decide,          &Sitting::decide,        &Sitting::all_honest,
                               &Sitting::clear_identifier};
    (this->*kSteps[input_.below(std::size(kSteps))])();
  }

 private:
  std::size_t handle() { return input_.below(2); }
  const Edition& any_edition() {
    return world().editions[input_.below(static_cast<std::uint32_t>(world().editions.size()))];
  }
  // Returns the bytes, which are mostly not damaged.
  Bytes from_network(ByteSpan honest) {
    return input_.below(4) == 0 ? fuzz::edited(honest, input_) : Bytes(honest.begin(), honest.end());
  }
  Timestamp now() {
    const Manifest& manifest = world().editions.front().manifest();
    const Timestamp choices[] = {test::kNow,
                                 test::kNow,
                                 test::kNow,
                                 manifest.published,
                                 manifest.published - 1,
                                 manifest.valid_until - 1,
                                 manifest.valid_until,
                                 0};
    return choices[input_.below(std::size(choices))];
  }
  static bool is_fresh(const Edition& edition, Timestamp now) {
    const Manifest& m = edition.manifest();
    return m.sequence >= world().pins.front().min_sequence && !m.withdrawn && now >= m.published && now < m.valid_until;
  }

  // What a step takes from the input is taken into variables, one after the other: compilers evaluate the arguments of
  // a call in different orders, and an input must mean the same to all of them.
  void open_pointer() {
    const std::size_t list = handle();
    const Edition& edition = any_edition();
    open_pointer(list, edition);
  }
  void open_pointer(std::size_t list, const Edition& edition) {
    const Bytes file = from_network(as_bytes(edition.list.pointer_file));
    ListModel& model = lists_[list];
    model.pointer = model.manifest = nullptr;
    const auto opened = session_.open_pointer(list, file);
    const bool intact = std::ranges::equal(as_text(file), edition.list.pointer_file);
    if (!edition.signed_by_pinned_key) EXPECT(!opened);
    if (intact && edition.signed_by_pinned_key) EXPECT(opened);
    if (!opened) return;
    // A damaged one may be taken, as not all of it is signed; but it says what it said.
    EXPECT(*opened == manifest_file(manifest_hash(as_bytes(edition.list.manifest_file))));
    model.pointer = &edition;
    model.message_signature = minisign::parse_signature(file)->signature ==
                              minisign::parse_signature(as_bytes(edition.list.pointer_file))->signature;
  }

  void open_manifest() {
    const std::size_t list = handle();
    const Edition& edition = any_edition();
    const Timestamp at = now();
    open_manifest(list, edition, at);
  }
  void open_manifest(std::size_t list, const Edition& edition, Timestamp now) {
    const Bytes file = from_network(as_bytes(edition.list.manifest_file));
    ListModel& model = lists_[list];
    const auto opened = session_.open_manifest(list, file, now);
    if (model.pointer == nullptr) {
      EXPECT(!opened && opened.error().code == ErrorCode::not_ready);
      return;
    }
    const Edition& named = *model.pointer;
    model.manifest = nullptr;
    model.open = model.evaluation_proven = false;
    const bool described = std::ranges::equal(as_text(file), named.list.manifest_file) && model.message_signature &&
                           named.manifest().list_id == world().pins[list].list_id &&
                           named.manifest().sequence >= model.highest_sequence;
    EXPECT(session_.described(list).has_value() == described);
    if (described) {
      model.manifest = &named;
      model.highest_sequence = named.manifest().sequence;
      const bool asks = named.manifest().is_keyed();
      model.open = is_fresh(named, now) && (!asks || !world().pins[list].evaluators.empty());
    }
    EXPECT(opened.has_value() == model.open && session_.manifest(list).has_value() == model.open);
  }

  [[nodiscard]] const Edition* open(std::size_t list) const {
    return lists_[list].manifest != nullptr && lists_[list].open ? lists_[list].manifest : nullptr;
  }

  void prove_canary() { prove_canary(handle()); }
  void prove_canary(std::size_t list) {
    const Edition* edition = open(list);
    EXPECT(session_.prove_canary(list).has_value() == (edition != nullptr));
    if (edition == nullptr) return;
    canaries_.insert(edition->manifest().group_salt);
    lists_[list].evaluation_proven = true;
  }

  void clear_identifier() {
    session_.clear_identifier();
    number_.reset();
    hashes_.clear();
    evaluated_ = false;
  }
  void set_identifier() { set_identifier(input_.below(8)); }
  void set_identifier(std::uint32_t which) {
    number_.reset();
    hashes_.clear();
    evaluated_ = false;
    if (which < std::size(kNumbers)) {
      EXPECT(session_.set_identifier(Kind::mobile, test::mobile(kNumbers[which])));
      number_ = which;
    } else if (which == std::size(kNumbers)) {
      EXPECT(session_.set_identifier(Kind::aadhaar, "999941057058"));
    } else {
      EXPECT(!session_.set_identifier(Kind::mobile, "600000000x"));
    }
  }

  void hash() { hash(handle()); }
  void hash(std::size_t list) {
    const Edition* edition = open(list);
    const bool hashed = session_.hash(list).has_value();
    EXPECT(hashed == (edition != nullptr && number_));
    if (hashed) hashes_.insert(edition->manifest().group_salt);
  }

  [[nodiscard]] std::uint32_t index() const {
    const auto form = normalize(Kind::mobile, test::mobile(kNumbers[*number_])).value();
    return bucket_index(bucket_prefix(form), kBits);
  }

  void request() {
    const std::size_t list = handle();
    const Timestamp at = now();
    const Edition* edition = open(list);
    const auto request = session_.request(list, at);
    EXPECT(request.has_value() == (edition != nullptr && number_ && is_fresh(*edition, at)));
    if (!request) return;
    EXPECT(request->index == index() && request->path == bucket_path(edition->manifest().root, index()));
    EXPECT(request->size == edition->list.bucket_files[index()].size());
    EXPECT(request->session_bits == session_.disclosed_bits() + (asked_.contains(*number_) ? 0 : kBits));
  }

  void record_request() {
    const std::size_t list = handle();
    const bool recorded = session_.record_request(list).has_value();
    EXPECT(recorded == (open(list) != nullptr && number_));
    if (recorded) asked_.insert(*number_);
    EXPECT(session_.disclosed_bits() == kBits * asked_.size());
  }

  void evaluate() { evaluate(handle()); }
  void evaluate(std::size_t list) {
    const Edition* edition = open(list);
    // An answer to another number's question is no answer to this one's.
    const std::uint32_t about = number_ && input_.below(8) != 0 ? *number_ : input_.below(std::size(kNumbers));
    const Evaluation& asked = world().evaluations[about];
    std::array<Bytes, 2> bodies;
    std::vector<EvaluatorAnswer> answers;
    bool intact = true;
    for (std::uint32_t i = 0; i < 2; ++i) {
      const bool came = input_.below(8) != 0;
      bodies[i] = from_network(asked.answers[i]);
      answers.push_back({i + 1, came ? 200u : 0u, 0, bodies[i]});
      intact = intact && came && std::ranges::equal(bodies[i], asked.answers[i]);
    }
    const auto done = session_.evaluate(list, asked.uniform, asked.blinded, answers);
    const bool may = edition != nullptr && number_ && edition->manifest().is_keyed();
    EXPECT(done.has_value() == (may && (evaluated_ || (intact && about == *number_))));
    evaluated_ = evaluated_ || done;
  }

  void verify_bucket() {
    const std::size_t list = handle();
    const Edition *edition = open(list), &other = any_edition();
    const std::uint32_t which = input_.below(2), whose = input_.below(2);
    const Bytes file = from_network(other.list.bucket_files[whose]);
    const bool sound = edition != nullptr && file == edition->list.bucket_files[which];
    EXPECT(session_.verify_bucket(list, which, file).has_value() == sound);
    EXPECT(!session_.verify_bucket(list, 1u << kBits, file));
  }

  void decide() {
    const Edition& other = any_edition();
    const std::size_t list = handle();
    const std::uint32_t whose = input_.below(3);
    const Timestamp at = now();
    decide(list, other, whose, at);
  }
  // `whose` is a bucket's index, or above them that of the number.
  void decide(std::size_t list, const Edition& other, std::uint32_t whose, Timestamp at) {
    const std::uint32_t given = whose < 2 ? whose : number_ ? index() : 0;
    const Bytes file = from_network(other.list.bucket_files[given]);
    const Verdict verdict = session_.decide(list, file, at);

    const Edition* edition = open(list);
    bool can_tell = edition != nullptr && number_ && is_fresh(*edition, at);
    if (can_tell) {
      const Manifest& m = edition->manifest();
      can_tell = hashes_.contains(m.group_salt) && canaries_.contains(m.group_salt) &&
                 (!m.is_keyed() || (evaluated_ && lists_[list].evaluation_proven)) &&
                 file == edition->list.bucket_files[index()];
    }
    const Outcome expected = !can_tell                            ? Outcome::could_not_tell
                             : edition->holds(kNumbers[*number_]) ? Outcome::found
                                                                  : Outcome::not_found;
    EXPECT(verdict.outcome == expected);
    EXPECT((verdict.outcome == Outcome::could_not_tell) == (verdict.reason.code != ErrorCode::none));
    EXPECT((verdict.outcome == Outcome::found) == (verdict.coincidence > 0));
  }

  // Takes the steps of one check in their order. Without this, an input would have to find out what the order is.
  void all_honest() {
    const std::size_t list = handle();
    const Edition& edition = any_edition();
    open_pointer(list, edition);
    open_manifest(list, edition, test::kNow);
    prove_canary(list);
    set_identifier(input_.below(8));
    hash(list);
    evaluate(list);
    const std::uint32_t whose = input_.below(3);
    decide(list, edition, whose, test::kNow);
  }

  fuzz::Input& input_;
  CheckSession session_{ByteArray<32>{}};
  std::array<ListModel, 2> lists_;
  std::optional<std::uint32_t> number_;  // Which of kNumbers is the identifier.
  std::set<GroupSalt> canaries_, hashes_;
  std::set<std::uint32_t> asked_;
  bool evaluated_ = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  Sitting sitting(input);
  for (int steps = 0; steps < 64 && !input.empty(); ++steps) sitting.step();
  return 0;
}
