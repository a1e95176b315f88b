#include "agents/ingest/map_places.h"

namespace stile::agent {

using Proto = v1::ColumnMap;
using google::protobuf::TextFormat;

MapPlaces::MapPlaces(std::string_view text, std::string_view file) : file_(file) {
  TextFormat::Parser parser;
  Proto again;
  parser.WriteLocationsTo(&tree_);
  parser.ParseFromString(std::string(text), &again);
}

std::string MapPlaces::of(const char* field, int index) const {
  return find(tree_, Proto::descriptor(), field, index);
}

std::string MapPlaces::of_column(int i, const char* field, int index) const {
  const auto* list = Proto::descriptor()->FindFieldByName("column");
  const auto* column = tree_.GetTreeForNested(list, i);
  if (field == nullptr || column == nullptr) return of("column", i);
  return find(*column, Proto::Column::descriptor(), field, index);
}

std::string MapPlaces::find(const TextFormat::ParseInfoTree& tree,
                            const google::protobuf::Descriptor* message, const char* field,
                            int index) const {
  const auto at = tree.GetLocation(message->FindFieldByName(field), index);
  if (at.line < 0) return start();
  return file_ + ":" + std::to_string(at.line + 1) + ":" + std::to_string(at.column + 1) + ": ";
}

}  // namespace stile::agent
