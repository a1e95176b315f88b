#include "agents/ingest/code_table.h"

#include <array>
#include <cstdint>

namespace stile::agent {
namespace {

constexpr std::size_t kLongestText = 96;
constexpr std::size_t kLongestCode = 32;
constexpr std::size_t kListed = 20;
constexpr std::string_view kSpace = " \t\r\n";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Fold is a text in lower case, on the stack.
class Fold {
 public:
  explicit Fold(std::string_view text) : size_(text.size()) {
    for (std::size_t i = 0; i < size_; ++i) letters_[i] = lower(text[i]);
  }
  std::string_view text() const { return {letters_.data(), size_}; }

 private:
  std::array<char, kLongestText> letters_;
  std::size_t size_;
};

// FNV-1a, 64 bits.
std::uint64_t hash(std::string_view text) {
  std::uint64_t value = 0xcbf29ce484222325;
  for (const char c : text) value = (value ^ static_cast<std::uint8_t>(c)) * 0x100000001b3;
  return value ^ (value >> 32);
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  const bool clean = !text.empty() && text.front() > ' ' && text.back() > ' ';
  if (clean) return text;
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

bool begins_a_formula(std::string_view text) {
  return !text.empty() && (text[0] == '=' || text[0] == '+' || text[0] == '-' || text[0] == '@');
}

bool is_code_text(std::string_view text) {
  constexpr std::string_view kOfCodes = "abcdefghijklmnopqrstuvwxyz0123456789-";
  return !text.empty() && text.size() <= kLongestCode &&
         text.find_first_not_of(kOfCodes) == text.npos;
}

std::string folded_header(std::string_view text) {
  std::string folded;
  for (const char c : trimmed(text)) {
    const bool space = kSpace.find(c) != kSpace.npos;
    if (space && folded.ends_with(' ')) continue;
    folded.push_back(space ? ' ' : lower(c));
  }
  return folded;
}

bool CodeTable::add(std::string_view text, int code) {
  if (text.empty() || text.size() > kLongestText) return false;
  if (const auto known = find(text)) return *known == code;
  if (slots_.size() < 2 * (entries_.size() + 1)) grow();
  const std::string folded(Fold(text).text());
  slots_[slot_of(folded)] = static_cast<int>(entries_.size());
  entries_.push_back({folded, std::string(text), code});
  return true;
}

std::optional<int> CodeTable::find(std::string_view text) const {
  if (entries_.empty() || text.size() > kLongestText) return std::nullopt;
  const Fold fold(text);
  const int entry = slots_[slot_of(fold.text())];
  if (entry < 0) return std::nullopt;
  return entries_[static_cast<std::size_t>(entry)].code;
}

std::size_t CodeTable::slot_of(std::string_view folded) const {
  std::size_t slot = hash(folded) & (slots_.size() - 1);
  while (slots_[slot] >= 0 && entries_[static_cast<std::size_t>(slots_[slot])].folded != folded) {
    slot = (slot + 1) & (slots_.size() - 1);
  }
  return slot;
}

void CodeTable::grow() {
  slots_.assign(slots_.empty() ? 16 : 2 * slots_.size(), -1);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    slots_[slot_of(entries_[i].folded)] = static_cast<int>(i);
  }
}

std::string CodeTable::accepted() const {
  std::string list;
  for (std::size_t i = 0; i < entries_.size() && i < kListed; ++i) {
    if (i > 0) list += ", ";
    list += '"' + entries_[i].text + '"';
  }
  if (entries_.size() > kListed) {
    list += " and " + std::to_string(entries_.size() - kListed) + " more of the column map";
  }
  return list;
}

}  // namespace stile::agent
