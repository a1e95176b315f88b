#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "agents/report/reporter.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/crypto/random.h"

namespace stile::agent {

// EnrolOrder is what an agency says of itself when it joins.
struct EnrolOrder {
  std::filesystem::path scheme;       // the scheme's card (config.proto, SchemeCard)
  std::string kind;                   // "force", "regulator", …
  std::string code;                   // as it will stand in its identity
  std::string name;                   // for people
  std::vector<std::string> areas;     // ONS codes
  std::string regulates;              // OFSTED or CIW; regulators only
  std::vector<std::string> contacts;  // "CODE,MAILBOX,TELEPHONE"
  // Text protobuf of a DutyCalendar. Empty: an authority's or a YJS's contacts, in order, at any
  // hour; other agencies have none.
  std::filesystem::path duty;
  std::string control_room;  // a contact's code; may be empty
  // "ROLE=VKEY" for somebody who has a key; "ROLE" makes one, to hand over.
  std::vector<std::string> signatories;
  // vkeys of its data officers, to whom alone is sealed what recipients decide.
  std::vector<std::string> data_officers = {};
  std::filesystem::path areas_table;
  std::filesystem::path column_map;  // forces only; its gazetteer lies beside it
  std::string account;               // whose `stile` may ask everything at first
  std::filesystem::path out;         // new folder
};

// enrol_request() makes a folder from which this agency's agent will run: keys (0400), a TLS key
// and its certificate request, a configuration made of the scheme's card, and `request.note`,
// which its new signing key signs; a force's column map and the gazetteer that this names are
// copied. What the directory or the map's reader would refuse is refused before a key is made. It
// prints the card to read out on the telephone: the request's fingerprint, and one of the roots. No
// private key leaves the folder. kConflict when the folder is there; a folder that could not be
// finished stays, to be looked at and removed.
Result<ExitCode> enrol_request(const EnrolOrder& order, Instant now, const crypto::Random& random,
                               Reporter& reporter);

// AcceptOrder is what the scheme's operator was sent, and was told on the telephone.
struct AcceptOrder {
  std::filesystem::path request;
  std::string fingerprint;
  std::filesystem::path scheme;     // the scheme's card
  std::filesystem::path directory;  // the one in force
  std::filesystem::path out;        // new folder
};

// enrol_accept() writes `agency.textproto`, the agency's entry; `directory.text`, the next
// directory with it, for the roots to sign; and `tls.csr` for certs/issue. The request must have
// that fingerprint (else kWrongPeer: somebody else's, or altered), be signed by the key that it
// names, ask for an ECDSA P-256 certificate, and be for an agency of this scheme (kWrongPeer) that
// the directory has not (kConflict). The directory must be one that the card's roots signed.
// Nothing is written otherwise.
Result<ExitCode> enrol_accept(const AcceptOrder& order, Instant now, Reporter& reporter);

}  // namespace stile::agent
