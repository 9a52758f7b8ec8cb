/* All of it is there. */
#include "immintrin.h"
