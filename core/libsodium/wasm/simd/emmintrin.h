/* immintrin.h has all that the kernel needs of this header. */
#include "immintrin.h"
