#pragma once

#include <optional>
#include <string_view>

#include "agents/source/corrections.h"
#include "agents/source/intake_reader.h"
#include "agents/source/source_options.h"
#include "core/record/envelope.h"
#include "core/record/event.h"

namespace stile::agent {

// no_longer_leads() is true of the reasons for which an agreement leads a record to its recipient
// no more because of what the record says. That a home is not on the list, or that documents are
// missing, are none: it may be the list that is wrong, and a withdrawal is for good.
bool no_longer_leads(Reason reason);

// follow_up() is what has to become of a record at a recipient who was given it and whom its newest
// row is not sent to (design section 7): it is withdrawn where the clause leads it there no more,
// where it is held, or where the question that it answered does not cover it any more; where the
// agreement has ended, or nobody sends the row anew because it went in an answer, and a disclosed
// field differs, it is corrected. Nothing where it stays. Fails as the store.
Result<std::optional<ChangeOrder>> follow_up(const SourceOptions& options, IntakeReader& reader,
                                             const SentRecord& sent, const record::Event& event,
                                             const record::Envelope& envelope);

// follow_answers() enters that of every answer that had the record of this key, whose route does
// not matter, by this account. True where something follows.
Result<bool> follow_answers(const SourceOptions& options, IntakeTables& tables,
                            const RecordKey& key, const record::Event& event,
                            const record::Envelope& envelope, std::string_view account);

}  // namespace stile::agent
