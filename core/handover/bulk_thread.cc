#include "core/handover/bulk_thread.h"

#include <sys/resource.h>
#include <unistd.h>

namespace stile {
namespace {

// Further down, what gathers while a thread waits its turn no longer makes up for the waiting.
constexpr int kNice = 7;

}  // namespace

void give_way_to_others() {
  static_cast<void>(setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kNice));
}

}  // namespace stile
