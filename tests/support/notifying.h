#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/record/event.h"
#include "core/record/statement.h"
#include "core/wire/consignment_codec.h"
#include "tests/support/scheme.h"
#include "tests/support/source_hand.h"

// The invented world with those who are told of single events: two authorities and their youth
// justice services. Testshire's homes lie in kOwnAuthority.
namespace stile::support {

inline constexpr char kOwnCouncil[] = "spiffe://stile.example/authority/E10000091/agent";
inline constexpr char kFarCouncil[] = "spiffe://stile.example/authority/E10000093/agent";
inline constexpr char kOwnYjs[] = "spiffe://stile.example/yjs/testshire/agent";
inline constexpr char kFarYjs[] = "spiffe://stile.example/yjs/farshire/agent";

// kFirstNotifying is where the four agreements stand in Scheme::agreements, in this order: to
// kFarCouncil, to kOwnCouncil (placing and area authority), to kOwnYjs (host), to kFarYjs (home).
inline constexpr std::size_t kFirstNotifying = 2;

// notifying_scheme() is the world with these agencies and agreements, each as wide as the table of
// least fields lets it be.
Scheme notifying_scheme();

// passing_on_scheme() has one agreement more, behind them: kOwnCouncil passes on to kFarCouncil.
Scheme passing_on_scheme();

// passed_on() is kOwnCouncil's to kFarCouncil under that agreement, of the clause "placed-…".
record::Disclosure passed_on(const Scheme& scheme, std::string_view clause);

// notification_to() is testshire's under the agreement with `recipient`, of one clause: "placed-…",
// "area-…", "host-alleged-…", "host-…", "home-alleged-…" with "call-out", "missing-episode",
// "arrest" or "concern".
record::Disclosure notification_to(const Scheme& scheme, std::string_view recipient,
                                   std::string_view clause);

// notification() is testshire's first consignment to kFarCouncil, of a child that it placed, as an
// honest source makes it but for the sealed identity, which nobody can open.
wire::Consignment notification(const Scheme& scheme, std::uint64_t number = 1);

// as_exercise() makes a consignment of one row an exercise, which has a type and nothing else;
// `lie` puts into its row what none may have.
Lies as_exercise(std::function<void(wire::ConsignmentRow& row)> lie = {});
// exercise() is testshire's, to those whom it may notify of call-outs by that clause.
wire::Consignment exercise(const Scheme& scheme, std::string_view recipient,
                           std::string_view clause = "placed-call-out", std::uint64_t number = 1,
                           std::function<void(wire::ConsignmentRow& row)> lie = {});

}  // namespace stile::support
