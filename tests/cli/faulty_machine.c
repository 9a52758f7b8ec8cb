/* A machine with a fault, for tests. It is loaded before the program's own libraries (LD_PRELOAD); tests/cli/lib.sh builds it.
   SELFCHECK_FAULT says which fault, and each time that the fault strikes a line is added to the file of SELFCHECK_FAULT_LOG.

   one_thread  one thread's processor flips a bit of every hash
   worn_out    the same, but only from its twentieth hash on: at its start it was right
   now_and_then  every fiftieth hash of a number has a flipped bit, never that of a canary
   group       every fiftieth multiple of a point is another point
   worn_group  every multiple of a point is another one after the first SELFCHECK_FAULT_AFTER
   digest      every fiftieth y, which is what a key makes of a number, has a flipped bit
   disk        a byte of every bucket file is written wrongly
   bit_flip    a bit of a number flips in the program's memory while it hashes
   none        nothing is wrong: every hash is noted
   memory      a thread that is to hash finds no memory for it
   system      the system's own Argon2id gives another hash than the program's
   threads     only one thread can be started
   no_thread   no thread can be started
   signature   the first signature has a flipped bit
   killed      the program is killed at its rename number SELFCHECK_FAULT_AFTER: before it if the number is odd, else after it */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int fault_is(const char* name) {
  const char* fault = getenv("SELFCHECK_FAULT");
  return fault != NULL && strcmp(fault, name) == 0;
}

static void strike(void) {
  const char* log = getenv("SELFCHECK_FAULT_LOG");
  if (log == NULL) return;
  const int file = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) abort();
  ssize_t (*real)(int, const void*, size_t) = (ssize_t(*)(int, const void*, size_t))dlsym(RTLD_NEXT, "write");
  if (real(file, "struck\n", 7) != 7) abort();
  close(file);
}

/* Flips a bit of the number that is about to be hashed. In memory a number is eight bytes, of which the lower 40 bits are its
   digits. Memory is read through /proc/self/mem, because the other thread may give its memory back meanwhile: that is an error
   there, and would be a crash through a pointer. */
static void flip_a_number(unsigned long long number) {
  static unsigned long long words[1 << 16]; /* It can be static because only one thread comes here, once. */
  const unsigned long long digits = (1ULL << 40) - 1;
  const unsigned long own_first = (unsigned long)words, own_end = own_first + sizeof words;
  const int memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
  FILE* maps = fopen("/proc/self/maps", "r");
  char line[4096];
  if (memory < 0 || maps == NULL) abort();
  while (fgets(line, sizeof line, maps) != NULL) {
    unsigned long first, end;
    char rights[5];
    if (sscanf(line, "%lx-%lx %4s", &first, &end, rights) != 3 || strncmp(rights, "rw-p", 4) != 0) continue;
    if (strstr(line, "[stack") != NULL || end - first > (64UL << 20)) continue;
    if (first < own_end && own_first < end) continue;
    for (unsigned long at = first; at < end; at += sizeof words) {
      const size_t wanted = end - at < sizeof words ? end - at : sizeof words;
      const ssize_t got = pread(memory, words, wanted, (off_t)at);
      for (ssize_t i = 0; i < got / 8; ++i) {
        if ((words[i] & digits) != number || words[i] >> 56 != 0) continue;
        const unsigned long long flipped = words[i] ^ 1;
        if (pwrite(memory, &flipped, sizeof flipped, (off_t)(at + 8 * (unsigned long)i)) == sizeof flipped) strike();
      }
    }
  }
  fclose(maps);
  close(memory);
}

/* The program's Argon2id is compiled into it, and calls the system's libsodium for BLAKE2b. It begins with one BLAKE2b hash of 64
   bytes over parameters, text and salt, and ends with one of 32 bytes over the last block, whose 1,024 bytes come in one piece.
   Nothing else in the program does either. A flipped bit in that last hash is what a wrong processor would bring about. */

static atomic_int threads_that_hash, numbers_hashed;
static _Thread_local int thread_number, hashes_of_thread, number_in_hand, is_last_step;
static _Thread_local size_t hash_size;

static void begin_number(const char* digits) {
  number_in_hand = ++numbers_hashed;
  if (fault_is("bit_flip") && number_in_hand == 40) flip_a_number(strtoull(digits, NULL, 10));
}

static void end_hash(unsigned char* out) {
  if (fault_is("none")) strike();
  if (thread_number == 0) thread_number = ++threads_that_hash; /* Number 1 is the main thread, which hashes the canary. */
  ++hashes_of_thread;
  if ((fault_is("one_thread") && thread_number == 2) ||
      (fault_is("worn_out") && thread_number == 2 && hashes_of_thread >= 20) ||
      (fault_is("now_and_then") && number_in_hand != 0 && number_in_hand % 50 == 0)) {
    strike();
    out[5] ^= 0x10;
  }
  number_in_hand = 0;
}

int crypto_generichash_blake2b_init(crypto_generichash_blake2b_state* state, const unsigned char* key,
                                    const size_t key_size, const size_t size) {
  typedef int Init(crypto_generichash_blake2b_state*, const unsigned char*, size_t, size_t);
  hash_size = key_size == 0 ? size : 0;
  is_last_step = 0;
  return ((Init*)dlsym(RTLD_NEXT, "crypto_generichash_blake2b_init"))(state, key, key_size, size);
}

int crypto_generichash_blake2b_update(crypto_generichash_blake2b_state* state, const unsigned char* in,
                                      unsigned long long size) {
  typedef int Update(crypto_generichash_blake2b_state*, const unsigned char*, unsigned long long);
  if (hash_size == 64 && size == 20 && memcmp(in, "mobile:+91", 10) == 0) {
    char digits[11] = {0};
    memcpy(digits, in + 10, 10);
    begin_number(digits);
  }
  is_last_step = hash_size == 32 && size == 1024;
  return ((Update*)dlsym(RTLD_NEXT, "crypto_generichash_blake2b_update"))(state, in, size);
}

int crypto_generichash_blake2b_final(crypto_generichash_blake2b_state* state, unsigned char* out, const size_t size) {
  typedef int Final(crypto_generichash_blake2b_state*, unsigned char*, size_t);
  const int status = ((Final*)dlsym(RTLD_NEXT, "crypto_generichash_blake2b_final"))(state, out, size);
  if (is_last_step && size == 32) end_hash(out);
  is_last_step = 0;
  return status;
}

int crypto_pwhash(unsigned char* const out, unsigned long long size, const char* const text, unsigned long long text_size,
                  const unsigned char* const salt, unsigned long long passes, size_t memory, int algorithm) {
  typedef int Hash(unsigned char*, unsigned long long, const char*, unsigned long long, const unsigned char*,
                   unsigned long long, size_t, int);
  const int status =
      ((Hash*)dlsym(RTLD_NEXT, "crypto_pwhash"))(out, size, text, text_size, salt, passes, memory, algorithm);
  if (fault_is("system")) {
    strike();
    out[0] ^= 1;
  }
  return status;
}

static atomic_int points, outputs;
static _Thread_local int is_output;

int crypto_scalarmult_ristretto255(unsigned char* out, const unsigned char* scalar, const unsigned char* point) {
  typedef int Multiply(unsigned char*, const unsigned char*, const unsigned char*);
  const int status = ((Multiply*)dlsym(RTLD_NEXT, "crypto_scalarmult_ristretto255"))(out, scalar, point);
  const char* after = getenv("SELFCHECK_FAULT_AFTER");
  if ((fault_is("group") && gettid() != getpid() && ++points % 50 == 0) ||
      (fault_is("worn_group") && after != NULL && ++points > atoi(after))) {
    strike();
    memcpy(out, point, crypto_core_ristretto255_BYTES);
  }
  return status;
}

/* An output, which is y, is the only digest whose message ends in the word `Finalize`. */
int crypto_hash_sha512_update(crypto_hash_sha512_state* state, const unsigned char* in, unsigned long long size) {
  typedef int Update(crypto_hash_sha512_state*, const unsigned char*, unsigned long long);
  is_output = size == 8 && memcmp(in, "Finalize", 8) == 0;
  return ((Update*)dlsym(RTLD_NEXT, "crypto_hash_sha512_update"))(state, in, size);
}

int crypto_hash_sha512_final(crypto_hash_sha512_state* state, unsigned char* out) {
  typedef int Final(crypto_hash_sha512_state*, unsigned char*);
  const int status = ((Final*)dlsym(RTLD_NEXT, "crypto_hash_sha512_final"))(state, out);
  if (fault_is("digest") && is_output && gettid() != getpid() && ++outputs % 50 == 0) {
    strike();
    out[5] ^= 0x10;
  }
  is_output = 0;
  return status;
}

static atomic_int memory_refused;

/* The C library's own mappings, of which thread stacks are the largest, don't come through this function. */
void* mmap(void* address, size_t size, int protection, int flags, int file, off_t offset) {
  typedef void* Map(void*, size_t, int, int, int, off_t);
  if (size >= 8UL << 20 && file == -1 && gettid() != getpid() && fault_is("memory") && memory_refused++ == 0) {
    strike();
    errno = ENOMEM;
    return MAP_FAILED;
  }
  return ((Map*)dlsym(RTLD_NEXT, "mmap"))(address, size, protection, flags, file, offset);
}

ssize_t write(int descriptor, const void* bytes, size_t size) {
  ssize_t (*real)(int, const void*, size_t) = (ssize_t(*)(int, const void*, size_t))dlsym(RTLD_NEXT, "write");
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  const ssize_t length = fault_is("disk") ? readlink(link, path, sizeof path - 1) : 0;
  if (length < 4 || memcmp(path + length - 4, ".bin", 4) != 0 || size < 100) return real(descriptor, bytes, size);
  strike();
  char* spoiled = malloc(size);
  memcpy(spoiled, bytes, size);
  spoiled[size / 2] ^= 1;
  const ssize_t written = real(descriptor, spoiled, size);
  free(spoiled);
  return written;
}

static atomic_int threads_started;

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*start)(void*), void* argument) {
  typedef int Create(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
  if (fault_is("no_thread") || (fault_is("threads") && threads_started++ > 0)) {
    strike();
    return EAGAIN;
  }
  return ((Create*)dlsym(RTLD_NEXT, "pthread_create"))(thread, attributes, start, argument);
}

static atomic_int renames;

int rename(const char* from, const char* to) {
  const char* after = getenv("SELFCHECK_FAULT_AFTER");
  const int last = fault_is("killed") && after != NULL ? atoi(after) : 0;
  const int number = ++renames;
  if (number == last) strike();
  if (number == last && last % 2 == 1) kill(getpid(), SIGKILL);
  const int status = ((int (*)(const char*, const char*))dlsym(RTLD_NEXT, "rename"))(from, to);
  if (number == last) kill(getpid(), SIGKILL);
  return status;
}

static atomic_int signatures;

int crypto_sign_detached(unsigned char* sig, unsigned long long* siglen, const unsigned char* m,
                         unsigned long long mlen, const unsigned char* sk) {
  typedef int Sign(unsigned char*, unsigned long long*, const unsigned char*, unsigned long long, const unsigned char*);
  const int status = ((Sign*)dlsym(RTLD_NEXT, "crypto_sign_detached"))(sig, siglen, m, mlen, sk);
  if (fault_is("signature") && ++signatures == 1) {
    strike();
    sig[3] ^= 1;
  }
  return status;
}
