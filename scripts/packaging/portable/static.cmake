# For SELFCHECK_PORTABLE: everything is linked statically, so that the programs run on any Linux of this processor's family, whatever
# libraries it has. Only `selfcheck` and `selfcheck-check` are built like this: Debian has no static cpp-httplib for `selfcheck serve`,
# and the evaluator is installed as a package, whose libraries the system keeps up to date.

set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
add_link_options(-static-pie)
# glibc stops such a program as it starts if it has a path to look for libraries in.
set(CMAKE_SKIP_RPATH ON)

# scripts/packaging/portable/libraries has made these.
set(portable_libraries ${PROJECT_SOURCE_DIR}/build/deps/portable)
set(CURL_LIBRARY ${portable_libraries}/lib/libcurl.a)
set(CURL_INCLUDE_DIR ${portable_libraries}/include)

# link_statically(): a static library doesn't tell which others it needs, and fmt's own files for CMake know only the shared one.
# Called in cli/, after all libraries are found.
macro(link_statically)
  set_target_properties(fmt::fmt PROPERTIES IMPORTED_LOCATION_NONE ${portable_libraries}/lib/libfmt.a)
  target_link_libraries(PkgConfig::libarchive INTERFACE lzma zstd bz2 nettle)
  target_link_libraries(CURL::libcurl INTERFACE ssl crypto cares)
  set_source_files_properties(remote/https.cpp PROPERTIES COMPILE_DEFINITIONS "SELFCHECK_PORTABLE;CURL_STATICLIB")
endmacro()

# link_map(TARGET): the linker writes down of which libraries it took something, for scripts/packaging/components.py.
function(link_map target)
  target_link_options(${target} PRIVATE -Wl,-Map,$<TARGET_FILE:${target}>.map)
endfunction()
