#pragma once

#include <string>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace google::protobuf {
class Message;
}

// Strict reading of protobuf, text and wire (design I3): Protobuf alone keeps unknown fields
// and lets any number stand for an enum.
namespace stile::wire {

// check_strict() walks the whole message: kUnknownField for any field outside the schema,
// kUnknownValue for an enum value that is zero where it was set, or outside the list. The
// detail names the path, never a value.
Status check_strict(const google::protobuf::Message& message);

// parse_strict() parses wire bytes and then applies check_strict(); kMalformed if they do not
// parse, kTooLarge over limits::kMessageBytes.
Status parse_strict(ByteView bytes, google::protobuf::Message& into);

// parse_canonical() adds that serialising gives the same bytes again, else kNotCanonical: two
// encodings of one message could carry what the schema does not show.
Status parse_canonical(ByteView bytes, google::protobuf::Message& into);

// parse_written() is the same, but for codes, which whoever reads them here has to check.
Status parse_written(ByteView bytes, google::protobuf::Message& into);

// parse_text() reads text protobuf and applies check_strict(). Tabs, carriage returns, a
// byte-order mark and other control characters are kMalformed. The detail is
// "file:line:column: what". `first_line` is the number of the text's first line in `file`.
Status parse_text(std::string_view text, std::string_view file, google::protobuf::Message& into,
                  int first_line = 1);

// print_text() writes a message as parse_text() reads it, in UTF-8. Pure.
std::string print_text(const google::protobuf::Message& message);

}  // namespace stile::wire
