#pragma once

#include <string>
#include <string_view>

namespace stile::support {

// TemporaryFolder is an empty private folder that vanishes, with all in it, when it ends.
// Aborts when none can be made.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  const std::string& path() const { return path_; }
  std::string file(std::string_view name) const;

 private:
  std::string path_;
};

}  // namespace stile::support
