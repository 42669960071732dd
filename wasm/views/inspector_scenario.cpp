#include "wasm/views/inspector_scenario.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/format/file_names.h"
#include "core/sim/invariants.h"
#include "core/sim/narration.h"
#include "imgui.h"
#include "wasm/model/reference_graph.h"
#include "wasm/model/world_document.h"
#include "wasm/ui/fonts.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"

namespace sidx::views {

using model::AppState;
using model::grouped;
using sim::join;
using sim::part_title;
using ui::field;
using ui::mono_field;
using ui::title;

namespace {

void paragraph(const std::string& text) {
  ImGui::PushTextWrapPos(0.0f);
  ImGui::TextUnformatted(text.data(), text.data() + text.size());
  ImGui::PopTextWrapPos();
  ui::copy_menu(text.substr(0, 24).c_str(), text, "Copy text");
}

/// A text that the scenario carries for its readers.
std::string extra_text(const sim::Scenario& scenario, std::string_view member) {
  for (const auto& [name, value] : scenario.extra) {
    if (name != member) continue;
    const auto json = nlohmann::ordered_json::parse(value, nullptr, false);
    return json.is_string() ? json.get<std::string>() : std::string();
  }
  return {};
}

void text_section(const char* name, const std::string& text) {
  if (text.empty()) return;
  ui::section(name);
  paragraph(text);
}

/// "+ part 3, − part 1, part 2: 2 → 1 refs".
std::string part_changes(const sim::World& before, const sim::World& after,
                         const sim::WorldChanges& changes) {
  std::vector<std::string> items;
  for (const uint32_t number : changes.parts) {
    const sim::PartWrapper* old = before.find_live(number);
    const sim::PartWrapper* now = after.find_live(number);
    if (old == nullptr && now != nullptr) items.push_back("+ " + part_title(*now));
    if (old != nullptr && now == nullptr) items.push_back("− " + part_title(*old));
    if (old == nullptr || now == nullptr) continue;
    std::string item = part_title(*now);
    if (old->ref != now->ref) {
      item += ": " + std::to_string(old->ref) + " → " + std::to_string(now->ref) + " refs";
    }
    if (old->state != now->state) item += " " + std::string(sim::name_of(now->state));
    items.push_back(std::move(item));
  }
  return join(items);
}

std::string snapshot_changes(const sim::World& before, const sim::World& after,
                             const sim::WorldChanges& changes) {
  std::vector<std::string> items;
  for (const uint32_t number : changes.snapshots) {
    const sim::Snapshot* old = before.find_snapshot(number);
    const sim::Snapshot* now = after.find_snapshot(number);
    if (now == nullptr) {
      items.push_back("− " + model::snapshot_title(before, number));
    } else if (old == nullptr) {
      items.push_back("+ " + model::snapshot_title(after, number));
    } else {
      items.push_back(model::snapshot_title(after, number) + ": " + std::to_string(old->ref) +
                      " → " + std::to_string(now->ref) + " refs");
    }
  }
  return join(items);
}

std::string disk_changes(const sim::World& before, const sim::World& after,
                         const sim::WorldChanges& changes) {
  std::vector<std::string> items;
  for (const std::string& name : changes.disk) {
    const sim::DiskEntry* old = before.find_entry(name);
    const sim::DiskEntry* now = after.find_entry(name);
    const sim::DiskEntry* either = now == nullptr ? old : now;
    const char* sign = now == nullptr ? "− " : old == nullptr ? "+ " : "~ ";
    items.push_back(sign + model::short_entry_name(name) + (either->is_directory ? "/" : ""));
  }
  return join(items);
}

std::string counter_changes(const sim::World& before, const sim::World& after) {
  std::vector<std::string> items;
  const auto add = [&](const char* name, uint64_t old, uint64_t now) {
    if (old == now) return;
    items.push_back(std::string(name) + " " + std::to_string(old) + " → " + std::to_string(now));
  };
  add("next epoch", before.next_epoch, after.next_epoch);
  add("last part ID", before.current_part_id, after.current_part_id);
  add("live epoch", before.gc_live_epoch, after.gc_live_epoch);
  return join(items);
}

void draw_changes(const model::Session& session) {
  const sim::WorldChanges& changes = session.changes();
  const sim::PlayedStep* before = session.step_before();
  if (before == nullptr) return;
  ui::section("Changed by this step");
  if (changes.empty()) {
    ui::text_dim("nothing: it only reads");
    return;
  }
  if (!ui::begin_fields("changes", 0.3f)) return;
  const auto line = [](const char* name, const std::string& text, const char* help) {
    if (!text.empty()) field(name, text, help);
  };
  const sim::World& old = before->world;
  const sim::World& now = session.world();
  if (changes.other_process) {
    field("process", "a new one: nothing in memory is left");
  } else {
    line("parts", part_changes(old, now, changes), "+ made, − gone");
    line("snapshots", snapshot_changes(old, now, changes), "+ made, − gone");
  }
  line("under way", join(changes.operations), "began or ended");
  line("on disk", disk_changes(old, now, changes),
       "+ made, − deleted, ~ changed; names without the zeros in front");
  line("counters", counter_changes(old, now), nullptr);
  ui::end_fields();
}

void draw_counters(const sim::World& world) {
  ui::section("The process");
  if (world.dead) {
    ui::text_wrong("dead: a panic ended it");
    return;
  }
  if (!ui::begin_fields("process")) return;
  field("process", std::to_string(world.process), "counts the processes that opened the directory");
  mono_field("next epoch", std::to_string(world.next_epoch), "of the next snapshot");
  mono_field("last part ID", std::to_string(world.current_part_id), "the last one given out");
  mono_field("live epoch", std::to_string(world.gc_live_epoch),
             "the .snp the collector keeps, as far as it knows");
  std::string deletable;
  for (const uint64_t epoch : world.gc_deletable.get()) {
    deletable += (deletable.empty() ? "" : ", ") + std::to_string(epoch);
  }
  mono_field("to be deleted", deletable.empty() ? "none" : deletable,
             "epochs whose .snp the collector will delete");
  ui::end_fields();
}

void draw_violations(const sim::World& world) {
  if (world.dead) return;
  const std::vector<sim::Violation> violations = sim::check_invariants(world, true);
  if (violations.empty()) return;
  ui::section("What is wrong now");
  ImGui::PushTextWrapPos(0.0f);
  for (const sim::Violation& violation : violations) {
    ui::text_wrong(violation.witness);
    ui::copy_menu(std::string(violation.invariant->id).c_str(), violation.witness, "Copy");
    ui::text_dim("Should hold: " + std::string(violation.invariant->sentence));
  }
  ImGui::PopTextWrapPos();
}

}  // namespace

void draw_scenario_facts(const AppState& state, Commands&) {
  const model::Session& session = *state.session();
  const sim::Scenario& header = session.header();
  const sim::PlayedStep& step = session.step();
  title(header.title.empty() ? "Untitled scenario" : header.title,
        std::string("a scenario under ") + (header.fixed ? "the repaired engine" : "seed") +
            (header.fixes.empty() ? "" : " with single repairs"));
  const bool told = state.exhibit_open();  // in its own panel
  if (session.position() == 0 && !told) {
    text_section("Goal", extra_text(header, "goal"));
    text_section("Watch for", extra_text(header, "watch_for"));
    text_section("Notes", header.notes);
  } else if (session.position() > 0) {
    ui::section(("Step " + std::to_string(session.position())).c_str());
    ImGui::PushTextWrapPos(0.0f);
    if (step.outcome == sim::Outcome::kOk) {
      ImGui::TextUnformatted(step.summary.c_str());
    } else {
      ui::text_wrong(step.summary);
    }
    ImGui::PopTextWrapPos();
    ui::copy_menu("copy summary", step.summary, "Copy sentence");
  }
  draw_violations(session.world());
  draw_changes(session);
  if (session.position() > 0 && !told) {
    text_section("Watch for", extra_text(header, "watch_for"));
    text_section("Goal", extra_text(header, "goal"));
    text_section("Notes", header.notes);
  }
  draw_counters(session.world());
}

void draw_wrapper_facts(const AppState& state, uint32_t number) {
  const sim::World& world = state.session()->world();
  for (const sim::PartWrapper* part : world.all_wrappers()) {
    if (part->number != number) continue;
    title((part->kind == sim::PartKind::kMem ? "Mem part " : "Part ") + sim::part_text(*part),
          "wrapper " + std::to_string(number) + " of process " + std::to_string(world.process));
    if (!ui::begin_fields("wrapper")) return;
    field("state", std::string(sim::name_of(part->state)),
          "active: queries read it. removing: it has left, whoever holds it may finish. removed: "
          "nobody holds it");
    if (part->state != sim::PartState::kRemoved) {
      field("role", model::describe(model::role_of(world, *part)));
      field("references", std::to_string(part->ref));
      field("held by", sim::holders_text(world, *part));
    }
    field("removable", part->removable ? "yes" : "no",
          "whether its directory is deleted with its last reference");
    mono_field("part ID", std::to_string(part->part_id),
               "what introductions compare; a merged part has 0 at seed");
    if (part->kind == sim::PartKind::kFile) {
      mono_field("directory", format::part_directory_name(part->directory_id));
    }
    field("rows", grouped(part->row_count));
    field("blocks", grouped(part->block_count));
    mono_field("min key", grouped(part->key_min), "of its manifest, right or wrong");
    mono_field("max key", grouped(part->key_max), "of its manifest, right or wrong");
    std::string epochs;
    for (const uint64_t epoch : world.epochs_of(*part)) {
      epochs += (epochs.empty() ? "" : ", ") + std::to_string(epoch);
    }
    field("epochs noted", epochs.empty() ? "none" : epochs,
          "writes and flushes note their epoch on the parts they carry over");
    ui::end_fields();
    return;
  }
}

void draw_snapshot_facts(const AppState& state, uint32_t number, Commands& commands) {
  const sim::World& world = state.session()->world();
  const sim::Snapshot* snapshot = world.find_snapshot(number);
  if (snapshot == nullptr) {
    title("Snapshot " + std::to_string(number), "gone: its last reference was given back");
    return;
  }
  title("Snapshot of epoch " + std::to_string(snapshot->epoch),
        number == world.current ? "the current one" : "not current any more");
  if (ui::begin_fields("snapshot")) {
    field("references", std::to_string(snapshot->ref));
    std::vector<std::string> holders = sim::holders_of(world, number);
    if (number == world.current) holders.insert(holders.begin(), "the instance");
    field("held by", holders.empty() ? "nobody: leaked" : join(holders));
    field("parts", std::to_string(snapshot->parts->size()));
    ui::end_fields();
  }
  for (const uint32_t part : *snapshot->parts) {
    const sim::PartWrapper* wrapper = world.find_live(part);
    if (wrapper == nullptr) continue;
    const std::string label =
        part_title(*wrapper) + ", " + std::string(sim::name_of(wrapper->state));
    if (ImGui::Selectable((label + "##" + std::to_string(part)).c_str())) {
      model::SelectCommand select;
      select.wrapper = part;
      commands.emplace_back(std::move(select));
    }
  }
}

void draw_holder_facts(const AppState& state, const std::string& holder) {
  const sim::World& world = state.session()->world();
  const sim::Operation* operation = world.find_operation(holder);
  if (operation == nullptr) {
    title(holder, holder == "current"  ? "the instance's pointer to its current snapshot"
                  : holder == "nobody" ? "references that nobody can give back"
                                       : "is not under way at this step");
    return;
  }
  title(holder, std::string(sim::name_of(operation->kind)) + ", under way");
  if (!ui::begin_fields("holder")) return;
  const sim::Snapshot* snapshot = world.find_snapshot(operation->snapshot);
  field("holds", snapshot == nullptr ? "nothing"
                                     : "the snapshot of epoch " + std::to_string(snapshot->epoch));
  if (!operation->inputs.empty()) {
    std::string inputs;
    for (const uint32_t input : operation->inputs) {
      const sim::PartWrapper* part = world.find_live(input);
      inputs +=
          (inputs.empty() ? "" : ", ") + (part == nullptr ? "one that is gone" : part_title(*part));
    }
    field("inputs", inputs);
  }
  if (const sim::PartWrapper* output = world.find_live(operation->output)) {
    field("output", part_title(*output) + ", not introduced");
  }
  for (const auto& flushed : operation->flushed) {
    field("flushed", "mem part " + std::to_string(flushed.part_id));
  }
  ui::end_fields();
}

}  // namespace sidx::views
