#include "tests/support/drafts.h"

#include <cstdio>
#include <cstdlib>

#include "core/crypto/encoding.h"
#include "tests/support/keys.h"

namespace stile::support {
namespace {

// Writer writes text protobuf.
class Writer {
 public:
  explicit Writer(std::string_view first_line) : text_(std::string(first_line) + "\n") {}

  Writer& text(std::string_view field, std::string_view value) {
    return raw(field, "\"" + std::string(value) + "\"");
  }
  Writer& text_unless_empty(std::string_view field, std::string_view value) {
    return value.empty() ? *this : text(field, value);
  }
  Writer& number(std::string_view field, std::uint64_t value) {
    return raw(field, std::to_string(value));
  }
  Writer& raw(std::string_view field, std::string_view value) {
    text_.append(field).append(": ").append(value).append("\n");
    return *this;
  }
  Writer& texts(std::string_view field, const std::vector<std::string>& values) {
    for (const auto& value : values) text(field, value);
    return *this;
  }
  template <typename Body>
  Writer& message(std::string_view field, const Body& body) {
    text_.append(field).append(" {\n");
    body();
    text_.append("}\n");
    return *this;
  }
  Writer& lines(std::string_view lines) {
    text_ += lines;
    return *this;
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

bool must_have_duty(std::string_view id) {
  return id.find("/authority/") != id.npos || id.find("/yjs/") != id.npos;
}

void write(Writer& writer, const AgencyDraft& agency) {
  writer.text("id", agency.id).text("name", agency.name).text("valid_from", agency.valid_from);
  writer.text_unless_empty("valid_to", agency.valid_to);
  writer.text("signing_key", vkey_of(agency.signing_key));
  for (const auto& signatory : agency.signatories) {
    writer.message("signatory",
                   [&] { writer.text("role", "siro").text("key", vkey_of(signatory)); });
  }
  writer.number("signatures_needed", agency.signatures_needed);
  writer.text_unless_empty("witness_key", agency.witness_key);
  if (!agency.contact.empty()) {
    writer.message("contact", [&] {
      writer.text("code", agency.contact).text("mailbox", "role@agency.example");
      writer.text("telephone", "01632 960001");
    });
  }
  writer.texts("area", agency.areas);
  if (!agency.regulates.empty()) writer.raw("regulates", agency.regulates);
  writer.lines(agency.duty.empty() && must_have_duty(agency.id) ? kDutyDesk : agency.duty);
}

void write(Writer& writer, const ClauseDraft& clause) {
  writer.text("name", clause.name).raw("record", clause.record);
  writer.raw("relation", clause.relation).raw("occasion", clause.occasion);
  for (const auto& condition : clause.conditions) writer.raw("condition", condition);
  for (const auto& grant : clause.grants) {
    writer.message("grant",
                   [&] { writer.raw("field", grant.first).raw("treatment", grant.second); });
  }
}

void write_controller(Writer& writer, std::string_view agency,
                      const std::vector<std::string>& grounds) {
  writer.text("agency", agency).texts("legal_ground", grounds);
}

}  // namespace

std::string text_of(const AgreementDraft& draft) {
  Writer writer("stile-agreement/v1");
  writer.text("id", draft.id).number("version", draft.version);
  writer.text("title", "Call-outs to children's homes").raw("purpose", draft.purpose);
  writer.message("source", [&] { write_controller(writer, draft.source, draft.source_grounds); });
  writer.message("recipient",
                 [&] { write_controller(writer, draft.recipient, draft.recipient_grounds); });
  writer.text("processor", draft.processor).text("dpia_reference", "DPIA-1");
  writer.text("from", draft.from).text("until", draft.until).text("review", draft.review);
  for (const auto& clause : draft.clauses) {
    writer.message("clause", [&] { write(writer, clause); });
  }
  writer.number("retention_days", 365).number("pseudonym_key_days", 30);
  writer.texts("in_area", draft.in_area).texts("acting_for", draft.acting_for);
  if (draft.read_within_minutes > 0) {
    writer.number("read_within_minutes", draft.read_within_minutes);
  }
  if (draft.answer_challenges_within_days > 0) {
    writer.number("answer_challenges_within_days", draft.answer_challenges_within_days);
  }
  if (draft.questions_per_day > 0) writer.number("questions_per_day", draft.questions_per_day);
  if (draft.approval_hours > 0) writer.number("approval_hours", draft.approval_hours);
  return writer.take();
}

std::string text_of(const HomesDraft& draft) {
  Writer writer("stile-homes/v1");
  writer.text("regulator", draft.regulator).number("serial", draft.serial);
  for (const auto& home : draft.homes) {
    writer.message("home", [&] {
      writer.text("id", home.id).text("authority", home.authority).text("force", home.force);
      writer.number("places", home.places).text("valid_from", home.valid_from);
      writer.text_unless_empty("valid_to", home.valid_to);
      writer.text_unless_empty("predecessor", home.predecessor);
      writer.text_unless_empty("inspected", home.inspected);
    });
  }
  return writer.take();
}

std::string text_of(const StatusDraft& draft) {
  Writer writer("stile-status/v1");
  writer.text("agreement", crypto::hex(draft.agreement)).raw("kind", draft.kind);
  return writer.text("effective", draft.effective).number("serial", draft.serial).take();
}

std::string text_of(const SealingKeyDraft& draft) {
  const auto key = sealing_key_named(draft.key);
  Writer writer("stile-sealing-key/v1");
  writer.text("agency", draft.agency).text("key", crypto::base64(key.public_key()));
  return writer.text("valid_from", draft.valid_from).text("valid_until", draft.valid_until).take();
}

std::string text_of(const DirectoryDraft& draft, const std::vector<Hash>& documents,
                    const Hash& areas) {
  Writer writer("stile-directory/v1");
  writer.number("serial", draft.serial);
  writer.text("valid_from", draft.valid_from).text("valid_until", draft.valid_until);
  for (const auto& agency : draft.agencies) {
    writer.message("agency", [&] { write(writer, agency); });
  }
  for (const auto& denied : draft.denied_agencies) {
    writer.message("denied", [&] { writer.text("agency", denied); });
  }
  for (const auto& document : documents) writer.text("document", crypto::hex(document));
  writer.text("areas", crypto::hex(areas)).text("gateway", draft.gateway);
  writer.texts("quorum", draft.quorum);
  return writer.text("log_key", vkey_of(draft.log_key)).take();
}

std::string note_of(std::string text, const SigningDraft& signing) {
  if (signing.edit) signing.edit(text);
  std::string note = signed_by(signing.signers, text);
  if (signing.tamper) signing.tamper(note);
  return note;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  if (at == std::string::npos) {
    std::fprintf(stderr, "nothing to replace: %s\n", std::string(from).c_str());
    std::abort();
  }
  return text.replace(at, from.size(), to);
}

}  // namespace stile::support
