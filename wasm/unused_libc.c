/* Replaces parts of the C and C++ libraries that would be linked in and are of no use here: 17 KB, a seventh of the module.
 *
 *  - nlohmann/json calls strtod for a number that is no integer. core refuses every such number, whatever its value
 *    (core/src/json.cpp). The C library's strtod brings 128-bit floating point with it.
 *  - nlohmann/json calls snprintf for the text of a syntax error, of which core keeps only the position. The C library's snprintf
 *    brings all of printf. (The linker's --wrap sends the calls of these two here. tests/vectors/ have both cases.)
 *  - The library's exception classes point to the virtual tables of std::type_info's subclasses. Only dynamic_cast and catch look
 *    at these tables, and core has neither. */
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

double __wrap_strtod(const char *restrict text, char **restrict end);
int    __wrap_snprintf(char *restrict out, size_t size, const char *restrict format, ...);

double __wrap_strtod(const char *restrict text, char **restrict end)
{
    /* This says that all of the text was read, which nlohmann asserts in debug builds. */
    if (end != NULL) {
        *end = (char *) text + strlen(text);
    }
    return 0;
}

int __wrap_snprintf(char *restrict out, size_t size, const char *restrict format, ...)
{
    (void) format;
    if (size > 0) {
        out[0] = '\0';
    }
    return 0;
}

const void *const _ZTVN10__cxxabiv117__class_type_infoE[8] = {0};
const void *const _ZTVN10__cxxabiv120__si_class_type_infoE[8] = {0};
const void *const _ZTVN10__cxxabiv121__vmi_class_type_infoE[8] = {0};
