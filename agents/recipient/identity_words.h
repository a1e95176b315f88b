#pragma once

#include <string>
#include <string_view>

#include "agents/report/labels.h"
#include "core/record/identity.h"

// What people read of who a child is. Pure.
namespace stile::agent {

// LabelledPage is what is said of one thing: a label and a value each line, of those that have one.
// It may name a child: its end wipes it.
class LabelledPage {
 public:
  explicit LabelledPage(Language language) : language_(language) {}
  ~LabelledPage();
  LabelledPage(const LabelledPage&) = delete;
  LabelledPage& operator=(const LabelledPage&) = delete;

  void add(const Label& title, std::string_view value);
  const std::string& text() const { return text_; }

 private:
  Language language_;
  std::string text_;
};

// add_identity() adds all that is known of it; identity_json() is the same for programs, and the
// caller wipes it.
void add_identity(const record::Identity& identity, LabelledPage& page);
std::string identity_json(const record::Identity& identity);

}  // namespace stile::agent
