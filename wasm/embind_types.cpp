// Registers with Embind the types that the bindings use. Embind's own file registers dozens, and with each comes the
// JavaScript that converts it (wide strings, 64-bit integers, views of every width) and, in C, all of sprintf.
#include <emscripten/bind.h>
#include <emscripten/emscripten.h>

#include <cstdlib>

using emscripten::internal::TypeID;

extern "C" {

/// For the messages of errors about unknown types, which a build that passes its tests can't have. The caller frees it.
EMSCRIPTEN_KEEPALIVE char* __getTypeName(const void*) { return static_cast<char*>(std::calloc(1, 1)); }

}  // extern "C"

namespace {

// Before bindings.cpp's, whose priority is the usual 65535.
__attribute__((constructor(200))) void register_types() {
  using namespace emscripten::internal;
  _embind_register_float(TypeID<double>::get(), "double", sizeof(double));
}

}  // namespace
