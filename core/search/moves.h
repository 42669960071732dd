#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "core/search/menu.h"
#include "core/sim/scenario.h"
#include "core/sim/world.h"

/// The steps that a search tries.
namespace sidx::search {

/// Who does it. An actor does one thing after another.
enum class Actor : uint8_t { kWriter, kFlusher, kMerger, kSyncer, kReader, kOperator };
inline constexpr int kActorCount = 6;

/// An operation that would do something now.
struct Move {
  sim::Op op = sim::Op::kFlush;
  Actor actor = Actor::kWriter;
  uint32_t variants = 1;   // how many ways there are to do it
  uint32_t operation = 0;  // of a continuation: index in World::operations
  /// Whether it goes on with something that its actor has begun.
  bool continues() const;
  /// Whether its actor has nothing under way afterwards.
  bool completes() const;
};

/// Makes events of a small alphabet, so that states stay small and what was computed for one run
/// serves the next: a few written batches with different data, a few queries, names f1, m1, q1 ….
class Moves {
 public:
  /// The seed decides keys and tags of what is written. Queries ask for the series of `prefix`
  /// too.
  Moves(Menu menu, uint64_t seed, const sim::Scenario& prefix);
  Moves(const Moves&) = delete;
  Moves& operator=(const Moves&) = delete;

  /// What can happen next. Valid until the next call.
  const std::vector<Move>& enabled(const sim::World& world);
  /// The event of a move of this world. `writes` is the number of batches written before. Valid as
  /// long as this object.
  const sim::Event& event(const sim::World& world, const Move& move, uint32_t variant,
                          size_t writes);

 private:
  void add(sim::Op op, Actor actor, uint32_t variants = 1, uint32_t operation = 0);
  void add_begins(const sim::World& world, size_t mem_parts, size_t file_parts);
  void add_continuations(const sim::World& world);
  void make_writes(uint64_t seed);
  void make_queries(uint64_t seed, const sim::Scenario& prefix);
  const sim::Event& named(const sim::Event& event, const std::string& name);
  const sim::Event& sync(const sim::World& world, uint32_t variant);

  Menu menu_;
  std::vector<Move> enabled_;
  std::vector<sim::Event> plain_;  // by op
  std::vector<sim::Event> writes_;
  std::vector<sim::Event> queries_;
  std::vector<sim::Event> held_queries_;
  std::deque<sim::Event> named_;
  std::deque<sim::Event> syncs_;
};

}  // namespace sidx::search
