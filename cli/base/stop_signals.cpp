#include "base/stop_signals.h"

#include <atomic>
#include <csignal>

#include "base/failure.h"

namespace selfcheck::cli {
namespace {

std::atomic<int> g_signal{0};
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler may only touch lock-free atomics");

void remember(int signal) { g_signal.store(signal); }

}  // namespace

void watch_stop_signals() {
  struct sigaction action {};
  action.sa_handler = remember;
  sigemptyset(&action.sa_mask);
  action.sa_flags = static_cast<int>(SA_RESETHAND);  // without SA_RESTART, since a read that waits must return
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
    struct sigaction present {};
    // A signal that the parent had ignored (nohup, a shell's background job) stays ignored, since that was meant.
    if (sigaction(signal, nullptr, &present) == 0 && present.sa_handler == SIG_IGN) continue;
    sigaction(signal, &action, nullptr);
  }
}

int stop_signal() { return g_signal.load(); }

void throw_if_stopped() {
  if (const int signal = stop_signal(); signal != 0) throw Failure::stopped(signal);
}

}  // namespace selfcheck::cli
