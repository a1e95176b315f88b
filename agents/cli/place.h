#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace stile::agent {

// place_of() is "file:line:column" of the first place, outside comments, where `word` stands as a
// whole word in a text; the text's start where it does not. Pure.
std::string place_of(std::string_view word, std::string_view text, std::string_view file);

// placed() is an error about a document's text with its place: kept where the detail has one,
// else found by the field that the detail begins with, as "file: field: what". Pure.
Error placed(const Error& error, std::string_view text, std::string_view file);

}  // namespace stile::agent
