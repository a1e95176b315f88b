#pragma once

#include <cstdint>
#include <string>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace stile::agent {

// TextDecoder turns the bytes of an export into UTF-8. A byte-order mark decides for UTF-8;
// otherwise the first piece with a byte above 0x7F does: well-formed UTF-8 or else Windows-1252.
// The file then has to stay what it was. One decoder reads one file; one thread.
class TextDecoder {
 public:
  // decode() appends the text of the next piece to `to`; `last` says that no piece follows. A
  // character cut by the end of a piece is kept for the next. Fails with kMalformed for UTF-16
  // and for bytes that contradict what was decided; the detail names the line and the mend.
  Status decode(ByteView piece, bool last, std::string& to);

 private:
  enum class Encoding { kUndecided, kUtf8, kWindows1252 };

  Status begin();
  Status decode_utf8(ByteView whole, std::string& to);
  Status decode_windows_1252(ByteView whole, std::string& to);
  void count_lines(ByteView text);

  Encoding encoding_ = Encoding::kUndecided;
  bool begun_ = false;
  std::int64_t line_ = 1;
  Bytes pending_;  // bytes not yet decoded
};

}  // namespace stile::agent
