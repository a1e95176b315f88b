#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <istream>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "agents/drop/drop_folder.h"
#include "agents/source/source.h"
#include "core/base/civil_time.h"
#include "core/base/result.h"

namespace stile::agent {

// DropOptions is what a folder drop is given from outside.
struct DropOptions {
  std::filesystem::path folder;
  std::function<Instant()> clock;
  // sender_of() is the account of that number where it may send returns; else kNotPermitted.
  std::function<Result<std::string>(std::uint32_t owner)> sender_of;
  // Counts, digests and reasons only: a file's name may be a person's (X8).
  std::function<void(std::string_view event, std::string_view detail)> log_event;
  std::function<void(std::string_view event, const Error& error)> log_problem;
};

// DropFacts are what is known of a dropped export; empty where it was not found out.
struct DropFacts {
  std::string digest;
  std::string month;
  std::string account;
  Delivered delivered;
};

// FolderDrop sends what is moved into the `in` folder as its owner's `stile return send` would
// (drop_folder.h): the month is that of its name, and who discloses it is the account that owns
// the file. An export whose rows are durable is deleted, and `sent` says what became of it; its
// rejected rows are in `failed`. An export that cannot be sent goes to `failed` with the reason
// and what of it was queued before it was met; one that cannot be sent yet waits. Whenever the
// agent is killed, it is read again: what was queued is not queued twice (design I8).
class FolderDrop {
 public:
  // open() fails as DropFolder::open(). The source outlives it.
  static Result<std::unique_ptr<FolderDrop>> open(DropOptions options, Source& source);
  // Stopping waits for the export at work; the source, stopped before, ends that soon.
  ~FolderDrop();
  FolderDrop(const FolderDrop&) = delete;
  FolderDrop& operator=(const FolderDrop&) = delete;

  // start() begins to look, on a thread of its own.
  void start();

  // settle_one() sends or refuses one export; false where none waits. It fails where the export
  // has to wait. Not beside start().
  Result<bool> settle_one();

 private:
  FolderDrop(DropOptions options, DropFolder folder, Source& source)
      : options_(std::move(options)), folder_(std::move(folder)), source_(&source) {}

  // Said is an export whose result stands, and which has only to leave `in`.
  struct Said {
    std::filesystem::path path;
    std::filesystem::file_time_type written;
    DropFolder::Outcome outcome;
    std::string free_name;
  };

  void run(const std::stop_token& stop);
  void tell(std::string_view event, const Status& status, std::optional<Reason>& told) const;
  Status expire() const;
  Status send(const DroppedFile& file);
  Status say(DropFolder::Outcome outcome, const DroppedFile& file, const std::string& free_name,
             const std::string& result, Instant now);
  Status settle(const DroppedFile& file);
  Status deliver(const DroppedFile& file, DropFacts& facts, RejectedRows& rejected);
  Status refuse(const DroppedFile& file, const std::string& free_name, const DropFacts& facts,
                const Error& why);

  const DropOptions options_;
  const DropFolder folder_;
  Source* source_;
  std::optional<Said> said_;
  std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::jthread thread_;
};

}  // namespace stile::agent
