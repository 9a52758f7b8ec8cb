# What makes a mistake in memory end an optimised native program before it does what an attacker wants. It is for everything that
# is compiled, libsodium's Argon2 included; tests/cli/hardening.py looks for each of these in the programs. Sanitizers want to be
# without them, and so is a debug build, which nobody runs on real numbers.

include(CheckCXXCompilerFlag)
include(CheckCXXSourceCompiles)

# Level 3 also bounds what has a size that is only known at run time. A C library that does not know it warns.
set(CMAKE_REQUIRED_FLAGS "-O2 -Werror -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3")
check_cxx_source_compiles("#include <string.h>\nint main() { return 0; }" SELFCHECK_FORTIFY_3)
unset(CMAKE_REQUIRED_FLAGS)
if(SELFCHECK_FORTIFY_3)
  set(fortify 3)
else()
  set(fortify 2)
endif()
# A distribution's compiler may have a level of its own, and would warn of another one.
set(hardening -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=${fortify} -fstack-protector-strong)
# Not every compiler has these two for every processor.
foreach(flag -fstack-clash-protection -fcf-protection=full)
  string(MAKE_C_IDENTIFIER "SELFCHECK_HAS${flag}" known)
  check_cxx_compiler_flag(${flag} ${known})
  if(${known})
    list(APPEND hardening ${flag})
  endif()
endforeach()

set(optimised $<CONFIG:Release,RelWithDebInfo,MinSizeRel>)
set(type $<TARGET_PROPERTY:TYPE>)
add_compile_options(
  "$<${optimised}:${hardening}>"
  # The standard library's containers check their indices.
  $<$<AND:${optimised},$<COMPILE_LANGUAGE:CXX>>:-D_GLIBCXX_ASSERTIONS>
  $<$<AND:${optimised},$<NOT:$<STREQUAL:${type},SHARED_LIBRARY>>>:-fPIE>)
add_link_options(
  "$<${optimised}:-Wl,-z,relro;-Wl,-z,now;-Wl,-z,noexecstack>"
  $<$<AND:${optimised},$<STREQUAL:${type},EXECUTABLE>>:-pie>)
