#include <gtest/gtest.h>

#include <algorithm>

#include "core/crypto/digest.h"
#include "core/wire/document_codec.h"
#include "tests/support/scheme.h"

namespace stile::wire {
namespace {

using support::Scheme;

TEST(DocumentFilesTest, SortsASetInAnyOrder) {
  const Scheme scheme;
  auto notes = scheme.notes();
  std::reverse(notes.begin(), notes.end());
  const auto documents = read_documents(notes, scheme.areas_file()).value();
  EXPECT_EQ(documents.directory.value.serial, 7U);
  EXPECT_EQ(documents.agreements.size(), 2U);
  EXPECT_EQ(documents.homes.size(), 2U);
  EXPECT_EQ(documents.sealing_keys.size(), 2U);
  EXPECT_EQ(documents.areas_hash, crypto::sha256(scheme.areas));
}

TEST(DocumentFilesTest, NeedsExactlyOneDirectory) {
  const Scheme scheme;
  auto notes = scheme.notes();
  auto two = notes;
  two.push_back(notes.back());
  EXPECT_EQ(read_documents(two, scheme.areas_file()).reason(), Reason::kMissingField);
  notes.pop_back();
  EXPECT_EQ(read_documents(notes, scheme.areas_file()).reason(), Reason::kMissingField);
}

TEST(DocumentFilesTest, OfSeveralDirectoriesTheNewestIsKept) {
  Scheme scheme;
  auto notes = scheme.notes();
  scheme.directory.serial = 9;
  notes.push_back({"newer.note", scheme.notes().back().note});
  const auto before = notes.size();
  keep_newest_directory(notes);
  EXPECT_EQ(notes.size(), before - 1);
  EXPECT_EQ(read_documents(notes, scheme.areas_file())->directory.value.serial, 9U);
}

TEST(DocumentFilesTest, NamesTheFileThatDoesNotRead) {
  const Scheme scheme;
  auto notes = scheme.notes();
  notes.push_back({"stray.note", "a shopping list\n"});
  const auto failed = read_documents(notes, scheme.areas_file());
  ASSERT_FALSE(failed.ok());
  EXPECT_TRUE(failed.error().detail.starts_with("stray.note:1:1:")) << failed.error().detail;
}

}  // namespace
}  // namespace stile::wire
