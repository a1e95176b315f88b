#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/base/civil_time.h"
#include "core/base/result.h"
#include "core/storage/database.h"
#include "core/wire/consignment_codec.h"

namespace stile::agent {

// ParcelSummary is what lists need of a parcel that was stored.
struct ParcelSummary {
  std::int64_t id = 0;
  std::string source;  // SPIFFE identity
  std::string agreement_id;
  std::uint64_t number = 0;
  Month month{};
  std::uint64_t rows = 0;
  std::uint64_t added = 0;  // rows that it was the first to bring
};

// KeptParcel is all that proves a parcel, as stored.
struct KeptParcel {
  ParcelSummary summary;
  Hash digest{};
  Hash salt{};
  std::string source_key;  // vkey
  std::string leaf;
  std::string acknowledgement;
  std::string statement;
  std::string receipt;
  Bytes row_hashes;  // 32 bytes each
};

// KeptRow is the latest revision of a row and the place in the parcel that brought it.
struct KeptRow {
  wire::ParcelRow row;
  std::int64_t parcel = 0;
  std::size_t position = 0;
};

// InboxReader sees the inbox as it stood when the reader was made, whatever is stored meanwhile.
// Its errors are those of storage::Database. One thread.
class InboxReader {
 public:
  static Result<InboxReader> open(const std::string& path);

  // parcels() are all of them, in the order they were stored.
  Result<std::vector<ParcelSummary>> parcels();

  // consignments() is how many parcels were ever stored.
  Result<std::uint64_t> consignments();

  // kept_rows() counts by parcel the rows whose latest revision it brought.
  Result<std::map<std::int64_t, std::uint64_t>> kept_rows();

  // each_parcel() and each_row() go through everything in the order of the keys; they stop at
  // the first failure of `take` and return it.
  Status each_parcel(const std::function<Status(KeptParcel)>& take);
  Status each_row(const std::function<Status(KeptRow)>& take);

 private:
  explicit InboxReader(storage::Database database) : database_(std::move(database)) {}
  storage::Database database_;
};

}  // namespace stile::agent
