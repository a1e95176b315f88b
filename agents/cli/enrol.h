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
  // "ROLE=VKEY" for somebody who has a key; "ROLE" makes one, to hand over.
  std::vector<std::string> signatories;
  std::filesystem::path areas_table;
  std::filesystem::path column_map;  // forces only
  std::string account;               // whose `stile` may ask everything at first
  std::filesystem::path out;         // new folder
};

// enrol_request() makes a folder from which this agency's agent will run: keys (0400), a TLS key
// and its certificate request, a configuration made of the scheme's card, and `request.note`,
// which its new signing key signs. It prints the card to read out on the telephone: the request's
// fingerprint, and one of the roots. No private key leaves the folder. kConflict when the folder is
// there; a folder that could not be finished stays, to be looked at and removed.
Result<ExitCode> enrol_request(const EnrolOrder& order, Instant now, const crypto::Random& random,
                               Reporter& reporter);

// AcceptOrder is what the scheme's operator was sent, and was told on the telephone.
struct AcceptOrder {
  std::filesystem::path request;
  std::string fingerprint;
  std::filesystem::path out;  // new folder
};

// enrol_accept() writes `agency.textproto`, the fragment for the next directory, and `tls.csr` for
// certs/issue, when the request has that fingerprint (else kWrongPeer: somebody else's, or
// altered), is signed by the key that it names, and asks for an ECDSA P-256 certificate. It changes
// no directory.
Result<ExitCode> enrol_accept(const AcceptOrder& order, Reporter& reporter);

}  // namespace stile::agent
