// A new key in shares, each in its file: what a publisher hands out before a keyed list's first edition.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "files/paths.h"
#include "selfcheck/timestamp.h"
#include "selfcheck/voprf/shares.h"

namespace selfcheck::cli {

inline constexpr std::string_view kEvaluationFile = "evaluation.json";
/// `share-0.key` is the publisher's, `share-1.key` to `share-n.key` are the evaluators'.
[[nodiscard]] std::string share_file_name(std::uint32_t index);

struct DealOptions {
  std::uint32_t threshold = 0;  // t
  std::uint32_t count = 0;      // n
  Timestamp not_after = 0;      // when the shares end
  fs::path out;                 // a directory, new or empty
};

/// Everything that would stop dealing, before a password is asked for. Throws a Failure: t or n out of range, an end
/// that is past or more than 400 days away, a directory that is not empty, or is a list's.
void fail_unless_dealable(const DealOptions& options, Timestamp now);

/// K, uniform.
[[nodiscard]] voprf::Scalar new_key();

/// Splits `k` anew, with fresh coefficients, and writes evaluation.json and the shares, mode 0600, into the directory
/// of `options`, which are dealable. `passwords`: of share 0, then 1, and so on; empty ones for tests. Throws a
/// Failure, and then leaves nothing behind.
voprf::EvaluationKey deal_shares(const voprf::Scalar& k, const DealOptions& options,
                                 const std::vector<std::string_view>& passwords);

}  // namespace selfcheck::cli
