#pragma once

#include <cstddef>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace stile::agent {

// WordSource keeps what a recipient's people say of notifications after "stored", signed
// (record::Acknowledgement), until the gateway has it for good. It is called by one thread, while
// others add words; who adds one then calls Attachment::wake(). After a connection was lost, and
// after a restart, what is untaken is said again: the gateway takes a word twice for once.
class WordSource {
 public:
  virtual ~WordSource() = default;
  // untaken() are the signed notes that were neither taken nor refused, the oldest of them, in the
  // order in which they were added.
  virtual Result<std::vector<Bytes>> untaken(std::size_t most) = 0;
  // taken() makes durable that the gateway has the word with this SHA-256 of its note.
  virtual Status taken(const Hash& digest) = 0;
  // refused() makes durable that the gateway never takes it, and why; the recipient has to be told.
  // An error of either ends the attachment, and the word is said again.
  virtual Status refused(const Hash& digest, Reason reason) = 0;
};

}  // namespace stile::agent
