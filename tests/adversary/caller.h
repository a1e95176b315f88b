#pragma once

#include <grpcpp/channel.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/crypto/note_key.h"
#include "core/wire/consignment_codec.h"
#include "stile/v1/exchange.pb.h"
#include "stile/v1/ledger.pb.h"
#include "stile/v1/link.pb.h"

namespace stile::test {

// Heard is all that a call gave its caller, in order and as text: each message whole, then the
// status (code, text, details) and the metadata before and after. Left out is only what
// SECURITY.md says to come from the ledger as a whole: where a leaf stands and in how large a tree,
// with the hashes and the checkpoint that prove it, which are verified instead, and the leaf's
// random nonce; and by which of the caller's own words an answer names it. A sealed parcel is
// opened, with the key of the agency that the caller is, and a pseudonym in it is only there or
// not: its key is the gateway's own and random.
using Heard = std::vector<std::string>;

// Caller calls the gateway as an agency's program could, with whatever it likes, and writes down
// all that it hears. A call that takes a minute has failed. One thread.
class Caller {
 public:
  explicit Caller(std::shared_ptr<grpc::Channel> channel, std::string agency = {})
      : channel_(std::move(channel)), agency_(std::move(agency)) {}

  // submit() sends these on one stream, after its beginning; `interactive` is whether that says to
  // be the stream for notifications.
  Heard submit(const std::vector<v1::SubmitRequest>& requests, std::uint64_t verified_size = 0,
               bool interactive = false);
  Heard submit(const std::vector<wire::Consignment>& consignments);
  Heard submit(const wire::Consignment& consignment) {
    return submit(std::vector<wire::Consignment>{consignment});
  }

  // attach() says hello, waits for so many notes and answers each, and for so many parcels and
  // questions, says `more`, and ends its side.
  Heard attach(const v1::Hello& hello, std::size_t notes = 0,
               const std::vector<v1::AttachUp>& more = {}, std::size_t given = 0);

  // ask() asks by a signed question.
  Heard ask(const std::string& question);

  Heard leaves(std::uint64_t from_index = 0, std::uint32_t most = 1000);
  Heard checkpoint();
  Heard inclusion(std::uint64_t index, std::uint64_t size);
  Heard consistency(std::uint64_t old_size, std::uint64_t new_size);
  Heard tile(std::uint32_t level, std::uint64_t index, std::uint32_t width);
  Heard sync(const std::vector<Hash>& held = {});
  // unary() calls any method with these bytes.
  Heard unary(const std::string& method, const std::string& request = {});

 private:
  const std::shared_ptr<grpc::Channel> channel_;
  const std::string agency_;
};

// hello() is what an agent that knows the scheme's directory and nothing else begins with.
v1::Hello hello();
v1::AttachUp parcel_stored(std::uint64_t parcel, const std::string& acknowledgement = "stored");
v1::AttachUp parcel_rejected(std::uint64_t parcel);
v1::AttachUp note_stored(std::uint64_t note);
v1::AttachUp word(const std::string& note);
v1::SubmitRequest request_of(const wire::Consignment& consignment);

}  // namespace stile::test
