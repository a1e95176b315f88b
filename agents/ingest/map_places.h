#pragma once

#include <google/protobuf/text_format.h>
#include <stile/v1/column_map.pb.h>

#include <string>
#include <string_view>

namespace stile::agent {

// MapPlaces knows where each part of a column map's text was written. A place is "file:line:col: ";
// of what is not there, that of the text's first letter.
class MapPlaces {
 public:
  MapPlaces(std::string_view text, std::string_view file);

  std::string start() const { return file_ + ":1:1: "; }
  std::string of(const char* field, int index = -1) const;
  // of_column() is where the i-th column, or where given its field, is written.
  std::string of_column(int i, const char* field = nullptr, int index = -1) const;

 private:
  std::string find(const google::protobuf::TextFormat::ParseInfoTree& tree,
                   const google::protobuf::Descriptor* message, const char* field, int index) const;

  std::string file_;
  google::protobuf::TextFormat::ParseInfoTree tree_;
};

}  // namespace stile::agent
