#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>

#include "core/crypto/digest.h"
#include "core/crypto/note.h"
#include "core/ledger/checkpoint.h"
#include "core/ledger/leaf.h"
#include "core/ledger/merkle.h"
#include "core/ledger/proof.h"
#include "core/record/acknowledgement.h"
#include "core/record/challenge.h"
#include "core/record/identity.h"
#include "core/record/question.h"
#include "core/record/statement.h"
#include "core/record/treated.h"
#include "core/wire/consignment_codec.h"
#include "core/wire/row_codec.h"
#include "tests/fuzz/exports.h"
#include "tests/support/keys.h"
#include "tests/support/scheme.h"
#include "tests/support/source_hand.h"

// Writes the seeds of every fuzzer into a folder of its name below the one given: one good
// example of each thing it reads, made by the code that makes the real ones.
namespace stile::fuzz {
namespace {

class Seeds {
 public:
  explicit Seeds(std::filesystem::path below) : below_(std::move(below)) {}

  void add(const std::string& fuzzer, const std::string& name, ByteView bytes) {
    const auto folder = below_ / fuzzer;
    std::filesystem::create_directories(folder);
    std::ofstream file(folder / ("seed-" + name), std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    good_ = good_ && file.good();
  }
  bool good() const { return good_; }

 private:
  std::filesystem::path below_;
  bool good_ = true;
};

constexpr char kHours[] =
    "duty { bank_holiday: \"2026-12-25\"\n"
    "  period { day: FRIDAY day: BANK_HOLIDAY from: \"22:00\" to: \"06:00\"\n"
    "    contact: \"duty-manager\" contact: \"duty-desk\" }\n";

void add_documents(const support::Scheme& scheme, Seeds& seeds) {
  for (const auto& document : scheme.notes()) {
    seeds.add("document_fuzzer", document.file, document.note);
    seeds.add("document_fuzzer", document.file + "-text", crypto::parse_note(document.note)->text);
  }
  seeds.add("document_fuzzer", "areas", scheme.areas);
  seeds.add("note_fuzzer", "one", support::signed_by({"a"}, "text\n"));
  seeds.add("note_fuzzer", "two", support::signed_by({"a", "b"}, "text\n\nand more, t\u0175r\n"));
}

void add_consignment(const support::Scheme& scheme, Seeds& seeds) {
  const auto what = support::disclosure_to(support::kOfsted, scheme.agreement_hash());
  const support::SourceHand hand(scheme.document_set(), what);
  const std::array records{support::call_out(support::kHome, "2026-10-10T20:15Z"),
                           support::call_out(support::kSmallHome, "2026-10-25T00:30Z")};
  const auto consignment = hand.consign(records);
  wire::Parcel parcel{consignment.statement, consignment.salt, {}};
  for (const auto& row : consignment.rows) parcel.rows.push_back({row.row, row.subject_token});
  seeds.add("consignment_fuzzer", "consignment", wire::encode_consignment(consignment));
  seeds.add("consignment_fuzzer", "parcel", wire::encode_parcel(parcel));
  seeds.add("row_fuzzer", "fields", consignment.rows.front().row.fields);
  seeds.add("row_fuzzer", "envelope", consignment.rows.front().envelope);
  record::Treated declined;
  declined.type = record::RecordType::kReturnManifest;
  declined.revision = 1;
  declined.collections = {record::empty_collection(record::RecordType::kCallOut)};
  declined.declined = record::Declined::kExpired;
  seeds.add("row_fuzzer", "declined", wire::encode_fields(declined));
  const auto statement = crypto::parse_note(consignment.statement)->text;
  seeds.add("statement_fuzzer", "statement", statement);
  record::Acknowledgement word{record::consignment_digest(statement), what.from, what.to, 1,
                               support::kNow};
  seeds.add("statement_fuzzer", "acknowledgement", record::acknowledgement_text(word));
  word.state = record::DisclosureState::kClosed;
  word.actor = record::consignment_digest("actor");
  seeds.add("statement_fuzzer", "return", record::acknowledgement_text(word));
  const record::Challenge challenge{word.consignment,
                                    what.from,
                                    what.to,
                                    1,
                                    record::row_hash(consignment.rows.front().row),
                                    *word.actor,
                                    Bytes(record::kSealedDoubtBytes, 'x'),
                                    support::kNow};
  seeds.add("statement_fuzzer", "challenge", record::challenge_text(challenge));
  seeds.add("statement_fuzzer", "question",
            record::question_text({{7},
                                   what.to,
                                   what.from,
                                   what.agreement,
                                   support::home(support::kHome),
                                   to_day({2025, 10, 1}),
                                   to_day({2026, 10, 31}),
                                   record::Inspection::kInterim,
                                   "INS-1001",
                                   record::consignment_digest("actor"),
                                   support::kNow}));
}

void add_identity(Seeds& seeds) {
  const record::IdentityBinding binding{
      crypto::sha256("row"), {}, crypto::sha256("agreement"), support::agency(support::kOfsted)};
  const record::Identity whole{"Tywyll-\u0174ynne",
                               "Zz\u00e9 O'Invented",
                               "Q.",
                               to_day({2012, 5, 7}),
                               "TS/1021",
                               "PAC-7",
                               "E9"};
  seeds.add("identity_fuzzer", "whole", record::identity_text({whole, binding}));
  seeds.add("identity_fuzzer", "reference",
            record::identity_text({{.police_reference = "1"}, binding}));
}

void add_ledger(Seeds& seeds) {
  ledger::Leaf leaf;
  leaf.op = ledger::Op::kDisclosure;
  leaf.time = support::kNow;
  leaf.from = support::kTestshire;
  leaf.to = support::kOfsted;
  leaf.agreement = crypto::sha256("agreement");
  leaf.counter = 1;
  leaf.fields = {"home", "time"};
  leaf.decision = "admitted";
  leaf.build = "0.1.0";
  const auto leaf_text = ledger::leaf_text(leaf).value();
  const auto leaf_hash = ledger::leaf_hash(leaf_text);
  const auto checkpoint = ledger::checkpoint_text({support::kLog, 1, leaf_hash});
  const ledger::Receipt receipt{0, {leaf_hash}, support::signed_by({support::kLog}, checkpoint)};
  seeds.add("ledger_fuzzer", "leaf", leaf_text);
  seeds.add("ledger_fuzzer", "checkpoint", checkpoint);
  seeds.add("ledger_fuzzer", "receipt", ledger::receipt_text(receipt));
}

int run(std::span<char*> arguments) {
  if (arguments.size() != 2) {
    std::fputs("write_seeds FOLDER\n", stderr);
    return 2;
  }
  Seeds seeds(arguments[1]);
  support::Scheme scheme;
  scheme.agency(support::kTestshire).duty = support::replaced(support::kDutyDesk, "duty {", kHours);
  add_documents(scheme, seeds);
  add_consignment(scheme, seeds);
  add_identity(seeds);
  add_ledger(seeds);
  seeds.add("export_fuzzer", "export", kExport);
  seeds.add("export_fuzzer", "column-map", kColumnMap);
  return seeds.good() ? 0 : 4;
}

}  // namespace
}  // namespace stile::fuzz

int main(int count, char** arguments) {
  return stile::fuzz::run({arguments, static_cast<std::size_t>(count)});
}
