#include "selfcheck/voprf/oprf.h"

#include "selfcheck/voprf/hash_to_group.h"
#include "stack_wiper.h"
#include "voprf/sha512.h"

namespace selfcheck::voprf {

std::optional<Element> blind(ByteSpan input, const Scalar& blind) {
  Element element = hash_to_group(input);
  const ScopedWipe wipe(element);
  return multiply(blind, element);
}

std::optional<Element> blind_evaluate(const Scalar& key, const Element& blinded) { return multiply(key, blinded); }

std::optional<Element> unblind(const Scalar& blind, const Element& evaluated) {
  if (is_zero(blind)) return std::nullopt;
  return multiply(inverse(blind), evaluated);
}

Output finalize(ByteSpan input, const Element& unblinded) {
  Output output;
  Sha512()
      .add_length(input.size())
      .add(input)
      .add_length(unblinded.size())
      .add(ByteSpan(unblinded))
      .add(as_bytes("Finalize"))
      .finish(output.mutable_span());
  return output;
}

bool finalize_twice(ByteSpan input, const Element& unblinded, Output& y) {
  y = finalize(input, unblinded);
  const Output again = finalize(input, unblinded);
  return sodium_memcmp(y.span().data(), again.span().data(), again.span().size()) == 0;
}

std::optional<Output> evaluate(const Scalar& key, ByteSpan input) {
  const StackWiper wiper;
  Element element = hash_to_group(input);
  const ScopedWipe wipe(element);
  auto evaluated = multiply(key, element);
  if (!evaluated) return std::nullopt;
  const ScopedWipe wipe_evaluated(*evaluated);
  auto undone = unblind(key, *evaluated);
  if (!undone) return std::nullopt;
  const ScopedWipe wipe_undone(*undone);
  if (*undone != hash_to_group(input)) return std::nullopt;
  Output y;
  if (!finalize_twice(input, *evaluated, y)) return std::nullopt;
  return y;
}

}  // namespace selfcheck::voprf
