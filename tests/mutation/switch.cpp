#include "switch.h"

#include <fcntl.h>
#include <sys/mman.h>

#include <cstdlib>

namespace mutation {

namespace {

constexpr int kNumbers = 1 << 16;
unsigned char nowhere[kNumbers];

}  // namespace

int active = 0;
unsigned char* reached = nowhere;

namespace {

// Reads the environment before anything else is initialized. What is reached is noted in a file that processes share,
// so that what a death test's child has reached is there, too.
__attribute__((constructor(101))) void read_environment() {
  if (const char* number = std::getenv("MUTANT")) active = std::atoi(number);
  const char* path = std::getenv("MUTANTS_REACHED");
  const int file = path == nullptr ? -1 : open(path, O_RDWR);
  if (file < 0) return;
  void* mapped = mmap(nullptr, kNumbers, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (mapped != MAP_FAILED) reached = static_cast<unsigned char*>(mapped);
}

}  // namespace

}  // namespace mutation
