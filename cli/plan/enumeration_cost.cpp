#include "plan/enumeration_cost.h"

#include <array>

namespace selfcheck::cli {
namespace {

double work(Argon2Params params) { return static_cast<double>(params.ops) * static_cast<double>(params.mem_kib); }

// The first set of each kind is a list of numbers that is known to exist. Gegenhuber et al., "Hey there! You are using
// WhatsApp" (2025), asked a messenger about every possible number and got some 750 million Indian ones. Resecurity
// reported in October 2023 that 815 million Indians' records with Aadhaar numbers were offered for sale.
constexpr std::array<CandidateSet, 3> kMobile{{
    {750'000'000, "that a messenger confirmed in 2025", "confirmed", "arXiv:2511.20252"},
    {1'100'000'000, "in use", "in use", "TRAI's monthly subscription reports"},
    {4'000'000'000, "that there can be", "possible", ""},
}};
constexpr std::array<CandidateSet, 3> kAadhaar{{
    {815'000'000, "that were offered for sale in 2023", "for sale", "Resecurity, 15 October 2023"},
    {1'300'000'000, "issued", "issued", "UIDAI's dashboard"},
    {80'000'000'000, "that there can be", "possible", ""},
}};

}  // namespace

std::span<const CandidateSet> candidate_sets(Kind kind) {
  switch (kind) {
    case Kind::mobile:
      return kMobile;
    case Kind::aadhaar:
      return kAadhaar;
  }
  return {};
}

EnumerationCost enumeration_cost(std::uint64_t numbers, Argon2Params params, double dollars_per_gpu_hour) {
  const double rate = kGpuHashesPerSecond * work(kGpuMeasuredAt) / work(params);
  const double seconds = static_cast<double>(numbers) / rate;
  return {seconds, seconds / 3600 * dollars_per_gpu_hour};
}

}  // namespace selfcheck::cli
