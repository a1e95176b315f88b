#pragma once

namespace stile {

// give_way_to_others() lets threads that somebody waits for have the processor before the calling
// one, for as long as it lives: it is given about a fifth of what they are where both want one.
// It cannot be taken back and passes to threads begun from here, so only a thread that does bulk
// work alone calls it. Where the system refuses, nothing changes but speed. Linux: setpriority(2)
// of a thread's id is the thread's alone.
void give_way_to_others();

}  // namespace stile
