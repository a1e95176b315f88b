#include "core/wire/strict.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/tokenizer.h>
#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>

#include <array>
#include <unordered_map>
#include <vector>

#include "core/base/limits.h"

namespace stile::wire {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Checked is a field that can hold what its schema does not show: a message, or a code with
// the values that it may have.
struct Checked {
  const FieldDescriptor* field;
  std::vector<bool> values;  // by number, false for 0; empty for a message
};

std::vector<bool> values_of(const EnumDescriptor& type) {
  std::vector<bool> values;
  for (int i = 0; i < type.value_count(); ++i) {
    const auto number = static_cast<std::size_t>(type.value(i)->number());
    if (number >= values.size()) values.resize(number + 1);
    values[number] = number != 0;
  }
  return values;
}

// checked_fields() are found once a thread: every row of every consignment comes through here.
const std::vector<Checked>& checked_fields(const Descriptor& type) {
  thread_local std::unordered_map<const Descriptor*, std::vector<Checked>> known;
  const auto [found, is_new] = known.try_emplace(&type);
  if (!is_new) return found->second;
  for (int i = 0; i < type.field_count(); ++i) {
    const auto& field = *type.field(i);
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      found->second.push_back({&field, values_of(*field.enum_type())});
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      found->second.push_back({&field, {}});
    }
  }
  return found->second;
}

Status check_code(const Checked& code, int value) {
  const auto number = static_cast<std::size_t>(value);
  if (number < code.values.size() && code.values[number]) return ok();
  return Error{Reason::kUnknownValue, code.field->full_name() + ": no such value"};
}

// A code that is not there reads as 0; whether a 0 was set is asked last, because it costs as
// much again.
Status check_one(const Message& message, const Reflection& reflection, const Checked& checked) {
  const auto* field = checked.field;
  if (checked.values.empty()) {
    if (!reflection.HasField(message, field)) return ok();
    return check_strict(reflection.GetMessage(message, field));
  }
  const int value = reflection.GetEnumValue(message, field);
  if (value == 0 && !reflection.HasField(message, field)) return ok();
  return check_code(checked, value);
}

Status check_each(const Message& message, const Reflection& reflection, const Checked& checked) {
  const auto* field = checked.field;
  for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
    STILE_CHECKED(checked.values.empty()
                      ? check_strict(reflection.GetRepeatedMessage(message, field, i))
                      : check_code(checked, reflection.GetRepeatedEnumValue(message, field, i)));
  }
  return ok();
}

// gives_again() says whether the message is written as exactly these bytes.
bool gives_again(const Message& message, ByteView bytes) {
  if (message.ByteSizeLong() != bytes.size()) return false;
  std::array<std::uint8_t, limits::kRowFieldsBytes> written;
  if (bytes.size() > written.size()) return message.SerializeAsString() == bytes;
  message.SerializeWithCachedSizesToArray(written.data());
  return view(written).substr(0, bytes.size()) == bytes;
}

// Collector keeps the first error of the text parser, which is the one to mend.
class Collector : public google::protobuf::io::ErrorCollector {
 public:
  Collector(std::string_view file, int first_line) : file_(file), first_line_(first_line) {}
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (!found_.empty()) return;
    found_ = file_ + ":" + std::to_string(line + first_line_) + ":" + std::to_string(column + 1) +
             ": " + message;
  }
  const std::string& found() const { return found_; }

 private:
  std::string file_;
  int first_line_;
  std::string found_;
};

bool is_forbidden(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\n') || byte == 0x7f;
}

Status check_characters(std::string_view text, std::string_view file, int first_line) {
  int line = first_line;
  int column = 1;
  if (text.starts_with("\xEF\xBB\xBF")) {
    return Error{Reason::kMalformed, std::string(file) +
                                         ":1:1: starts with a byte-order mark; "
                                         "save it as UTF-8 without one"};
  }
  for (const char c : text) {
    if (is_forbidden(c)) {
      return Error{Reason::kMalformed, std::string(file) + ":" + std::to_string(line) + ":" +
                                           std::to_string(column) +
                                           ": a tab, carriage return or control character; use "
                                           "spaces and plain line ends"};
    }
    column = c == '\n' ? 1 : column + 1;
    line += c == '\n' ? 1 : 0;
  }
  return ok();
}

// A text error that names an unknown field or value is that reason, so that every refusal of
// design I3 has its own.
Reason reason_of(const std::string& message) {
  if (message.find("has no field named") != std::string::npos) return Reason::kUnknownField;
  if (message.find("numeration value") != std::string::npos) return Reason::kUnknownValue;
  return Reason::kMalformed;
}

}  // namespace

namespace {

Status check_known(const Message& message, const Reflection& reflection) {
  if (reflection.GetUnknownFields(message).empty()) return ok();
  return Error{Reason::kUnknownField, message.GetTypeName() + ": a field outside the schema"};
}

Status parse(ByteView bytes, Message& into) {
  if (bytes.size() > limits::kMessageBytes) return Error{Reason::kTooLarge, into.GetTypeName()};
  if (into.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return ok();
  return Error{Reason::kMalformed, into.GetTypeName()};
}

}  // namespace

Status check_strict(const Message& message) {
  const auto& reflection = *message.GetReflection();
  STILE_CHECKED(check_known(message, reflection));
  for (const auto& checked : checked_fields(*message.GetDescriptor())) {
    STILE_CHECKED(checked.field->is_repeated() ? check_each(message, reflection, checked)
                                               : check_one(message, reflection, checked));
  }
  return ok();
}

Status parse_strict(ByteView bytes, Message& into) {
  STILE_CHECKED(parse(bytes, into));
  return check_strict(into);
}

Status parse_written(ByteView bytes, Message& into) {
  STILE_CHECKED(parse(bytes, into));
  STILE_CHECKED(check_known(into, *into.GetReflection()));
  if (!gives_again(into, bytes)) return Error{Reason::kNotCanonical, into.GetTypeName()};
  return ok();
}

Status parse_canonical(ByteView bytes, Message& into) {
  STILE_CHECKED(parse_strict(bytes, into));
  if (!gives_again(into, bytes)) return Error{Reason::kNotCanonical, into.GetTypeName()};
  return ok();
}

Status parse_text(std::string_view text, std::string_view file, Message& into, int first_line) {
  if (text.size() > limits::kDocumentBytes) return Error{Reason::kTooLarge, std::string(file)};
  STILE_CHECKED(check_characters(text, file, first_line));
  Collector errors(file, first_line);
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&errors);
  parser.SetRecursionLimit(16);
  if (!parser.ParseFromString(std::string(text), &into)) {
    return Error{reason_of(errors.found()), errors.found()};
  }
  const auto strict = check_strict(into);
  if (strict.ok()) return strict;
  return Error{strict.reason(), std::string(file) + ": " + strict.error().detail};
}

std::string print_text(const Message& message) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  printer.PrintToString(message, &text);
  return text;
}

}  // namespace stile::wire
