#include "agents/source/releases.h"

namespace stile::agent {
namespace {

using storage::Blob;
using storage::Rows;

Status done(const Result<std::uint64_t>& changed) {
  return changed.ok() ? ok() : Status(changed.error());
}

}  // namespace

Status Releases::keep(const OwnCopy& copy) {
  const RecordKey& key = copy.key;
  return done(keep_.run(key.system, key.reference, key.child, copy.day, Blob{copy.sealed}));
}

Result<std::uint64_t> Releases::forget(const RecordKey& key) {
  return forget_.run(key.system, key.reference, key.child);
}

Result<std::uint64_t> Releases::forget_until(Day last) { return forget_until_.run(last); }

Result<std::vector<OwnCopy>> Releases::copies(std::int64_t system, std::string_view reference) {
  std::vector<OwnCopy> found;
  STILE_TRY(Rows rows, copies_.start(system, reference));
  for (;;) {
    STILE_TRY(const bool more, rows.next());
    if (!more) return found;
    OwnCopy& copy = found.emplace_back();
    std::int64_t day = 0;
    STILE_CHECKED(rows.read(copy.key.system, copy.key.reference, copy.key.child, day, copy.sealed));
    copy.day = static_cast<Day>(day);
  }
}

Status Releases::add(const Released& released) {
  const RecordKey& key = released.key;
  return done(add_.run(key.system, key.reference, key.child, key.route, released.denied));
}

Status Releases::end(const RecordKey& key) {
  return done(end_.run(key.system, key.reference, key.child));
}

Result<bool> Releases::any() {
  STILE_TRY(Rows rows, any_.start());
  return rows.next();
}

Result<std::vector<Released>> Releases::of(const RecordKey& key) {
  std::vector<Released> found;
  STILE_TRY(Rows rows, of_.start(key.system, key.reference, key.child));
  for (;;) {
    STILE_TRY(const bool more, rows.next());
    if (!more) return found;
    Released& one = found.emplace_back(Released{.key = key});
    STILE_CHECKED(rows.read(one.key.route, one.denied));
  }
}

}  // namespace stile::agent
