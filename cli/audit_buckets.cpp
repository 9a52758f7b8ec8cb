// The part of an audit that reads every bucket file.

#include <fmt/format.h>

#include <algorithm>

#include "audit.h"
#include "progress.h"
#include "selfcheck/elias_fano.h"
#include "selfcheck/list_files.h"
#include "selfcheck/merkle.h"
#include "stop_signals.h"
#include "wording.h"

namespace selfcheck::cli {

struct Audit::Buckets {
  std::vector<Digest> leaves;
  // How many files fell to each check, and the first of them: they are checked in this order.
  std::uint64_t missing = 0, wrong_length = 0, wrong_proof = 0, wrong_encoding = 0, without_canary = 0;
  std::string first_missing, first_length, first_proof, first_encoding, first_canary;

  static void count(std::uint64_t& counter, std::string& first, std::uint32_t index) {
    if (counter++ == 0) first = bucket_file(index);
  }
  [[nodiscard]] bool all_read() const { return missing == 0 && wrong_length == 0; }
};

void Audit::read_bucket(std::uint32_t index, std::uint64_t canary_value, Buckets& buckets) {
  const Manifest& m = *manifest_;
  const auto file = read_file(directory_ / bucket_path(m.root, index), m.bucket_file_size());
  if (!file) {
    return file.error() == ReadProblem::too_large ? Buckets::count(buckets.wrong_length, buckets.first_length, index)
                                                  : Buckets::count(buckets.missing, buckets.first_missing, index);
  }
  const auto values = verify_bucket(m, index, *file);
  if (!values && values.error().code == ErrorCode::bucket_length) {
    return Buckets::count(buckets.wrong_length, buckets.first_length, index);
  }
  buckets.leaves.push_back(merkle::leaf(ByteSpan(*file).first(elias_fano::encoded_size(m.values))));
  if (!values && values.error().code == ErrorCode::bucket_proof) {
    return Buckets::count(buckets.wrong_proof, buckets.first_proof, index);
  }
  if (!values) return Buckets::count(buckets.wrong_encoding, buckets.first_encoding, index);
  if (!std::binary_search(values->begin(), values->end(), canary_value)) {
    Buckets::count(buckets.without_canary, buckets.first_canary, index);
  }
}

void Audit::check_buckets() {
  const Manifest& m = *manifest_;
  // By the hash that the manifest states: whether that is right is the check above.
  SlowHash canary;
  std::copy(m.canary.hash.begin(), m.canary.hash.end(), canary.mutable_span().begin());
  const std::uint64_t canary_value = stored_value(tag(canary, m.list_id, m.nonce), m.values);

  Buckets buckets;
  Progress progress("verifying", m.bucket_count());
  for (std::uint32_t i = 0; i < m.bucket_count(); ++i) {
    throw_if_stopped();
    read_bucket(i, canary_value, buckets);
    progress.update(i);
  }
  report_buckets(buckets);
}

void Audit::report_buckets(const Buckets& b) {
  const Manifest& m = *manifest_;
  const auto report = [this](std::string name, std::uint64_t count, std::string_view what, const std::string& first) {
    if (count != 0) fail(std::move(name), fmt::format("{} {}, {} first", counted(count, "file", "files"), what, first));
  };
  report("buckets", b.missing, "missing or unreadable", b.first_missing);
  report("buckets", b.wrong_length, "of the wrong length", b.first_length);
  report("buckets", b.wrong_proof, "with a wrong proof or content", b.first_proof);
  report("buckets", b.wrong_encoding, "wrongly encoded", b.first_encoding);
  if (b.all_read() && b.wrong_proof == 0 && b.wrong_encoding == 0) {
    pass("buckets", fmt::format("{} of {} each, all proven", counted(m.bucket_count(), "file", "files"),
                                byte_size(m.bucket_file_size())));
  }

  if (!b.all_read()) {
    skip("root");
  } else if (merkle::Tree(b.leaves).root() != m.root) {
    fail("root", "the root of all buckets is not the manifest's");
  } else {
    pass("root", "recomputed from all buckets");
  }

  report("canary_in_buckets", b.without_canary, "without the canary", b.first_canary);
  if (b.without_canary == 0) {
    if (b.all_read() && b.wrong_proof == 0 && b.wrong_encoding == 0) {
      pass("canary_in_buckets", "in every bucket");
    } else {
      skip("canary_in_buckets");
    }
  }
}

}  // namespace selfcheck::cli
