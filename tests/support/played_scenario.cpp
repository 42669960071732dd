#include "tests/support/played_scenario.h"

#include <algorithm>

#include "core/sim/narration.h"
#include "tests/support/scenarios.h"

namespace sidx::testing {

using sim::PartWrapper;

std::string short_name(const std::string& name) {
  return name.substr(std::min(name.find_first_not_of('0'), name.size()));
}

std::string name_of(const PartWrapper& part) {
  return std::string(sim::name_of(part.kind)) + " " + sim::part_text(part);
}

std::string joined(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : " ") + item;
  return text;
}

PlayedScenario::PlayedScenario(const std::string& text, const std::vector<std::string>& fixes) {
  auto scenario = sim::read_scenario(text, "scenario");
  INFO((scenario.ok() ? scenario->title : to_string(scenario.error())));
  REQUIRE(scenario.ok());
  for (const std::string& fix : fixes) {
    REQUIRE(sim::parse_fix(fix));
    scenario->fixes.push_back(*sim::parse_fix(fix));
  }
  scenario_ = *std::move(scenario);
  link_.emplace(
      Catch::MessageBuilder("INFO"_catch_sr, CATCH_INTERNAL_LINEINFO, Catch::ResultWas::Info)
      << app_link(scenario_, scenario_.steps.size()));
  sim::World world = new_world(scenario_.settings());
  for (const sim::Event& event : scenario_.steps) {
    play(world, event);
    world = seen_.back().result.world;
    if (world.dead) break;
  }
}

const PlayedScenario::Seen& PlayedScenario::after(size_t step) const {
  REQUIRE(step >= 1);
  REQUIRE(step <= seen_.size());
  return seen_[step - 1];
}

std::vector<int64_t> PlayedScenario::keys(size_t step) const {
  const auto& rows = after(step).result.rows;
  REQUIRE(rows);
  std::vector<int64_t> keys;
  for (const query::QueryRow& row : *rows) keys.push_back(row.key);
  return keys;
}

std::vector<std::string> PlayedScenario::blocks(size_t step) const {
  const auto& blocks = after(step).result.blocks;
  REQUIRE(blocks);
  std::vector<std::string> texts;
  for (const sim::ListedBlock& block : *blocks) {
    texts.push_back(std::to_string(block.header.row_count) + " rows, " +
                    std::to_string(block.header.key_min) + " to " +
                    std::to_string(block.header.key_max));
  }
  return texts;
}

std::string PlayedScenario::part(size_t step, const std::string& name) const {
  for (const PartWrapper* part : world(step).all_wrappers()) {
    if (name_of(*part) != name) continue;
    const std::string state(sim::name_of(part->state));
    if (part->state == sim::PartState::kRemoved) return state;
    return state + ", " + std::to_string(part->ref) + ": " + holders_text(world(step), *part);
  }
  return "none";
}

const PartWrapper& PlayedScenario::only_part(size_t step) const {
  const sim::Snapshot* snapshot = world(step).current_snapshot();
  REQUIRE(snapshot != nullptr);
  REQUIRE(snapshot->parts->size() == 1);
  return *world(step).find_live(snapshot->parts->front());
}

std::string PlayedScenario::current(size_t step) const {
  const sim::Snapshot* snapshot = world(step).current_snapshot();
  if (snapshot == nullptr) return "none";
  std::vector<std::string> names;
  for (const uint32_t number : *snapshot->parts) {
    names.push_back(name_of(*world(step).find_live(number)));
  }
  return joined(names);
}

uint64_t PlayedScenario::epoch(size_t step) const {
  const sim::Snapshot* snapshot = world(step).current_snapshot();
  REQUIRE(snapshot != nullptr);
  return snapshot->epoch;
}

std::string PlayedScenario::disk(size_t step) const {
  std::vector<std::string> names;
  for (const Rc<sim::DiskEntry>& entry : world(step).disk) {
    names.push_back(short_name(entry->name) + (entry->is_directory ? "/" : ""));
  }
  return joined(names);
}

std::string PlayedScenario::file_text(size_t step, const std::string& name) const {
  const sim::DiskEntry* entry = world(step).find_entry(name);
  REQUIRE(entry != nullptr);
  return {entry->bytes->begin(), entry->bytes->end()};
}

void PlayedScenario::play(const sim::World& world, const sim::Event& event) {
  Seen seen;
  sim::StepOptions options;
  options.merge_observer = [&](const merge::MergeStep& step) { seen.merge.push_back(step); };
  options.query_observer = [&](const query::QueryNote& note) {
    seen.blocks_scanned += note.rule == query::QueryRule::kBlockScanned ? 1 : 0;
    seen.parts_inactive += note.rule == query::QueryRule::kPartInactive ? 1 : 0;
  };
  seen.result = sim::step(world, event, options);
  seen_.push_back(std::move(seen));
}

}  // namespace sidx::testing
