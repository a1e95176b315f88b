#pragma once

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "agents/drop/folder_drop.h"
#include "core/storage/file.h"

namespace stile::agent {

// DropFixture is a fixture of the source, with a drop folder.
template <typename World>
class DropFixture : public World {
 protected:
  DropFixture() {
    for (const auto* name : {"in", "sent", "failed"}) {
      std::filesystem::create_directories(place(name));
    }
  }
  virtual DropLine line() = 0;

  std::string place(const std::string& name) const {
    return this->folder_.file("drop") + "/" + name;
  }
  bool is_there(const std::string& name) const { return std::filesystem::exists(place(name)); }
  std::string text(const std::string& name) const {
    const auto read = storage::read_whole(place(name));
    return read.ok() ? read.value() : "";
  }
  // has() tells whether a file below the drop has a text.
  bool has(const std::string& name, const std::string& what) const {
    return text(name).find(what) != std::string::npos;
  }
  void put(const std::string& content, const std::string& name) const {
    std::ofstream(place("in/" + name), std::ios::binary) << content;
  }
  // failed_for() is true where a file is in `failed`, with that reason in its result.
  bool failed_for(Reason reason, const std::string& file) const {
    return !is_there("in/" + file) && is_there("failed/" + file) &&
           has("failed/" + file + ".result.json",
               "\"reason\":\"" + std::string(name(reason)) + "\"");
  }

  // settle() is one look into the folder by an agent that has just been started.
  Result<bool> settle() { return agent()->settle_one(); }
  std::unique_ptr<FolderDrop> agent() {
    DropOptions options{
        .folder = this->folder_.file("drop"),
        .clock = [this] { return this->now_.load(); },
        .sender_of =
            [this](std::uint32_t) {
              meanwhile_();
              return sender_;
            },
        .log_event = [this](std::string_view event, std::string_view what) { log(event, what); },
        .log_problem =
            [this](std::string_view event, const Error& why) {
              log(event, std::string(name(why.reason)) + why.detail);
            }};
    return FolderDrop::open(std::move(options), line()).value();
  }
  void log(std::string_view event, std::string_view what) {
    log_.append(event).append(" ").append(what).append("\n");
  }

  Result<std::string> sender_ = std::string("cad-export");
  std::function<void()> meanwhile_ = [] {};  // between the first look at an export and the second
  std::string log_;
};

}  // namespace stile::agent
