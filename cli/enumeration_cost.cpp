#include "enumeration_cost.h"

namespace selfcheck::cli {
namespace {

double work(Argon2Params params) { return static_cast<double>(params.ops) * static_cast<double>(params.mem_kib); }

}  // namespace

EnumerationCost enumeration_cost(Kind kind, Argon2Params params, double dollars_per_gpu_hour) {
  const double rate = kGpuHashesPerSecond * work(kGpuMeasuredAt) / work(params);
  const double seconds = static_cast<double>(kind_traits(kind).possible) / rate;
  return {seconds, seconds / 3600 * dollars_per_gpu_hour};
}

}  // namespace selfcheck::cli
