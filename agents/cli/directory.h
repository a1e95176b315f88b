#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "agents/report/reporter.h"
#include "core/agreement/directory.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"

namespace stile::agent {

// DirectoryOrder says what the next directory has that the previous one has not.
struct DirectoryOrder {
  std::filesystem::path previous;                // a note; empty: the first directory
  std::vector<std::filesystem::path> agencies;   // fragments; an agency takes its namesake's place
  std::vector<std::string> leaving;              // SPIFFE identities
  std::vector<std::filesystem::path> documents;  // notes to list
  std::vector<std::string> dropped;              // notes, or their hashes, to list no longer
  std::vector<std::string> denied;               // SPIFFE identities or certificate serials
  std::vector<std::string> quorum = {};          // SPIFFE identities; empty: as it was
  std::filesystem::path areas;           // the table; may be empty where there is a previous
  std::string gateway;                   // SPIFFE identity; likewise
  std::string log_key;                   // vkey of the ledger; likewise
  std::filesystem::path close_log = {};  // checkpoint of the previous ledger: it is closed at that
  std::uint64_t log_kept = 0;            // its first leaves, so many, are there still
  int days = 14;                         // how long it is valid
  std::filesystem::path out;             // new file for the text
};

// directory_make() writes the text of the next directory, unsigned: the previous one's with the
// changes ordered, the next serial, and valid from `now`. It writes nothing that
// agreement::check() refuses, nor when what is to be dropped or to leave is not there. A previous
// directory's signatures are not asked here; `directory check` does.
Result<ExitCode> directory_make(const DirectoryOrder& order, Instant now, Reporter& reporter);

// directory_check() says what a directory, signed or not, changes of the previous one (whose file
// may be empty) and what its signing will take: kFaults when it skips a serial or cannot be; of a
// signed one, kRefused unless the roots (three vkeys) signed it as they must.
Result<ExitCode> directory_check(const std::filesystem::path& file,
                                 const std::filesystem::path& previous,
                                 const std::vector<std::string>& roots, Reporter& reporter);

// say_duty_changes() says which contacts, control room and duty calendar an agency has that it had
// not before; of one that joins (`before` is null) the calendar alone.
void say_duty_changes(const agreement::Agency* before, const agreement::Agency& after,
                      Reporter& reporter);

// DutyOrder asks who of an agency is on duty.
struct DutyOrder {
  std::filesystem::path directory;  // signed or not; nobody asks here by whom
  std::string agency;               // "authority/E10000011", or the SPIFFE identity
  std::string at;                   // local "2026-12-25T02:00", or UTC with a Z; empty: now
};

// directory_duty() says who is first and second, who deputises, with mailbox and role telephone,
// and where the control room is, if one is marked. kFaults when nobody is there to tell;
// kNotFound for an agency that is not in the directory on that day; else as agreement::check()
// refuses the directory.
Result<ExitCode> directory_duty(const DutyOrder& order, Instant now, Reporter& reporter);

}  // namespace stile::agent
