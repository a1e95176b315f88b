// Whom recipients ask for, on its way to two data officers, and what these answer.
#include <algorithm>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "agents/report/failed.h"
#include "agents/report/json.h"
#include "agents/source/corrections.h"
#include "agents/source/identity_requests.h"
#include "agents/source/intake_digest.h"
#include "agents/source/intake_reader.h"
#include "agents/source/source.h"
#include "core/agreement/identity_asked.h"
#include "core/crypto/digest.h"
#include "core/crypto/encoding.h"
#include "core/crypto/note.h"
#include "core/record/code_texts.h"

namespace stile::agent {
namespace {

using record::ChangeReason;

constexpr std::string_view kOccasion = "identity-request";

Error refused(std::string what) { return {Reason::kNotPermitted, std::move(what)}; }

std::string_view state_of(const KeptIdentityRequest& one, Instant now) {
  if (one.answered) {
    if (one.is_void) return "expired";
    return one.answered == ChangeReason::kIdentified ? "approved" : "refused";
  }
  if (one.withdrawn) return "withdrawn";
  return one.expires <= now ? "expired" : "waits";
}

std::vector<crypto::NoteVerifier> officers_of(const agreement::DocumentSet& documents,
                                              const AgencyId& self) {
  const auto* agency = documents.agency(self);
  return agency == nullptr ? std::vector<crypto::NoteVerifier>()
                           : agreement::data_officers(*agency);
}

std::size_t approved_so_far(const KeptIdentityRequest& one,
                            const agreement::DocumentSet& documents) {
  const auto request = agreement::read_identity_request(one.note, documents);
  if (!request.ok()) return 0;
  const auto officers = agreement::approving_officers(one.note, *request, documents);
  return officers.ok() ? *officers : 0;
}

// Its members are those of stile.v1.SealedIdentityRequest.
void say(const KeptIdentityRequest& one, const agreement::DocumentSet& documents,
         const AgencyId& self, Instant now, Reporter& reporter) {
  const auto recipient = AgencyId::parse(one.recipient);
  const auto* agency = recipient.ok() ? documents.agency(recipient.value()) : nullptr;
  std::string keys;
  for (const auto& officer : officers_of(documents, self)) {
    keys += (keys.empty() ? "" : " ") + officer.vkey();
  }
  JsonObject json;
  json.text("request", crypto::hex(one.digest))
      .text("reference", one.key.reference)
      .text("system", one.system)
      .text("type", record::name(one.type))
      .text("event_reference", crypto::crockford(one.event_token))
      .text("recipient", one.recipient)
      .text("agreement", one.agreement_id)
      .number("consignment", one.number)
      .text("digest", crypto::hex(one.statement))
      .text("note", one.note)
      .text("recipient_key", agency == nullptr ? "" : agency->signing_key.vkey())
      .text("proposed", crypto::hex(one.proposed))
      .text("state", state_of(one, now))
      .number("officers", approved_so_far(one, documents))
      .text("why", one.why)
      .text("agreement_hash", crypto::hex(one.agreement))
      .text("officer_keys", keys);
  reporter.line(one.key.reference + ": sealed to the data officers", json.done());
}

// check_waits() is whether anybody may still decide about it.
Status check_waits(const KeptIdentityRequest& one, Instant now) {
  if (one.waits(now)) return ok();
  if (one.answered) return refused("it is answered already");
  if (one.withdrawn) return refused("the record was withdrawn");
  return refused("the request has expired; mend with: whoever asks makes another");
}

// check_proposed() is whether an identity is one of this request, and the child that of its row.
Status check_proposed(const record::ProposedIdentity& proposed, const KeptIdentityRequest& one,
                      const IntakeDigests& digests) {
  STILE_TRY(const AgencyId recipient, AgencyId::parse(one.recipient));
  const record::IdentityBinding binding{one.digest, one.event_token, one.agreement, recipient};
  if (proposed.bound.binding != binding) {
    return Error{Reason::kIntegrity, "the identity is made out for another request"};
  }
  if (digests.child(one.system, proposed.child) == one.key.child) return ok();
  return Error{Reason::kUsage,
               "the record is of another child than the one that its system knows by that "
               "reference; mend with: the child's reference as the system writes it in that row"};
}

Operation operation_of(const KeptIdentityRequest& one, const record::IdentityRequest& request,
                       std::string_view account, Instant now) {
  return {.op = "consultation",
          .time = now,
          .account = std::string(account),
          .agreement_id = one.agreement_id,
          .occasion = std::string(kOccasion) + "/" + crypto::hex(one.digest),
          .rows = 1,
          .reason = std::string(record::name(request.basis))};
}

// order_of() is the change by which a request is answered.
Result<ChangeOrder> order_of(IntakeTables& tables, const KeptIdentityRequest& one,
                             ChangeReason reason) {
  ChangeOrder order{.key = one.key, .reason = reason, .agreement_id = one.agreement_id};
  STILE_TRY(const auto sent, tables.changes().record(one.key));
  if (!sent || sent->known.event_token != one.event_token) order.answered = one.event_token;
  return order;
}

// Wiped is a proposal that nothing is left of once it was looked at.
struct Wiped {
  explicit Wiped(record::ProposedIdentity proposed) : what(std::move(proposed)) {}
  Wiped(const Wiped&) = delete;
  Wiped& operator=(const Wiped&) = delete;
  ~Wiped() { record::wipe(what.bound.identity); }
  record::ProposedIdentity what;
};

}  // namespace

// It is written down before anybody has it.
ExitCode Source::identity_requests(bool all, std::string_view account, Reporter& reporter) {
  const auto documents = options_.documents();
  const Instant now = options_.clock();
  std::vector<KeptIdentityRequest> found;
  const Status read = [&]() -> Status {
    if (documents == nullptr) return Error{Reason::kUnavailable, "there are no signed documents"};
    STILE_TRY(const auto reader, IntakeReader::open(options_.store));
    STILE_TRY(found, reader->identity_requests().all());
    if (!all) std::erase_if(found, [&](const auto& one) { return !one.waits(now); });
    return log_consultation("identity-requests", found.size(), account);
  }();
  if (!read.ok()) return failed(read.error(), reporter);
  for (const auto& one : found) say(one, *documents, options_.self, now, reporter);
  return ExitCode::kOk;
}

// waiting_identity() is a request about which somebody may still decide.
Result<KeptIdentityRequest> Source::waiting_identity(std::string_view request) {
  const Error none{Reason::kUsage,
                   "nobody has made that request; mend with: `stile reidentify asked` says what "
                   "waits"};
  const auto bytes = crypto::unhex(request);
  Hash digest{};
  if (!bytes.ok() || !copy_exact(bytes.value(), digest)) return none;
  STILE_TRY(const auto reader, IntakeReader::open(options_.store));
  STILE_TRY(auto found, reader->identity_requests().find(digest));
  if (!found) return none;
  STILE_CHECKED(check_waits(*found, options_.clock()));
  return std::move(*found);
}

// check_unrestricted() lets nothing be told of a record whose use is restricted, but by a court's
// order or the child's own right (UK GDPR art. 18(2)).
Status Source::check_unrestricted(const KeptIdentityRequest& one, record::IdentityBasis basis) {
  using enum record::IdentityBasis;
  if (basis == kCourtOrder || basis == kDataSubjectRight) return ok();
  STILE_TRY(const auto reader, IntakeReader::open(options_.store));
  STILE_TRY(const auto marked, reader->marked(one.event_token));
  const auto restricts = [](ChangeReason why) {
    return record::kind_of(why) == record::ChangeKind::kRestricted;
  };
  if (std::ranges::none_of(marked, restricts)) return ok();
  return refused("the record is restricted; mend with: `stile record lift`, where it may be");
}

// propose_identity() keeps the first officer's approval.
Status Source::propose_identity(const KeptIdentityRequest& one, const IdentityApproval& approval,
                                const record::IdentityRequest& request, std::string_view text,
                                std::string_view account) {
  const auto documents = options_.documents();
  STILE_TRY(const Bytes sealed, record::seal_proposed_identity(
                                    approval.proposed, officers_of(*documents, options_.self)));
  const Hash digest = crypto::sha256(text);
  return store_->change(
      [&](IntakeTables& tables) -> Status {
        STILE_CHECKED(
            tables.identity_requests().propose(one.id, account, approval.note, sealed, digest));
        return tables.add_operation(operation_of(one, request, account, options_.clock()));
      },
      Urgency::kInteractive);
}

// answer_identity() keeps the answer, and gives the change that it is. A run that read the record
// before would give the next revision of it the number of this one.
Result<std::int64_t> Source::answer_identity(const KeptIdentityRequest& one, ChangeReason reason,
                                             std::string_view note, ByteView sealed,
                                             std::string_view account) {
  const std::lock_guard notifying(notifying_);
  const std::lock_guard running(running_);
  std::int64_t change = 0;
  const Status kept = store_->change(
      [&](IntakeTables& tables) -> Status {
        STILE_TRY(const ChangeOrder order, order_of(tables, one, reason));
        STILE_TRY(const auto id, enter_change(tables, order, account, options_.clock()));
        if (!id) return refused("the record was withdrawn");
        change = *id;
        return tables.identity_requests().settle(one.id, change, note, sealed);
      },
      Urgency::kInteractive);
  if (!kept.ok()) return kept.error();
  return change;
}

// approved() is the answer, or nothing while another officer has to approve.
Result<std::optional<std::int64_t>> Source::approved(const IdentityApproval& approval,
                                                     std::string_view account) {
  const std::optional<std::int64_t> nothing_yet;
  const auto documents = options_.documents();
  if (documents == nullptr) return Error{Reason::kUnavailable, "there are no signed documents"};
  STILE_TRY(const KeptIdentityRequest one, waiting_identity(approval.request));
  STILE_TRY(const auto request, agreement::read_identity_request(approval.note, *documents));
  if (record::identity_request_digest(record::identity_request_text(request)) != one.digest) {
    return Error{Reason::kIntegrity, "another request was signed than the one that is approved"};
  }
  STILE_TRY(const std::size_t officers,
            agreement::approving_officers(approval.note, request, *documents));
  if (officers == 0) {
    return refused(
        "no data officer of this agency has signed it; mend with: a key that the "
        "directory lists as `data_officer_key`");
  }
  STILE_TRY(const auto note, crypto::parse_note(approval.proposed));
  STILE_TRY(auto parsed, record::parse_proposed_identity(note.text));
  const Wiped proposed(std::move(parsed));
  STILE_TRY(const std::size_t proposers,
            agreement::approving_officers(approval.proposed, request, *documents));
  if (proposers == 0) return refused("no data officer has signed whom it proposes");
  STILE_CHECKED(check_proposed(proposed.what, one, IntakeDigests(*options_.tokens)));
  const bool anew = one.account == account && officers == 1;
  if (one.account.empty() || anew) {
    if (officers > 1) return refused("one officer approves at a time");
    STILE_CHECKED(propose_identity(one, approval, request, note.text, account));
    return nothing_yet;
  }
  STILE_CHECKED(check_unrestricted(one, request.basis));
  const std::size_t both = std::min(officers, proposers);
  if (one.account == account || both < agreement::kOfficersNeeded) {
    return refused(
        "it takes another officer than the one who approved it first: another account, "
        "and another key");
  }
  if (view(crypto::sha256(note.text)) != one.proposed_digest) {
    return Error{Reason::kIntegrity, "that is not whom the first officer proposed"};
  }
  const auto key = documents->sealing_key(request.to, options_.clock());
  if (!key) {
    return Error{Reason::kUnavailable, request.to.short_text() + " has no sealing key in force"};
  }
  STILE_TRY(const Bytes sealed, record::seal_identity(proposed.what.bound, *options_.signer, *key));
  STILE_TRY(const std::int64_t change,
            answer_identity(one, ChangeReason::kIdentified, approval.note, sealed, account));
  return std::optional(change);
}

ExitCode Source::approve_identity(const IdentityApproval& approval, std::string_view account,
                                  Reporter& reporter) {
  const auto change = approved(approval, account);
  if (!change.ok()) return failed(change.error(), reporter);
  if (change->has_value()) return let_go(**change, reporter);
  reporter.message("one officer has approved it; nothing goes before another has");
  return ExitCode::kOk;
}

ExitCode Source::refuse_identity(std::string_view request, std::string_view account,
                                 Reporter& reporter) {
  const auto one = waiting_identity(request);
  if (!one.ok()) return failed(one.error(), reporter);
  const auto change = answer_identity(*one, ChangeReason::kNotIdentified, {}, {}, account);
  if (!change.ok()) return failed(change.error(), reporter);
  return let_go(change.value(), reporter);
}

ExitCode Source::let_go(std::int64_t change, Reporter& reporter) {
  const auto released = corrections_.release();
  if (!released.ok()) return failed(released.error(), reporter);
  auto reader = IntakeReader::open(options_.store);
  if (!reader.ok()) return failed(reader.error(), reporter);
  return await_changes(**reader, {change}, reporter);
}

}  // namespace stile::agent
