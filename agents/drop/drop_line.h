#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <istream>
#include <memory>
#include <string>
#include <string_view>

#include "agents/report/json.h"
#include "agents/source/rejected_rows.h"
#include "agents/source/source.h"
#include "core/base/result.h"

namespace stile::agent {

// DropDelivery is the delivery of one dropped export, and what became of it. One thread, one
// export.
class DropDelivery {
 public:
  virtual ~DropDelivery() = default;
  // deliver() sends the rows as the account, and returns when all that goes of them is durable
  // here; `name` is the one that the export was dropped under. Fails with what is wrong with the
  // export, or with what it has to wait for. All that follows may be asked where it has not been
  // called, or has failed.
  virtual Status deliver(std::string_view name, std::istream& rows, std::string_view account,
                         RejectedRows& rejected) = 0;

  // say_sent() and say_failed() add to the result what became of the rows, and what of them goes
  // though the export failed.
  virtual void say_sent(JsonObject& json) const = 0;
  virtual void say_failed(JsonObject& json) const = 0;
  virtual bool has_rejected() const = 0;
  // fell_short() tells those who have to know at once that rows, or the export, were not read;
  // before that is said in `name`'s result, so perhaps again after a restart.
  virtual Status fell_short(std::string_view /*name*/) { return ok(); }
  // counts() and counts_failed() are the same for the log, without anything of a row (X8).
  virtual std::string counts() const = 0;
  virtual std::string counts_failed() const = 0;

  // waits() is true where the export has to be kept and delivered again, because somebody cannot be
  // told yet; went() where anything went.
  virtual bool waits() const { return false; }
  virtual bool went() const { return true; }
};

// DropLine is where the exports of one drop folder go.
struct DropLine {
  // `again` is for an export that was kept.
  std::function<std::unique_ptr<DropDelivery>(bool again)> begin;
  // changes() is another number once what was kept is to be tried again at once.
  std::function<std::uint64_t()> changes;
  std::chrono::milliseconds look;  // how often it looks into the folder
  std::chrono::milliseconds rest;  // before an export that has to wait is tried again
};

// return_line() sends monthly returns; notify_line() tells at once of single events. The source
// outlives it.
DropLine return_line(Source& source);
DropLine notify_line(Source& source);

}  // namespace stile::agent
