#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/merge/merge_blocks.h"
#include "core/sim/history.h"

/// One merge from the inside: every block that was read, every rule that fired, every block that
/// was written, to be gone through forwards and backwards.
namespace sidx::model {

class MergeRecording {
 public:
  struct Input {
    uint32_t wrapper = 0;
    uint64_t part_id = 0;
    std::string name;
    std::vector<part::BlockHeader> blocks;
  };
  /// What is known after some of the steps.
  struct Moment {
    std::vector<size_t> read;  // blocks read, by input
    std::vector<size_t> heap;  // inputs with blocks left, in the order they come up
    merge::BlockShape pending;
    bool has_pending = false;
    merge::BlockShape incoming;  // read and not yet dealt with
    bool has_incoming = false;
    std::vector<merge::BlockShape> written;
  };

  /// Whether a step merges parts, as far as can be told without playing it.
  static bool merges_parts(const sim::World& before, const sim::Event& event);
  /// Plays a step that merges once more, and listens. Nothing if it merges nothing.
  static std::optional<MergeRecording> of(const sim::World& before, const sim::Event& event);

  const std::vector<Input>& inputs() const { return inputs_; }
  const std::vector<merge::MergeStep>& steps() const { return steps_; }
  /// After the first `count` steps.
  Moment moment(size_t count) const;
  /// What step `index` did, with its numbers: "series 1: pending 4 000 + next 4 000 = …".
  std::string sentence(size_t index) const;
  /// The most rows any block of it has: for drawing to scale.
  uint64_t rows_max() const { return rows_max_; }

 private:
  std::vector<Input> inputs_;
  std::vector<merge::MergeStep> steps_;
  uint64_t rows_max_ = 1;
};

}  // namespace sidx::model
