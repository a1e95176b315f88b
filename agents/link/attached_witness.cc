#include <algorithm>
#include <utility>

#include "agents/documents/witness.h"
#include "agents/link/attached_stream.h"
#include "agents/link/gateway_client.h"
#include "agents/link/proof_hashes.h"
#include "core/ledger/log_view.h"

// What an attached agent does with the checkpoints that witnesses are offered, and have cosigned.
// Each has to agree with what this agency has seen, leaf for leaf: where the gateway shows others
// another history, what they have cosigned does not.
namespace stile::agent {

Status AttachedStream::take_checkpoint(const v1::AttachDown& down) {
  if (down.has_offered()) return take_offered(down.offered());
  const std::string& note = down.cosigned().note();
  const auto believe = [&](ledger::LogView& view, const std::vector<Hash>& proof) {
    return view.see(note, proof);
  };
  const Status seen = see_at(note, believe, {});
  if (!seen.ok() || ports_->witness == nullptr) return seen;
  const Status taken = ports_->witness->take(note, ports_->log->view().size());
  if (!taken.ok()) ports_->log_event("witness_not_kept", taken.error());
  return ok();
}

Status AttachedStream::take_offered(const v1::OfferedCheckpoint& offered) {
  STILE_TRY(const std::uint64_t size, size_of(offered.note()));
  STILE_TRY(auto proof, proof_of(offered));
  const auto believe = [&](ledger::LogView& view, const std::vector<Hash>& hashes) {
    return view.see(offered.note(), hashes);
  };
  STILE_CHECKED(see_at(offered.note(), believe, std::move(proof)));
  if (ports_->witness == nullptr) return ok();
  // What cannot be kept is not cosigned; nobody waits for less because of that.
  const auto cosigned = ports_->witness->cosign(offered.note());
  if (!cosigned.ok()) ports_->log_event("witness_not_kept", cosigned.error());
  if (!cosigned.ok() || !cosigned.value()) return ok();
  const std::string& line = *cosigned.value();
  v1::AttachUp up;
  up.mutable_cosignature()->set_size(size);
  up.mutable_cosignature()->set_line(line);
  return write(up);
}

}  // namespace stile::agent
