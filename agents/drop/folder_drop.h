#pragma once

#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "agents/drop/drop_folder.h"
#include "agents/drop/drop_line.h"
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
  std::string account;
};

// FolderDrop sends what is moved into the `in` folder (drop_folder.h) down its line, as its owner
// would by hand: who discloses it is the account that owns the file. An export whose rows are
// durable is deleted, and `sent` says what became of it; its rejected rows are in `failed`. An
// export that cannot be sent goes to `failed` with the reason and what of it was queued before it
// was met; one that cannot be sent yet waits. One that could not be told to everybody yet is kept,
// holds nothing up, and is tried again when the line says so and every minute, until nothing of it
// waits. Whenever the agent is killed, it is read again: what was queued is not queued twice
// (design I8).
class FolderDrop {
 public:
  // open() fails as DropFolder::open(). What the line reaches outlives it.
  static Result<std::unique_ptr<FolderDrop>> open(DropOptions options, DropLine line);
  // Stopping waits for the export at work; the source, stopped before, ends that soon.
  ~FolderDrop();
  FolderDrop(const FolderDrop&) = delete;
  FolderDrop& operator=(const FolderDrop&) = delete;

  // start() begins to look, on a thread of its own.
  void start();

  // settle_one() sends, keeps or refuses one export, or tries one again that was kept; false where
  // there is nothing to do. It fails where the export has to wait. Not beside start().
  Result<bool> settle_one();

 private:
  FolderDrop(DropOptions options, DropFolder folder, DropLine line)
      : options_(std::move(options)), folder_(std::move(folder)), line_(std::move(line)) {}

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
  Result<bool> try_again();
  // finish() sends an export whose result does not stand yet, and settles it once it does.
  Status finish(const DroppedFile& file, bool again);
  bool stands(const DroppedFile& file) const;
  Status send(const DroppedFile& file, bool again);
  Status say(DropFolder::Outcome outcome, const DroppedFile& file, const std::string& free_name,
             const std::string& result, Instant now);
  Status settle(const DroppedFile& file);
  Status deliver(const DroppedFile& file, bool again, DropFacts& facts, DropDelivery& delivery,
                 RejectedRows& rejected);
  Status refuse(const DroppedFile& file, const std::string& free_name, const DropFacts& facts,
                DropDelivery& delivery, const Error& why);

  const DropOptions options_;
  const DropFolder folder_;
  const DropLine line_;
  std::optional<Said> said_;
  std::vector<DroppedFile> round_;  // kept exports that are still to be tried again, the last first
  std::uint64_t changes_ = 0;       // of the line, when the round began
  Instant round_began_ = 0;
  std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::jthread thread_;
};

}  // namespace stile::agent
