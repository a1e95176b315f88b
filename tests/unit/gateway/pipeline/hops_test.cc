#include <type_traits>

#include "gateway/pipeline/exchange.h"
#include "gateway/pipeline/recorder.h"

// One road (design I6), by the compiler: a stage comes into being through its door only, is never
// copied, and no door takes the stage before its own. There is nothing to run.
namespace stile::gateway {
namespace {

template <typename T>
concept MadeFromNothing = requires {
  T{};
};

template <typename T>
inline constexpr bool is_stage =
    !MadeFromNothing<T> && !std::is_aggregate_v<T> && !std::is_default_constructible_v<T> &&
    !std::is_copy_constructible_v<T> && !std::is_copy_assignable_v<T> &&
    std::is_nothrow_move_constructible_v<T>;

static_assert(is_stage<Received>);
static_assert(is_stage<Authenticated>);
static_assert(is_stage<Authorised>);
static_assert(is_stage<Minimised>);
static_assert(is_stage<Pseudonymised>);
static_assert(is_stage<Acknowledged>);
static_assert(is_stage<Held>);
static_assert(is_stage<Recorded>);
static_assert(is_stage<RecordedRefusal>);
static_assert(is_stage<Delivered>);
static_assert(is_stage<Challenged>);
static_assert(is_stage<WordPassed>);

// No constructor of a stage is open, whatever one holds.
using Documents = std::shared_ptr<const agreement::DocumentSet>;
static_assert(!std::is_constructible_v<Received, record::Statement, crypto::Note, wire::Consignment,
                                       std::vector<ReceivedRow>>);
static_assert(!std::is_constructible_v<Authenticated, Received, Peer>);
static_assert(!std::is_constructible_v<Authorised, Authenticated, std::vector<agreement::Grant>,
                                       Documents, Instant>);
static_assert(!std::is_constructible_v<Minimised, Authorised>);
static_assert(!std::is_constructible_v<Pseudonymised, const Authorised&, Bytes>);
static_assert(
    !std::is_constructible_v<Acknowledged, const Disclosed&, record::Acknowledgement, Peer, Bytes>);
static_assert(!std::is_constructible_v<Held, const WaitingParcel&, record::Holding>);
static_assert(!std::is_constructible_v<Recorded, const Taken&, bool>);
static_assert(!std::is_constructible_v<RecordedRefusal, Refusal, std::uint64_t>);
static_assert(!std::is_constructible_v<Delivered, const Acknowledged&>);
static_assert(!std::is_constructible_v<Challenged, Given, record::Challenge, Peer, Bytes>);
static_assert(!std::is_constructible_v<WordPassed, const Challenged&>);

// Each door takes the stage before its own, and none before that.
template <typename From>
inline constexpr bool may_authenticate =
    std::is_invocable_v<decltype(authenticate), From, const Peer&, const agreement::DocumentSet&>;
template <typename From>
inline constexpr bool may_authorise =
    std::is_invocable_v<decltype(authorise), From, Documents, const ledger::HashReader&, Instant>;
template <typename From>
inline constexpr bool may_minimise = std::is_invocable_v<decltype(minimise), From>;
template <typename From>
inline constexpr bool may_pseudonymise = std::is_invocable_v<decltype(pseudonymise), From, Store&>;
template <typename From>
inline constexpr bool may_record = std::is_constructible_v<Entry, From>;

static_assert(may_authenticate<Received> && !may_authenticate<wire::Consignment>);
static_assert(may_authorise<Authenticated> && !may_authorise<Received>);
static_assert(may_minimise<Authorised> && !may_minimise<Authenticated> && !may_minimise<Received>);
static_assert(may_pseudonymise<Minimised> && !may_pseudonymise<Authorised> &&
              !may_pseudonymise<Authenticated>);
static_assert(may_record<Pseudonymised> && may_record<Refusal> && !may_record<Minimised> &&
              !may_record<Authorised> && !may_record<Authenticated> && !may_record<Received> &&
              !may_record<wire::Consignment>);

// A stage is used up by the next: its door does not take one that somebody else still holds.
static_assert(!may_authenticate<Received&> && !may_authorise<Authenticated&>);
static_assert(!may_minimise<Authorised&> && !may_pseudonymise<Minimised&>);

}  // namespace
}  // namespace stile::gateway
