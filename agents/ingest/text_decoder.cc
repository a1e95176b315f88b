#include "agents/ingest/text_decoder.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/crypto/utf8.h"

namespace stile::agent {
namespace {

constexpr ByteView kUtf8Mark = "\xEF\xBB\xBF";

// What Windows-1252 has at 0x80 to 0x9F; 0 where it has nothing.
constexpr std::array<std::uint16_t, 32> kWindows1252 = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

bool is_ascii(ByteView text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080;
  std::size_t at = 0;
  for (std::uint64_t eight = 0; at + sizeof eight <= text.size(); at += sizeof eight) {
    std::memcpy(&eight, text.data() + at, sizeof eight);
    if ((eight & kHighBits) != 0) return false;
  }
  return std::ranges::none_of(text.substr(at), [](char c) { return (c & 0x80) != 0; });
}

// cut_tail() is how many bytes at the end begin a UTF-8 character and do not finish it.
std::size_t cut_tail(ByteView text) {
  for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
    const auto byte = static_cast<std::uint8_t>(text[text.size() - back]);
    if ((byte & 0xC0) == 0x80) continue;
    const std::size_t needs = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
    return needs > back ? back : 0;
  }
  return 0;
}

// lines_before_fault() counts the line ends before the first line that is not UTF-8.
std::int64_t lines_before_fault(ByteView text) {
  std::int64_t lines = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == text.npos || !crypto::valid_utf8(text.substr(0, end))) break;
    text.remove_prefix(end + 1);
    ++lines;
  }
  return lines;
}

bool append_windows_1252(std::uint8_t byte, std::string& to) {
  const std::uint32_t point = byte < 0x80 || byte > 0x9F ? byte : kWindows1252[byte - 0x80];
  if (point == 0 && byte != 0) return false;
  if (point < 0x80) {
    to.push_back(static_cast<char>(point));
  } else if (point < 0x800) {
    to.push_back(static_cast<char>(0xC0 | (point >> 6)));
    to.push_back(static_cast<char>(0x80 | (point & 0x3F)));
  } else {
    to.push_back(static_cast<char>(0xE0 | (point >> 12)));
    to.push_back(static_cast<char>(0x80 | ((point >> 6) & 0x3F)));
    to.push_back(static_cast<char>(0x80 | (point & 0x3F)));
  }
  return true;
}

Error encoding_fault(std::int64_t line, std::string_view what) {
  return {Reason::kMalformed, "line " + std::to_string(line) + ": " + std::string(what) +
                                  "; export the file again as \"CSV UTF-8\""};
}

// In UTF-16 text of the languages used here, every other byte of the first ones is NUL.
bool looks_like_utf16(ByteView start) {
  if (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF")) return true;
  return start.size() >= 4 &&
         ((start[0] == 0 && start[2] == 0) || (start[1] == 0 && start[3] == 0));
}

}  // namespace

Status TextDecoder::decode(ByteView piece, bool last, std::string& to) {
  pending_.append(piece);
  if (pending_.size() < 4 && !last) return ok();
  if (!begun_) STILE_CHECKED(begin());
  const std::size_t cut = last || encoding_ == Encoding::kWindows1252 ? 0 : cut_tail(pending_);
  const Bytes tail = pending_.substr(pending_.size() - cut);
  pending_.resize(pending_.size() - cut);
  if (is_ascii(pending_)) {
    count_lines(pending_);
    to.append(pending_);
  } else {
    if (encoding_ == Encoding::kUndecided) {
      const bool utf8 = crypto::valid_utf8(pending_);
      encoding_ = utf8 ? Encoding::kUtf8 : Encoding::kWindows1252;
    }
    STILE_CHECKED(encoding_ == Encoding::kUtf8 ? decode_utf8(pending_, to)
                                               : decode_windows_1252(pending_, to));
  }
  pending_ = tail;
  return ok();
}

Status TextDecoder::begin() {
  begun_ = true;
  if (looks_like_utf16(pending_)) return encoding_fault(1, "this file is UTF-16");
  if (!pending_.starts_with(kUtf8Mark)) return ok();
  encoding_ = Encoding::kUtf8;
  pending_.erase(0, kUtf8Mark.size());
  return ok();
}

Status TextDecoder::decode_utf8(ByteView whole, std::string& to) {
  if (!crypto::valid_utf8(whole)) {
    return encoding_fault(line_ + lines_before_fault(whole),
                          "the file began as UTF-8 and this line is not");
  }
  count_lines(whole);
  to.append(whole);
  return ok();
}

Status TextDecoder::decode_windows_1252(ByteView whole, std::string& to) {
  for (const char c : whole) {
    if (!append_windows_1252(static_cast<std::uint8_t>(c), to)) {
      return encoding_fault(line_, "neither UTF-8 nor Windows-1252");
    }
    if (c == '\n') ++line_;
  }
  return ok();
}

void TextDecoder::count_lines(ByteView text) { line_ += std::ranges::count(text, '\n'); }

}  // namespace stile::agent
