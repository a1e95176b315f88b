#pragma once

#include <cstddef>
#include <cstdint>

// Every bound of the system in one place. A value over its bound is kTooLarge.
namespace stile::limits {

// A consignment has up to kConsignmentRows where the gateway says so (Welcome), and up to
// kConsignmentRowsUnsaid where it does not, or where they say who a child is: sealed identities are
// long, and all goes in one message.
inline constexpr std::size_t kConsignmentRows = 512;
inline constexpr std::size_t kConsignmentRowsUnsaid = 256;
inline constexpr std::size_t kRowFieldsBytes = 512;
inline constexpr std::size_t kSealedIdentityBytes = 2096;  // of every one: all are as long
inline constexpr std::size_t kStatementBytes = 2048;
inline constexpr std::size_t kQuestionNoteBytes = 2 * kStatementBytes;  // in every consignment
inline constexpr std::size_t kChallengeBytes = 16 * 1024;  // boxes for 24 data officers
inline constexpr std::size_t kIdentityRequestNoteBytes = kChallengeBytes + 4096;  // with signatures
inline constexpr std::size_t kClauseNameBytes = 48;
inline constexpr std::size_t kLeafBytes = 4096;
inline constexpr std::size_t kMessageBytes = 1024 * 1024;
inline constexpr std::size_t kDocumentBytes = 8 * 1024 * 1024;
inline constexpr std::size_t kNoteSignatures = 32;
inline constexpr std::size_t kProofHashes = 63;
inline constexpr std::size_t kLeavesPerCommit = 64;
inline constexpr std::size_t kMetadataBytes = 8 * 1024;

// What one Sync hands out: the directory and both lists of homes at their longest, agreements of
// 500 agencies with the caller in several versions and with their statuses, and sealing keys.
inline constexpr std::size_t kSyncNotes = 4096;
inline constexpr std::size_t kSyncBytes = 64 * 1024 * 1024;

// Refusals of one peer and reason in one minute that get a leaf each; those after it are
// counted and become one leaf together.
inline constexpr std::uint32_t kRefusalLeavesPerMinute = 20;

// One agency's duty calendar: a week cut as finely as anybody works, bank holidays of several
// years.
inline constexpr std::size_t kDutyPeriods = 64;
inline constexpr std::size_t kBankHolidays = 128;

// A CSV row and cell, and a local reference at the force.
inline constexpr std::size_t kCsvRowBytes = 1024 * 1024;
inline constexpr std::size_t kCsvCells = 512;
inline constexpr std::size_t kReferenceBytes = 64;

}  // namespace stile::limits
