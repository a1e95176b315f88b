#pragma once

#include "gateway/pipeline/authorised.h"

namespace stile::gateway {

// Minimised (stage 3): every row holds exactly the granted fields at the granted precision.
// Nothing was cut here: an excess is a refusal, because a gateway that cuts silently hides a
// source that sends too much.
class Minimised {
 public:
  Minimised(Minimised&&) = default;
  Minimised& operator=(Minimised&&) = default;

  const Authorised& authorised() const { return authorised_; }

 private:
  friend Verdict<Minimised> minimise(Authorised authorised);
  explicit Minimised(Authorised authorised) : authorised_(std::move(authorised)) {}
  Authorised authorised_;
};

// minimise() refuses with the first fault's reason and names every bad row and its field.
Verdict<Minimised> minimise(Authorised authorised);

}  // namespace stile::gateway
