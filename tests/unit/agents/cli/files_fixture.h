#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "core/crypto/key_file.h"
#include "tests/support/keys.h"
#include "tests/support/said.h"
#include "tests/support/scheme.h"
#include "tests/support/temporary_folder.h"

namespace stile::agent {

// FilesFixture is a folder for the files of a command, and what the command said.
class FilesFixture : public ::testing::Test {
 protected:
  std::string write(std::string_view name, std::string_view content) const {
    const std::string path = folder_.file(name);
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }
  static std::string read(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  // note() is a document of the invented scheme by its file's name.
  std::string note(const std::string& name) const {
    for (const auto& note : scheme_.notes()) {
      if (note.file == name) return note.note;
    }
    ADD_FAILURE() << name;
    return {};
  }

  support::TemporaryFolder folder_;
  support::Scheme scheme_;
  Said said_;
};

}  // namespace stile::agent
