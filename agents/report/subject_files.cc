#include "agents/report/subject_files.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "core/crypto/encoding.h"
#include "core/ledger/proof.h"
#include "core/wire/field_texts.h"

namespace stile::agent {
namespace {

// What the account says of a leaf, in its own words.
constexpr std::array<std::string_view, 8> kOfLeaf = {"time",   "from",    "to",       "agreement",
                                                     "clause", "purpose", "occasion", "reason"};

// Files stand in the order of the ledger, and of a consignment's rows.
std::string numbered(std::uint64_t number, std::size_t digits) {
  std::string text = std::to_string(number);
  return text.insert(0, digits - std::min(digits, text.size()), '0');
}

std::string_view value_in(std::string_view leaf, std::string_view key) {
  const std::string start = "\n" + std::string(key) + " ";
  const std::size_t at = leaf.find(start);
  if (at == leaf.npos) return {};
  const std::string_view rest = leaf.substr(at + start.size());
  return rest.substr(0, rest.find('\n'));
}

// An event's token without its day, on which it does not depend.
std::string event_of(const record::Row& row) {
  constexpr std::size_t kDayBytes = 2;
  return crypto::hex(ByteView(view(row.event_token)).substr(kDayBytes));
}

Result<std::string> account_line(std::uint64_t index, const ProvenConsignment& kept) {
  const OpenedRow& opened = *kept.opened;
  std::string line = "leaf=" + std::to_string(index);
  for (const auto key : kOfLeaf) {
    line.append(" ").append(key).append("=").append(value_in(kept.leaf, key));
  }
  STILE_TRY(const std::string fields, wire::field_texts(opened.row.fields));
  return line + " said=" + std::string(value_in(kept.statement, "occasion")) +
         " row=" + std::to_string(opened.place + 1) + " event=" + event_of(opened.row) +
         " revision=" + std::to_string(opened.row.revision) +
         " identity=" + (opened.row.sealed_identity.empty() ? "none" : "sealed") + " " + fields +
         "\n";
}

}  // namespace

Result<std::vector<ProofFile>> subject_files(const SubjectProof& proof, const ledger::Log& log) {
  std::vector<ProofFile> files;
  std::set<std::pair<std::string, std::string>> lines;  // by row: its file's name
  std::set<std::uint64_t> leaves;
  for (const ProvenConsignment& kept : proof.rows) {
    STILE_CHECKED(check_proven(kept, log));
    STILE_TRY(const auto receipt, ledger::parse_receipt(kept.receipt));
    const std::string leaf = numbered(receipt.index, 10);
    const std::string row = leaf + "-" + numbered(kept.opened->place + 1, 5);
    STILE_TRY(auto line, account_line(receipt.index, kept));
    lines.emplace(row, std::move(line));
    files.push_back({"row-" + row + ".bin", row_input(kept.opened->row)});
    if (!leaves.insert(receipt.index).second) continue;
    files.push_back({"leaf-" + leaf + ".txt", kept.leaf});
    files.push_back({"leaf-" + leaf + ".tlog-proof", kept.receipt});
    files.push_back({"statement-" + leaf + ".txt", kept.statement});
    files.push_back({"row-list-" + leaf + ".bin", row_list_input(kept.row_hashes)});
    files.push_back({"salt-" + leaf + ".hex", crypto::hex(kept.salt) + "\n"});
  }
  std::string account;
  for (const auto& [row, line] : lines) account += line;
  files.push_back({"account.txt", account});
  files.push_back({"words.txt", proof.words});
  files.push_back({"words.html", proof.page});
  files.push_back({"log.vkey", log_keys(log)});
  files.push_back({"verify.go", Bytes(proof_program())});
  files.push_back({"account.go", account_program()});
  files.push_back({"README.txt", Bytes(subject_readme())});
  return files;
}

}  // namespace stile::agent
