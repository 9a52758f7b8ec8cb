#include "commands/program.h"

#include <fcntl.h>
#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <exception>
#include <new>
#include <system_error>

#include "base/failure.h"
#include "base/stop_signals.h"
#include "terminal/terminal.h"

namespace selfcheck::cli {
namespace {

// No core is dumped: it would hold numbers, or a key.
void forbid_core_dumps() {
  const rlimit none{0, 0};
  setrlimit(RLIMIT_CORE, &none);
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);  // also stops dumps that go to a program, which no limit stops
}

// Opens /dev/null for every standard stream that is closed. Such a stream would be the next file that is opened, and
// get what is printed.
void fill_standard_streams() {
  while (true) {
    const int descriptor = open("/dev/null", O_RDWR);
    if (descriptor > STDERR_FILENO) close(descriptor);
    if (descriptor < 0 || descriptor > STDERR_FILENO) break;
  }
}

}  // namespace

int run_program(const std::function<int()>& program) {
  fill_standard_streams();
  try {
    if (sodium_init() < 0) throw Failure(ExitCode::internal, "libsodium can't start");
    forbid_core_dumps();
    watch_stop_signals();
    return program();
  } catch (const Failure& failure) {
    print_error(failure.message(), failure.hint());
    return failure.status();
  } catch (const std::bad_alloc&) {
    print_error("out of memory");
    return exit_status(ExitCode::system);
  } catch (const std::system_error& error) {
    // These are the code's own words; what() could quote a path.
    print_error("the system said: " + error.code().message());
    return exit_status(ExitCode::system);
  } catch (...) {
    // Not even what() is printed, since it may hold anything.
    print_error("an internal error: this is a defect in selfcheck");
    return exit_status(ExitCode::internal);
  }
}

}  // namespace selfcheck::cli
