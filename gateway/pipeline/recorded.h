#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "gateway/pipeline/acknowledged.h"
#include "gateway/pipeline/asked.h"
#include "gateway/pipeline/challenged.h"
#include "gateway/pipeline/held.h"
#include "gateway/pipeline/identity_asked.h"
#include "gateway/pipeline/pseudonymised.h"

namespace stile::gateway {

class Recorder;

// Recorded (stage 5): the leaf and the sealed parcel are durable, under a signed checkpoint of
// `tree_size` that is also in the second place. Only the Recorder makes one.
class Recorded {
 public:
  Recorded(Recorded&&) = default;
  Recorded& operator=(Recorded&&) = default;
  std::uint64_t number() const { return number_; }
  std::uint64_t leaf_index() const { return leaf_index_; }
  std::uint64_t tree_size() const { return tree_size_; }
  std::uint64_t rows() const { return rows_; }
  // fresh() is false when the same number with the same bytes had been recorded before.
  bool fresh() const { return fresh_; }

 private:
  friend class Recorder;
  Recorded(const Taken& taken, std::uint64_t rows, bool fresh)
      : number_(taken.number),
        leaf_index_(taken.leaf_index),
        tree_size_(taken.tree_size),
        rows_(rows),
        fresh_(fresh) {}
  std::uint64_t number_;
  std::uint64_t leaf_index_;
  std::uint64_t tree_size_;
  std::uint64_t rows_;
  bool fresh_;
};

// RecordedRefusal: the refusal's leaf is durable (or counted, when they flood), so it may be
// answered.
class RecordedRefusal {
 public:
  RecordedRefusal(RecordedRefusal&&) = default;
  RecordedRefusal& operator=(RecordedRefusal&&) = default;
  const Refusal& refusal() const { return refusal_; }
  std::uint64_t last_number() const { return last_number_; }

 private:
  friend class Recorder;
  RecordedRefusal(Refusal refusal, std::uint64_t last_number)
      : refusal_(std::move(refusal)), last_number_(last_number) {}
  Refusal refusal_;
  std::uint64_t last_number_;
};

// RecordedQuestion: the question's leaf is durable and the question waits for the source that it
// asks. Only the Recorder makes one.
class RecordedQuestion {
 public:
  RecordedQuestion(RecordedQuestion&&) = default;
  RecordedQuestion& operator=(RecordedQuestion&&) = default;
  std::uint64_t leaf_index() const { return leaf_index_; }
  std::uint64_t tree_size() const { return tree_size_; }
  const std::string& source() const { return source_; }
  // fresh() is false when the same question had been recorded before.
  bool fresh() const { return fresh_; }

 private:
  friend class Recorder;
  RecordedQuestion(const TakenQuestion& taken, std::string source, bool fresh)
      : leaf_index_(taken.leaf_index),
        tree_size_(taken.tree_size),
        source_(std::move(source)),
        fresh_(fresh) {}
  std::uint64_t leaf_index_;
  std::uint64_t tree_size_;
  std::string source_;
  bool fresh_;
};

// Delivered (stage 6): the recipient's signed word is recorded and waits for the source; with
// "stored" the parcel is destroyed.
class Delivered {
 public:
  Delivered(Delivered&&) = default;
  Delivered& operator=(Delivered&&) = default;
  std::uint64_t parcel() const { return parcel_; }
  const std::string& source() const { return source_; }
  record::DisclosureState state() const { return state_; }

 private:
  friend class Recorder;
  explicit Delivered(const Acknowledged& word)
      : parcel_(word.parcel()), source_(word.what().from.text()), state_(word.what().state) {}
  std::uint64_t parcel_;
  std::string source_;
  record::DisclosureState state_;
};

// WordPassed: the recipient's signed challenge, or request for an identity, is recorded and waits
// for the source.
class WordPassed {
 public:
  WordPassed(WordPassed&&) = default;
  WordPassed& operator=(WordPassed&&) = default;
  const std::string& source() const { return source_; }

 private:
  friend class Recorder;
  explicit WordPassed(const Given& about) : source_(about.source) {}
  std::string source_;
};

// NoteTaken: an agency has a note for good, or may not have the question any more; it is deleted,
// without a leaf of its own.
struct NoteTaken {
  std::uint64_t note = 0;
};

// Event is something the gateway itself records: a start, a change of documents, a parcel that
// a recipient rejected.
struct Event {
  ledger::Leaf leaf;
};

using Entry = std::variant<Pseudonymised, Refusal, Acknowledged, Held, NoteTaken, Event, Challenged,
                           IdentityAsked, Asked>;
using Outcome = std::variant<Recorded, RecordedRefusal, Delivered, Held, NoteTaken, Event,
                             WordPassed, RecordedQuestion>;

}  // namespace stile::gateway
