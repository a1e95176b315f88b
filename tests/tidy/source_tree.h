#pragma once

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

// The repository as text, for the tests that read it.
namespace stile::tidy {

// SourceFile is one file: its path from the repository's root, with '/', and its bytes.
struct SourceFile {
  std::string path;
  std::string text;
};

// Fault names a place and what is wrong there, with the mend where it is not plain.
struct Fault {
  std::string path;
  int line;  // from 1; 0 where the whole file is meant
  std::string what;
};

std::ostream& operator<<(std::ostream& out, const Fault& fault);

// repository() reads every file of the tree that people edit, in the order of their paths:
// no build folder, demo folder or version-control data. Aborts if the tree cannot be read.
std::vector<SourceFile> repository();

// exists() says whether a path from the root is there.
bool exists(std::string_view path);

bool is_header(std::string_view path);
bool is_source(std::string_view path);
inline bool is_code(std::string_view path) { return is_header(path) || is_source(path); }

// is_below() says whether `path` is `folder` or anything under it; "a/bc" is not below "a/b".
bool is_below(std::string_view path, std::string_view folder);

std::vector<std::string_view> lines_of(std::string_view text);

// listed() is the faults one a line, for the message of a failing expectation.
std::string listed(const std::vector<Fault>& faults);

}  // namespace stile::tidy
