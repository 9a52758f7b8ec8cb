/* A disk and a clock with faults, for tests. The library is loaded before the program's own (LD_PRELOAD); the program itself is the
   real one. It counts the program's calls that concern files below one directory, writes each of them into a log, and lets one of
   them, or all from one on, fail. faults.py drives it, and power_cut.py rebuilds from the log what a power cut would leave.

   FAULTS_ROOT   the directory; calls that concern other files are neither counted nor logged
   FAULTS_LOG    the log: a line a call, its fields between tabs: class, number, name, result, errno, path, second path, offset, bytes
   FAULTS_CLASS  which calls are counted for the fault: `write`, `read` or `memory`
   FAULTS_AT     the number of the call that is struck, from 1 on
   FAULTS_KIND   what happens to it: an errno's number (the call is not made), `late:` and a number (it is made, and yet reported as
                 failed), `short` (half of the bytes are written), `kill` (the process is killed before the call), `killed` (after it)
   FAULTS_AFTER  what holds from then on: `full` (what needs room fails, too), `readonly` (what changes anything fails, too), `dead`
                 (every call of that class fails, too); not set: only that one call fails
   SAME_RANDOM   if set, libsodium's random bytes are the same in every call
   CLOCK_AT      from this reading of the clock on, counted from 1, the clock is shifted by CLOCK_SHIFT seconds */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define REAL(name, type) ((type)dlsym(RTLD_NEXT, name))

enum Class { kWrite, kRead, kMemory, kClasses };
static const char* const kClassNames[kClasses] = {"write", "read", "memory"};

/* What a call does, which decides whether a full or a read-only disk refuses it. */
enum Need { kNeedsRoom, kChanges, kOther };

static pthread_mutex_t in_order = PTHREAD_MUTEX_INITIALIZER; /* one call after the other, so that the log has their order */
static long numbers[kClasses];
static int is_broken; /* the call that was to be struck has been struck */
static long clock_readings;

struct Call {
  enum Class class;
  const char* name;
  char path[PATH_MAX], other[PATH_MAX];
  long number;
  int counts;      /* whether it is below FAULTS_ROOT */
  int refuse;      /* the errno with which it fails without being made, or 0 */
  int late;        /* the errno with which it fails after being made, or 0 */
  int is_short, killed;
};

static int is_set(const char* name, const char* value) {
  const char* set = getenv(name);
  return set != NULL && strcmp(set, value) == 0;
}

static long number_of(const char* name) {
  const char* set = getenv(name);
  return set == NULL ? 0 : atol(set);
}

static void die_now(void) {
  syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
  for (;;) syscall(SYS_pause);
}

/* Puts the absolute path of `path`, which may be relative to a directory's descriptor, into `out`. */
static void absolute(int directory, const char* path, char* out) {
  char base[PATH_MAX] = "";
  if (path[0] != '/') {
    if (directory == AT_FDCWD) {
      if (syscall(SYS_getcwd, base, sizeof base) < 0) base[0] = 0;
    } else {
      char link[64];
      snprintf(link, sizeof link, "/proc/self/fd/%d", directory);
      const long length = syscall(SYS_readlink, link, base, sizeof base - 1);
      base[length < 0 ? 0 : length] = 0;
    }
  }
  const int length = snprintf(out, PATH_MAX, "%s%s%s", base, base[0] == 0 ? "" : "/", path);
  if (length < 0 || length >= PATH_MAX) abort();
}

static void path_of(int descriptor, char* out) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  const long length = syscall(SYS_readlink, link, out, PATH_MAX - 1);
  out[length < 0 ? 0 : length] = 0;
}

static int is_below_root(const char* path) {
  const char* root = getenv("FAULTS_ROOT");
  if (root == NULL) return 0;
  const size_t size = strlen(root);
  return strncmp(path, root, size) == 0 && (path[size] == '/' || path[size] == 0);
}

/* Whether the fault that began earlier strikes this call, too. */
static int still_fails(enum Need need) {
  return (is_set("FAULTS_AFTER", "full") && need == kNeedsRoom) || (is_set("FAULTS_AFTER", "readonly") && need != kOther) ||
         is_set("FAULTS_AFTER", "dead");
}

static void strike(struct Call* call) {
  const char* kind = getenv("FAULTS_KIND");
  if (kind == NULL) abort();
  if (strcmp(kind, "kill") == 0) die_now();
  if (strcmp(kind, "killed") == 0) {
    call->killed = 1;
  } else if (strcmp(kind, "short") == 0) {
    call->is_short = 1;
  } else if (strncmp(kind, "late:", 5) == 0) {
    call->late = atoi(kind + 5);
  } else {
    call->refuse = atoi(kind);
  }
}

/* Begins a call whose paths are known: counts it, and tells what happens to it. It must be ended with end(). */
static void begin(struct Call* call, enum Class class, enum Need need, const char* name) {
  call->class = class;
  call->name = name;
  call->refuse = call->late = call->is_short = call->killed = 0;
  call->counts = class == kMemory || is_below_root(call->path);
  pthread_mutex_lock(&in_order);
  if (!call->counts) return;
  call->number = ++numbers[class];
  if (!is_set("FAULTS_CLASS", kClassNames[class])) return;
  if (call->number == number_of("FAULTS_AT")) {
    strike(call);
    is_broken = 1;
  } else if (is_broken && still_fails(need)) {
    strike(call);
  }
}

static void log_call(const struct Call* call, long result, int error, long offset, const void* bytes) {
  const char* path = getenv("FAULTS_LOG");
  if (path == NULL) return;
  static int log = -1;
  if (log < 0) {
    const long opened = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    log = (int)syscall(SYS_fcntl, opened, F_DUPFD_CLOEXEC, 500);
    syscall(SYS_close, opened);
    if (log < 0) abort();
  }
  const size_t count = bytes != NULL && result > 0 ? (size_t)result : 0;
  const size_t room = 2 * PATH_MAX + 256 + 2 * count;
  char* line = malloc(room);
  if (line == NULL) abort();
  size_t used = (size_t)snprintf(line, room, "%s\t%ld\t%s\t%ld\t%d\t%s\t%s\t%ld\t", kClassNames[call->class], call->number,
                                 call->name, result, result < 0 ? error : 0, call->path, call->other, offset);
  for (size_t i = 0; i < count; ++i) {
    static const char kHex[] = "0123456789abcdef";
    const unsigned char byte = ((const unsigned char*)bytes)[i];
    line[used++] = kHex[byte >> 4];
    line[used++] = kHex[byte & 15];
  }
  line[used++] = '\n';
  if (syscall(SYS_write, log, line, used) != (long)used) abort();
  free(line);
}

/* Ends a call that was made with `result`, and returns what the program gets to see. */
static long end(struct Call* call, long result, long offset, const void* bytes) {
  int error = errno;
  if (call->counts) log_call(call, result, error, offset, bytes);
  if (call->killed) die_now();
  if (call->late != 0 && result >= 0) {
    result = -1;
    error = call->late;
  }
  pthread_mutex_unlock(&in_order);
  errno = error;
  return result;
}

static int refused(struct Call* call) {
  if (call->refuse == 0) return 0;
  errno = call->refuse;
  return 1;
}

/* A call of files by name. */
static void begin_paths(struct Call* call, enum Class class, enum Need need, const char* name, int at, const char* path, int other_at,
                        const char* other) {
  absolute(at, path, call->path);
  call->other[0] = 0;
  if (other != NULL) absolute(other_at, other, call->other);
  begin(call, class, need, name);
}

static void begin_file(struct Call* call, enum Class class, enum Need need, const char* name, int descriptor) {
  path_of(descriptor, call->path);
  call->other[0] = 0;
  begin(call, class, need, name);
}

/* Ends a call that returns a descriptor, which is closed if the program does not get it. */
static int end_with_descriptor(struct Call* call, long result) {
  const long seen = end(call, result, 0, NULL);
  if (seen < 0 && result >= 0) {
    const int error = errno;
    syscall(SYS_close, result);
    errno = error;
  }
  return (int)seen;
}

static int open_any(const char* name, int at, const char* path, int flags, mode_t mode) {
  const int writes = (flags & O_ACCMODE) != O_RDONLY || (flags & O_CREAT) != 0;
  struct Call call;
  absolute(at, path, call.path);
  const int is_new = (flags & O_CREAT) != 0 && syscall(SYS_faccessat, at, path, F_OK) != 0;
  snprintf(call.other, sizeof call.other, "%s", is_new ? "new" : (flags & O_TRUNC) != 0 ? "emptied" : "");
  begin(&call, writes ? kWrite : kRead, is_new ? kNeedsRoom : writes ? kChanges : kOther, name);
  const long result = refused(&call) ? -1 : syscall(SYS_openat, at, path, flags, mode);
  return end_with_descriptor(&call, result);
}

#define MODE_OF(flags)                               \
  mode_t mode = 0;                                   \
  if (((flags) & (O_CREAT | O_TMPFILE)) != 0) {      \
    va_list rest;                                    \
    va_start(rest, flags);                           \
    mode = (mode_t)va_arg(rest, int);                \
    va_end(rest);                                    \
  }

int open(const char* path, int flags, ...) {
  MODE_OF(flags)
  return open_any("open", AT_FDCWD, path, flags, mode);
}
int open64(const char* path, int flags, ...) {
  MODE_OF(flags)
  return open_any("open", AT_FDCWD, path, flags, mode);
}
int openat(int at, const char* path, int flags, ...) {
  MODE_OF(flags)
  return open_any("open", at, path, flags, mode);
}
int openat64(int at, const char* path, int flags, ...) {
  MODE_OF(flags)
  return open_any("open", at, path, flags, mode);
}

/* A name that is made up is known only afterwards. Until then it is the pattern, which lies in the same directory. */
int mkostemp(char* pattern, int flags) {
  struct Call call;
  absolute(AT_FDCWD, pattern, call.path);
  strcpy(call.other, "new");
  begin(&call, kWrite, kNeedsRoom, "open");
  const long result = refused(&call) ? -1 : REAL("mkostemp", int (*)(char*, int))(pattern, flags);
  absolute(AT_FDCWD, pattern, call.path);
  return end_with_descriptor(&call, result);
}

char* mkdtemp(char* pattern) {
  struct Call call;
  begin_paths(&call, kWrite, kNeedsRoom, "mkdir", AT_FDCWD, pattern, 0, NULL);
  char* const made = refused(&call) ? NULL : REAL("mkdtemp", char* (*)(char*))(pattern);
  absolute(AT_FDCWD, pattern, call.path);
  return end(&call, made == NULL ? -1 : 0, 0, NULL) < 0 ? NULL : made;
}

static ssize_t write_any(int descriptor, const void* bytes, size_t size, off_t offset, const char* name) {
  struct Call call;
  begin_file(&call, kWrite, kNeedsRoom, name, descriptor);
  if (call.is_short && size > 1) size /= 2;
  const int at = offset >= 0;
  const ssize_t result = refused(&call) ? -1
                         : at           ? syscall(SYS_pwrite64, descriptor, bytes, size, offset)
                                        : syscall(SYS_write, descriptor, bytes, size);
  if (call.counts && result > 0 && !at) {
    const int error = errno;
    offset = syscall(SYS_lseek, descriptor, 0, SEEK_CUR) - result;
    errno = error;
  }
  return end(&call, result, offset, bytes);
}

ssize_t write(int descriptor, const void* bytes, size_t size) { return write_any(descriptor, bytes, size, -1, "write"); }
ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t offset) {
  return write_any(descriptor, bytes, size, offset, "write");
}
ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t offset) {
  return write_any(descriptor, bytes, size, offset, "write");
}

ssize_t read(int descriptor, void* bytes, size_t size) {
  struct Call call;
  begin_file(&call, kRead, kOther, "read", descriptor);
  return end(&call, refused(&call) ? -1 : syscall(SYS_read, descriptor, bytes, size), 0, NULL);
}
ssize_t pread(int descriptor, void* bytes, size_t size, off_t offset) {
  struct Call call;
  begin_file(&call, kRead, kOther, "read", descriptor);
  return end(&call, refused(&call) ? -1 : syscall(SYS_pread64, descriptor, bytes, size, offset), 0, NULL);
}

/* Only files that are open for writing can report an error of the disk when they are closed. A close that fails closes all the same. */
int close(int descriptor) {
  struct Call call;
  const long flags = syscall(SYS_fcntl, descriptor, F_GETFL);
  if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY) return (int)syscall(SYS_close, descriptor);
  begin_file(&call, kWrite, kOther, "close", descriptor);
  long result = syscall(SYS_close, descriptor);
  if (refused(&call)) result = -1;
  return (int)end(&call, result, 0, NULL);
}

#define OF_DESCRIPTOR(name, need, parameters, made)                          \
  int name parameters {                                                      \
    struct Call call;                                                        \
    begin_file(&call, kWrite, need, #name, descriptor);                      \
    return (int)end(&call, refused(&call) ? -1 : (made), 0, NULL);           \
  }

OF_DESCRIPTOR(fsync, kOther, (int descriptor), syscall(SYS_fsync, descriptor))
OF_DESCRIPTOR(fdatasync, kOther, (int descriptor), syscall(SYS_fdatasync, descriptor))
OF_DESCRIPTOR(fchmod, kChanges, (int descriptor, mode_t mode), syscall(SYS_fchmod, descriptor, mode))
OF_DESCRIPTOR(futimens, kChanges, (int descriptor, const struct timespec times[2]),
              syscall(SYS_utimensat, descriptor, NULL, times, 0))

int ftruncate(int descriptor, off_t size) {
  struct Call call;
  begin_file(&call, kWrite, kChanges, "ftruncate", descriptor);
  return (int)end(&call, refused(&call) ? -1 : syscall(SYS_ftruncate, descriptor, size), size, NULL);
}

#define OF_PATHS(signature, need, shown, at, path, other_at, other, made)                  \
  int signature {                                                                          \
    struct Call call;                                                                      \
    begin_paths(&call, kWrite, need, shown, at, path, other_at, other);                    \
    return (int)end(&call, refused(&call) ? -1 : (made), 0, NULL);                         \
  }

OF_PATHS(mkdir(const char* path, mode_t mode), kNeedsRoom, "mkdir", AT_FDCWD, path, 0, NULL, syscall(SYS_mkdirat, AT_FDCWD, path, mode))
OF_PATHS(chmod(const char* path, mode_t mode), kChanges, "chmod", AT_FDCWD, path, 0, NULL,
         syscall(SYS_fchmodat, AT_FDCWD, path, mode))
OF_PATHS(fchmodat(int at, const char* path, mode_t mode, int flags), kChanges, "chmod", at, path, 0, NULL,
         REAL("fchmodat", int (*)(int, const char*, mode_t, int))(at, path, mode, flags))
OF_PATHS(unlink(const char* path), kChanges, "unlink", AT_FDCWD, path, 0, NULL, syscall(SYS_unlinkat, AT_FDCWD, path, 0))
OF_PATHS(rmdir(const char* path), kChanges, "rmdir", AT_FDCWD, path, 0, NULL, syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR))
OF_PATHS(remove(const char* path), kChanges, "unlink", AT_FDCWD, path, 0, NULL, REAL("remove", int (*)(const char*))(path))
OF_PATHS(unlinkat(int at, const char* path, int flags), kChanges, "unlink", at, path, 0, NULL, syscall(SYS_unlinkat, at, path, flags))
OF_PATHS(rename(const char* from, const char* to), kChanges, "rename", AT_FDCWD, from, AT_FDCWD, to,
         syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0))
OF_PATHS(renameat(int from_at, const char* from, int to_at, const char* to), kChanges, "rename", from_at, from, to_at, to,
         syscall(SYS_renameat2, from_at, from, to_at, to, 0))
OF_PATHS(link(const char* from, const char* to), kNeedsRoom, "link", AT_FDCWD, from, AT_FDCWD, to,
         syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0))

/* The C library's own mappings don't come through this function; the memory for a slow hash does. */
void* mmap(void* address, size_t size, int protection, int flags, int file, off_t offset) {
  struct Call call = {.path = "", .other = ""};
  begin(&call, kMemory, kOther, "mmap");
  const long result = refused(&call) ? -1 : syscall(SYS_mmap, address, size, protection, flags, file, offset);
  const int failed = end(&call, result == -1 ? -1 : 0, 0, NULL) < 0;
  return failed ? MAP_FAILED : (void*)result; /* NOLINT: an address as the system returns it */
}

void randombytes_buf(void* bytes, size_t size) {
  if (getenv("SAME_RANDOM") == NULL) {
    REAL("randombytes_buf", void (*)(void*, size_t))(bytes, size);
  } else {
    memset(bytes, 0x5e, size);
  }
}

static int64_t shift_now(void) {
  const long at = number_of("CLOCK_AT");
  const long reading = __sync_add_and_fetch(&clock_readings, 1);
  return at != 0 && reading >= at ? number_of("CLOCK_SHIFT") : 0;
}

int clock_gettime(clockid_t clock, struct timespec* now) {
  const int result = (int)syscall(SYS_clock_gettime, clock, now);
  if (result == 0 && clock == CLOCK_REALTIME) now->tv_sec += shift_now();
  return result;
}
time_t time(time_t* out) {
  struct timespec now = {0, 0};
  syscall(SYS_clock_gettime, CLOCK_REALTIME, &now);
  const time_t seen = now.tv_sec + shift_now();
  if (out != NULL) *out = seen;
  return seen;
}
