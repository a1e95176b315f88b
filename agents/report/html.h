#pragma once

#include <string>
#include <string_view>

#include "agents/report/labels.h"

namespace stile::agent {

// html_text() is a text as it stands in HTML, between tags and between quotation marks: nothing in
// it begins or ends a tag, an attribute or a character reference. Pure.
std::string html_text(std::string_view text);

// html_element() is one element around what is HTML already. `attributes` are constants or made by
// html_attribute(). Pure.
std::string html_element(std::string_view tag, std::string_view attributes, std::string_view inner);

// html_attribute() is ` name="value"`, the value a text. Pure.
std::string html_attribute(std::string_view name, std::string_view value);

// html_scrolled() is a table that may be wider than a phone; who has no mouse reaches it by the tab
// key. The page's style sheet has the class `scroll`. Pure.
std::string html_scrolled(std::string_view caption, std::string_view table);

// html_page() is a whole page with that title, style sheet and body, which is HTML already. A
// browser runs no script in it, and asks no other file or host for anything. Pure.
std::string html_page(std::string_view title, Language language, std::string_view style,
                      std::string_view body);

}  // namespace stile::agent
