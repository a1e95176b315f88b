#include "core/wire/field_texts.h"

#include <google/protobuf/descriptor.h>

#include "core/base/civil_time.h"
#include "core/wire/row_codec.h"
#include "stile/v1/record.pb.h"

namespace stile::wire {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Reflection;

std::string number_of(const FieldDescriptor& field, std::int64_t number) {
  constexpr std::int64_t kSecondsPerMinute = 60;
  switch (field.number()) {
    case v1::RecordFields::kEventDayFieldNumber: return to_text(to_civil(static_cast<Day>(number)));
    case v1::RecordFields::kEndMinuteFieldNumber:
      if (number == 0) return "still-missing";
      [[fallthrough]];
    case v1::RecordFields::kEventMinuteFieldNumber:
      return utc_minute_text(number * kSecondsPerMinute);
    default: return std::to_string(number);
  }
}

std::string value_of(const v1::RecordFields& row, const FieldDescriptor& field) {
  const Reflection& in = *row.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM: return in.GetEnum(row, &field)->name();
    case FieldDescriptor::CPPTYPE_STRING: return in.GetString(row, &field);
    case FieldDescriptor::CPPTYPE_INT32: return number_of(field, in.GetInt32(row, &field));
    case FieldDescriptor::CPPTYPE_INT64: return number_of(field, in.GetInt64(row, &field));
    case FieldDescriptor::CPPTYPE_UINT32: return std::to_string(in.GetUInt32(row, &field));
    default: __builtin_trap();  // a row that was read has no other kind of single value
  }
}

}  // namespace

Result<std::string> field_texts(ByteView fields) {
  STILE_CHECKED(decode_fields(fields));
  v1::RecordFields row;
  row.ParseFromArray(fields.data(), static_cast<int>(fields.size()));
  std::vector<const FieldDescriptor*> present;
  row.GetReflection()->ListFields(row, &present);
  std::string text;
  for (const FieldDescriptor* field : present) {
    if (field->is_repeated()) return Error{Reason::kMalformed, "a row of counts is about nobody"};
    text += (text.empty() ? "" : " ") + field->name() + "=" + value_of(row, *field);
  }
  return text;
}

std::vector<std::pair<std::string, std::string>> field_names() {
  std::vector<std::pair<std::string, std::string>> names;
  const auto& type = *v1::RecordFields::descriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    const std::string number = std::to_string(field.number());
    names.emplace_back(number, field.name());
    if (field.enum_type() == nullptr) continue;
    for (int value = 0; value < field.enum_type()->value_count(); ++value) {
      const auto& code = *field.enum_type()->value(value);
      names.emplace_back(number + "=" + std::to_string(code.number()), code.name());
    }
  }
  return names;
}

}  // namespace stile::wire
