// What an outsider is told: words and commands.
#include <tuple>

#include "agents/report/proof_files.h"

namespace stile::agent {
namespace {

constexpr std::string_view kLedger =
    R"README(A consignment of records, and what proves that it was disclosed as leaf.txt says.

Nothing here has to be believed, and no program of Stile is needed: every command below is one of
Debian 12's packages openssl, golang-go and golang-golang-x-mod-dev, or of any other system's. Run
them in this folder; each ends with an error where something is not as it should be.

1. The ledger holds leaf.txt. verify.go checks that log.vkey signed the checkpoint at the end of
   leaf.tlog-proof (C2SP signed-note, tlog-checkpoint and tlog-proof) and that the hash of leaf.txt
   leads to its root (RFC 6962). Compare log.vkey with the one that the gateway has published, and
   the checkpoint with the one that any other agency has of that size.

    GO111MODULE=off GOPATH=/usr/share/gocode go run verify.go

2. leaf.txt says who disclosed to whom, when, under which agreement (the SHA-256 of its text),
   clause and purpose, which fields, and how many rows, but not which. Its commit-rows is
   HMAC-SHA-256, by the salt in salt.hex, of the hash of row-list.bin: a line of text, then the
   SHA-256 of each row in order, 32 bytes each.

    openssl dgst -sha256 -binary -out row-list.sha256 row-list.bin
    printf 'stile-commit/v1\nrows\n' | cat - row-list.sha256 > commitment.bin
    openssl dgst -sha256 -mac HMAC -macopt hexkey:"$(cat salt.hex)" -r commitment.bin | cut -c 1-64 > commitment.hex
    grep -x "commit-rows $(cat commitment.hex)" leaf.txt || { echo "NOT PROVEN: leaf.txt commits to other rows"; false; }
)README";

constexpr std::string_view kNoRow = R"README(
No row is opened here. A row's hash tells nothing of it: each has a random salt of its own.
)README";

constexpr std::string_view kExport =
    R"README(The leaves by which an agency's consignments stand in the ledger, each with its proof.

Nothing here has to be believed, and no program of Stile is needed: the command below is of Debian
12's packages golang-go and golang-golang-x-mod-dev, or of any other system's. Run it in this folder;
it ends with an error where something is not as it should be.

Each leaf-N.txt says who disclosed to whom, when, under which agreement (the SHA-256 of its text),
clause and purpose, which fields, and how many rows, or what became of a consignment. verify.go checks
of each that log.vkey signed the checkpoint at the end of leaf-N.tlog-proof (C2SP signed-note,
tlog-checkpoint and tlog-proof) and that the hash of the leaf leads to its root (RFC 6962). Compare
log.vkey with the one that the gateway has published, and checkpoints with those that any other agency
has of that size. A line tells of whatever is proven, and "NOT PROVEN" of what is not, which ends it.
Further keys in log.vkey are of ledgers that were closed, as the directory says: their leaves stand in
the one that succeeded them, which names each. "LOST" tells of a leaf that was lost when its ledger was,
and the tree says so in its place; one that is not there for another reason is not proven.

checkpoint and the files under tile/ are the whole tree of the ledger as this agency has seen it last
(C2SP tlog-tiles): the hash of every leaf, its own and everybody's, which tells nothing. verify.go
checks that log.vkey signed the checkpoint over exactly this tree, and that each checkpoint by which a
leaf is proven is an earlier state of it: one history, from which nothing was taken out. Where they are
missing, because the gateway did not give them, it says so. cosigned is the last checkpoint that a
quorum of witnesses cosigned (C2SP tlog-cosignature); policy says who they are, and how many it takes
(C2SP tlog-policy).

agreement-HASH.note is the agreement of that SHA-256 as its signatories signed it; directory.note says
whose keys these are, and at least two of the keys in roots.vkey signed that. Compare roots.vkey with
the keys of the scheme, which every agency has. verify.go says who signed each; who has to stands in
the agreement's parties and the directory. An agreement that is in force no more is not here.

consignments.csv is the agency's own list. What it says of time, parties, agreement, clause, purpose, rows
and decision stands in the leaf that it names, and so do the kind of its occasion and every field that the
leaf allows; verify.go holds each line against its leaf in these. Its number, type, month and reason, which
fields its rows had of those, and how far each came, are the agency's word, and so is every line without a
leaf. The agreement's name is held against the agreement where that is here. That no leaf was left out together with its line, only counters tell: of one agreement, each leaf's is the
one before it and one more, where the export was of all times and of all that left or came.

    GO111MODULE=off GOPATH=/usr/share/gocode go run verify.go

No row is in here: `stile audit prove` proves one. Answers to enquiries are not in here until 90 days
have passed, whether there are any or not.
)README";

constexpr std::string_view kRow = R"README(
3. Row {row} is opened: row.bin is what its hash is of. Whoever reads this folder reads what the row
   says: treat it as personal data. Who the child is stays sealed to the recipient.

    openssl dgst -sha256 -binary -out row.sha256 row.bin
    tail -c +{place} row-list.bin | head -c 32 | cmp - row.sha256

4. row.bin is a line of text, the row's salt (16 bytes), the event's token (16) and the revision (8),
   then fields and sealed identity, each behind its length (4). The fields are a protobuf message,
   which protoc (package protobuf-compiler) shows by number; proto/stile/v1/record.proto, message
   RecordFields, has their names.

    tail -c +{fields} row.bin | head -c {length} | protoc --decode_raw
)README";

// Where the hashes begin in row-list.bin, and the fields in row.bin, both counted from 0.
constexpr std::size_t kHashes = std::string_view("stile-rows/v1\n").size();
constexpr std::size_t kFields =
    std::string_view("stile-row/v1\n").size() + 2 * std::tuple_size_v<Token> + 8 + 4;

void fill(std::string& text, std::string_view place, std::size_t number) {
  text.replace(text.find(place), place.size(), std::to_string(number));
}

std::string row_part(const OpenedRow& opened) {
  std::string text(kRow);
  fill(text, "{row}", opened.place + 1);
  fill(text, "{place}", kHashes + sizeof(Hash) * opened.place + 1);
  fill(text, "{fields}", kFields + 1);
  fill(text, "{length}", opened.row.fields.size());
  return text;
}

}  // namespace

std::string proof_readme(const ProvenConsignment& kept) {
  return std::string(kLedger) + (kept.opened ? row_part(*kept.opened) : std::string(kNoRow));
}

std::string_view export_readme() { return kExport; }

}  // namespace stile::agent
