// Makes a new key in shares, each in its own file: what a publisher hands out before a keyed list's first edition.
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
/// The file `share-0.key` is the publisher's, and `share-1.key` to `share-n.key` are the evaluators'.
[[nodiscard]] std::string share_file_name(std::uint32_t index);

struct DealOptions {
  std::uint32_t threshold = 0;  // t: so many evaluators have to work together
  std::uint32_t count = 0;      // n: so many evaluators there are
  Timestamp not_after = 0;      // when the shares end
  fs::path out;                 // a directory that is new or empty
};

/// Looks for everything that would stop dealing, so that it is told before a password is asked for. Throws a Failure if
/// t or n is out of range, if the end is past or more than 400 days away, or if the directory is not empty or lies in a
/// list's.
void fail_unless_dealable(const DealOptions& options, Timestamp now);

/// Returns a new key K, which is uniformly random and not zero.
[[nodiscard]] voprf::Scalar new_key();

/// Splits `k` with fresh coefficients, and writes evaluation.json and the shares (mode 0600) into the directory of
/// `options`, which fail_unless_dealable() has let pass. `passwords` has that of share 0 first, then that of share 1,
/// and so on; empty ones are for tests. Throws a Failure if it can't, and then leaves nothing behind.
voprf::EvaluationKey deal_shares(const voprf::Scalar& k, const DealOptions& options,
                                 const std::vector<std::string_view>& passwords);

}  // namespace selfcheck::cli
