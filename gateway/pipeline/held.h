#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/agreement/document_set.h"
#include "core/record/holding.h"
#include "gateway/pipeline/ports.h"

namespace stile::gateway {

// Fate is what the agreement that a parcel was admitted under lets become of it now. It waits, too,
// while the agreement cannot be believed: what was signed anew may bring it back. A correction
// always goes: it follows its disclosure, whatever became of the agreement.
enum class Fate { kGoes, kWaits, kEnds };
Fate fate_of(const Hash& agreement, const agreement::DocumentSet& documents, Instant now);

// AnyParcel is a Parcel or a WaitingParcel.
template <typename AnyParcel>
Fate fate_of(const AnyParcel& parcel, const agreement::DocumentSet& documents, Instant now) {
  return parcel.corrects ? Fate::kGoes : fate_of(parcel.agreement, documents, now);
}

// How long anything but a return or an answer may wait before its source hears that nobody collects
// it, in seconds.
inline constexpr Instant kCollectedWithin = 3600;

// Held is something that the gateway itself has to do with a parcel that waits, and to tell its
// source. Whether that is done already is found where it is recorded.
class Held {
 public:
  Held(Held&&) = default;
  Held& operator=(Held&&) = default;

  std::uint64_t parcel() const { return parcel_; }
  const std::string& source() const { return source_; }
  const std::string& recipient() const { return recipient_; }
  record::Holding what() const { return what_; }

 private:
  friend std::optional<Held> hold(const WaitingParcel& parcel,
                                  const agreement::DocumentSet& documents, Instant now);
  Held(const WaitingParcel& parcel, record::Holding what)
      : parcel_(parcel.id), source_(parcel.source), recipient_(parcel.recipient), what_(what) {}
  std::uint64_t parcel_;
  std::string source_;
  std::string recipient_;
  record::Holding what_;
};

// hold() is what is to be done with a parcel now; nothing while it may go, or waits as before.
std::optional<Held> hold(const WaitingParcel& parcel, const agreement::DocumentSet& documents,
                         Instant now);

}  // namespace stile::gateway
