#include "core/sim/trace.h"

#include "core/encoding/array_value.h"
#include "core/format/file_names.h"
#include "core/format/snapshot_manifest.h"
#include "core/sim/json_text.h"

namespace sidx::sim {
namespace {

std::string hex_of(std::string_view bytes) {
  return to_hex(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
}

Json snapshot_json(const World& world) {
  const Snapshot* snapshot = world.current_snapshot();
  if (snapshot == nullptr || world.dead) return nullptr;
  Json ids = Json::array();
  Json numbers = Json::array();
  for (const uint32_t number : *snapshot->parts) {
    const PartWrapper* part = world.find_live(number);
    ids.push_back(std::to_string(part == nullptr ? 0 : part->part_id));
    numbers.push_back(number);
  }
  return Json{{"epoch", std::to_string(snapshot->epoch)},
              {"ref", snapshot->ref},
              {"parts", std::move(ids)},
              {"w", std::move(numbers)}};
}

Json part_json(const World& world, const PartWrapper& part) {
  Json epochs = Json::array();
  for (const uint64_t epoch : world.epochs_of(part)) epochs.push_back(std::to_string(epoch));
  Json directory = nullptr;
  if (part.kind == PartKind::kFile) directory = format::part_directory_name(part.directory_id);
  return Json{{"w", part.number},
              {"id", std::to_string(part.part_id)},
              {"kind", name_of(part.kind)},
              {"state", name_of(part.state)},
              {"ref", part.ref},
              {"removable", part.removable},
              {"rows", part.row_count},
              {"blocks", part.block_count},
              {"min_key", std::to_string(part.key_min)},
              {"max_key", std::to_string(part.key_max)},
              {"epochs", std::move(epochs)},
              {"dir", std::move(directory)}};
}

void add_process(Json& state, const World& world) {
  state["snapshot"] = snapshot_json(world);
  if (world.dead) {
    for (const char* member : {"parts", "next_epoch", "cur_part_id", "gc"}) {
      state[member] = nullptr;
    }
    return;
  }
  Json parts = Json::array();
  for (const PartWrapper* part : world.all_wrappers()) parts.push_back(part_json(world, *part));
  state["parts"] = std::move(parts);
  state["next_epoch"] = std::to_string(world.next_epoch);
  state["cur_part_id"] = std::to_string(world.current_part_id);
  Json deletable = Json::array();
  for (const uint64_t epoch : world.gc_deletable.get()) deletable.push_back(std::to_string(epoch));
  state["gc"] =
      Json{{"live", std::to_string(world.gc_live_epoch)}, {"deletable", std::move(deletable)}};
}

void add_directory(Json& state, const World& world) {
  Json names = Json::array();
  Json snapshots = Json::object();
  for (const Rc<DiskEntry>& entry : world.disk) {
    names.push_back(entry->name + (entry->is_directory ? "/" : ""));
    if (entry->is_directory || !entry->name.ends_with(format::kSnapshotExtension)) continue;
    const auto listed = format::read_snapshot_manifest(ByteView(*entry->bytes));
    snapshots[entry->name] = listed.ok() ? Json(*listed) : Json(nullptr);
  }
  state["disk"] = std::move(names);
  state["snp"] = std::move(snapshots);
}

Json value_json(const query::RowTag& tag, bool elements) {
  Json object{{"type", static_cast<int>(tag.type)}};
  if (!elements || !tag.value) {
    object["value"] = tag.value ? Json(hex_of(*tag.value)) : Json(nullptr);
    return object;
  }
  Json values = Json::array();
  if (tag.type == encoding::ValueType::kStrArr) {
    for (const std::string& item : encoding::split_str_array(*tag.value).elements) {
      values.push_back(hex_of(item));
    }
  } else {
    for (size_t at = 0; at + 8 <= tag.value->size(); at += 8) {
      values.push_back(hex_of(std::string_view(*tag.value).substr(at, 8)));
    }
  }
  object["values"] = std::move(values);
  return object;
}

bool is_array(encoding::ValueType type) {
  return type == encoding::ValueType::kStrArr || type == encoding::ValueType::kInt64Arr;
}

Json rows_json(const std::vector<query::QueryRow>& rows, bool show_elements) {
  Json elements = Json::array();
  for (const query::QueryRow& row : rows) {
    Json tags = Json::object();
    for (const query::RowTag& tag : row.tags) {
      // QUIRK: Array tags come back as one marshalled value (S31).
      tags[tag.name] = value_json(tag, show_elements && is_array(tag.type));
    }
    elements.push_back(Json{{"series", std::to_string(row.series_id)},
                            {"key", std::to_string(row.key)},
                            {"data", hex_of(row.data)},
                            {"tags", std::move(tags)}});
  }
  return Json{{"elements", std::move(elements)}};
}

Json blocks_json(const std::vector<ListedBlock>& blocks) {
  Json list = Json::array();
  for (const ListedBlock& block : blocks) {
    list.push_back(Json{{"w", block.wrapper},
                        {"series", std::to_string(block.header.series_id)},
                        {"rows", block.header.row_count},
                        {"min_key", std::to_string(block.header.key_min)},
                        {"max_key", std::to_string(block.header.key_max)}});
  }
  return Json{{"blocks", std::move(list)}};
}

std::string dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string write_state(size_t index, const Event& event, const StepResult& result) {
  const bool ok = result.outcome == Outcome::kOk;
  Json state{{"step", index}, {"op", name_of(event.op)}, {"ok", ok}, {"error", nullptr}};
  if (!ok) {
    state["error"] = (result.outcome == Outcome::kPanic ? "panic: " : "") + result.message;
  }
  add_process(state, result.world);
  add_directory(state, result.world);
  if (ok && result.rows) {
    state["result"] = rows_json(*result.rows, result.world.fixes().has(Fix::kS31));
  }
  if (ok && result.blocks) state["result"] = blocks_json(*result.blocks);
  return dump(state);
}

std::string write_state(size_t index, const PlayedStep& step) {
  StepResult result;
  result.world = step.world;
  result.outcome = step.outcome;
  result.message = step.message;
  result.rows = step.rows;
  result.blocks = step.blocks;
  return write_state(index, step.event, result);
}

std::string write_trace(const Scenario& scenario, const std::vector<std::string>& states) {
  std::string text = R"({"format":"sidx-trace/1","title":)" + dump(Json(scenario.title)) +
                     R"(,"profile":")" + scenario.profile_name() + "\",\"steps\":[";
  for (size_t i = 0; i < states.size(); i++) text += (i == 0 ? "\n" : ",\n") + states[i];
  return text + "\n]}\n";
}

Run run_scenario(const Scenario& scenario) {
  Run run;
  run.world = new_world(scenario.settings());
  StepOptions options;
  options.ledger = false;
  options.summary = false;
  for (size_t i = 0; i < scenario.steps.size() && !run.world.dead; i++) {
    StepResult result = step(run.world, scenario.steps[i], options);
    run.states.push_back(write_state(i, scenario.steps[i], result));
    run.world = std::move(result.world);
  }
  return run;
}

}  // namespace sidx::sim
