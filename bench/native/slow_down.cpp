// Makes a process as slow as it would be on a slower processor, by stopping all of its threads and letting them go
// again and again.
//
//   slow_down PID FACTOR      runs until its standard input ends; the process then goes on at full speed
//
// A period is about 8 ms, of which the process may run for 8 / FACTOR. The program measures how long the process really
// ran in each period, and stops it for FACTOR - 1 times that, so that the ratio holds even where the scheduler wakes
// this program late.
//
// Chromium's own throttling, Emulation.setCPUThrottlingRate, would not do: it holds up a page's main thread, but not
// its workers.
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

namespace {

using Clock = std::chrono::steady_clock;
using Nanoseconds = std::chrono::nanoseconds;

constexpr Nanoseconds kPeriod = std::chrono::milliseconds(8);

bool input_ended() {
  char byte = 0;
  return read(STDIN_FILENO, &byte, 1) == 0;
}

}  // namespace

int main(int argc, char** argv) {
  const pid_t pid = argc == 3 ? std::atoi(argv[1]) : 0;
  const double factor = argc == 3 ? std::atof(argv[2]) : 0;
  if (pid <= 1 || factor < 1) {
    std::fputs("usage: slow_down PID FACTOR\n", stderr);
    return 2;
  }
  // A late wake-up is made up for, but makes the periods longer. So this program takes precedence over what is
  // measured, if it is allowed to.
  const sched_param priority{.sched_priority = 1};
  sched_setscheduler(0, SCHED_FIFO, &priority);
  fcntl(STDIN_FILENO, F_SETFL, fcntl(STDIN_FILENO, F_GETFL) | O_NONBLOCK);

  const auto run_for = std::chrono::duration_cast<Nanoseconds>(kPeriod / factor);
  Nanoseconds debt{0};
  auto let_go = Clock::now();
  while (!input_ended()) {
    std::this_thread::sleep_for(run_for);
    if (kill(pid, SIGSTOP) != 0) return errno == ESRCH ? 0 : 1;
    const auto stopped = Clock::now();
    debt += std::chrono::duration_cast<Nanoseconds>((stopped - let_go) * (factor - 1));
    std::this_thread::sleep_for(debt);
    if (kill(pid, SIGCONT) != 0) return errno == ESRCH ? 0 : 1;
    let_go = Clock::now();
    debt -= let_go - stopped;
  }
  return 0;
}
