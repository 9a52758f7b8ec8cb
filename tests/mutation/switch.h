// The switches of the changed sources. mutate.py includes this before each of them.
#pragma once

namespace mutation {

extern int active;              // The number of the change that is alive, from the environment; 0 for none.
extern unsigned char* reached;  // For each number, whether its place was ever executed.

inline bool on(int number) {
  reached[number] = 1;
  return number == active;
}

}  // namespace mutation
