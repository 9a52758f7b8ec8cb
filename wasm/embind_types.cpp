// Registers with Embind the one type that the bindings use. Embind's own file registers dozens, each of which brings
// the JavaScript that converts it (wide strings, 64-bit integers, views of every width), and in C it brings all of
// sprintf.
#include <emscripten/bind.h>
#include <emscripten/emscripten.h>

#include <cstdlib>

using emscripten::internal::TypeID;

extern "C" {

/// Returns an empty string, which the caller frees. Embind asks for it only to report a type that it does not know,
/// which can't happen in a build that passes its tests.
EMSCRIPTEN_KEEPALIVE char* __getTypeName(const void*) { return static_cast<char*>(std::calloc(1, 1)); }

}  // extern "C"

namespace {

// This must run before the constructor in bindings.cpp, whose priority is the usual 65535.
__attribute__((constructor(200))) void register_types() {
  using namespace emscripten::internal;
  _embind_register_float(TypeID<double>::get(), "double", sizeof(double));
}

}  // namespace
