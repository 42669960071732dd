#include "tests/support/random_scenario.h"

#include <vector>

namespace sidx::testing {
namespace {

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

std::string write_step(Random& random, int& serial) {
  std::string elements;
  const size_t count = 1 + random.below(4);
  for (size_t i = 0; i < count; i++) {
    const int64_t key = static_cast<int64_t>(random.below(40)) - 10;
    std::string tags;
    if (random.one_in(2)) tags += R"("svc": ")" + std::string(1, "abc"[random.below(3)]) + "\"";
    if (random.one_in(3)) {
      tags +=
          std::string(tags.empty() ? "" : ", ") + R"("dur": )" + std::to_string(random.below(9));
    }
    elements += std::string(i == 0 ? "" : ", ") + R"({"series": ")" +
                std::to_string(1 + random.below(3)) + R"(", "key": ")" + std::to_string(key) +
                R"(", "data": "d)" + std::to_string(serial++) + R"(", "tags": {)" + tags + "}}";
  }
  return R"({"op": "write", "elements": [)" + elements + "]}";
}

std::string sync_step(const sim::World& world, Random& random) {
  std::string ids;
  if (const sim::Snapshot* snapshot = world.current_snapshot()) {
    for (const uint32_t number : *snapshot->parts) {
      if (!random.one_in(3)) continue;
      ids += (ids.empty() ? "" : ", ") + quoted(std::to_string(world.find_live(number)->part_id));
    }
  }
  return R"({"op": "sync", "parts": [)" + ids + "]}";
}

std::string query_fields(Random& random) {
  std::string fields = R"("series": ["1", "2", "3"])";
  if (random.one_in(2)) fields += R"(, "min": "0")";
  if (random.one_in(3)) fields += R"(, "max": "20")";
  if (random.one_in(3)) fields += R"(, "order": "desc")";
  if (random.one_in(4)) fields += R"(, "limit": 3)";
  if (random.one_in(4)) fields += R"(, "filter": {"eq": ["svc", "a"]})";
  return fields;
}

std::string fault_step(const sim::World& world, Random& random) {
  if (world.disk.empty()) return R"({"op": "write_file", "path": "stray/x", "text": "x"})";
  const sim::DiskEntry& entry = *world.disk[random.below(world.disk.size())];
  std::string path = entry.name;
  if (entry.is_directory) {
    const part::FileMap files = sim::files_of(entry);
    if (files.empty()) return R"({"op": "remove_file", "path": ")" + path + "\"}";
    auto file = files.begin();
    std::advance(file, static_cast<std::ptrdiff_t>(random.below(files.size())));
    path += "/" + file->first;
  }
  switch (random.below(3)) {
    case 0:
      return R"({"op": "remove_file", "path": ")" + path + "\"}";
    case 1:
      return R"({"op": "truncate_file", "path": ")" + path + R"(", "size": )" +
             std::to_string(random.below(60)) + "}";
    default:
      return R"({"op": "write_file", "path": ")" + path + R"(", "hex": ")" +
             to_hex(random.bytes(random.below(40))) + "\"}";
  }
}

}  // namespace

sim::Event random_event(const sim::World& world, Random& random, const Menu& menu, int& serial) {
  using sim::Op;
  if (random.one_in(4)) return event_of(write_step(random, serial));
  std::vector<sim::Command> commands;
  for (sim::Command& command : sim::possible_commands(world)) {
    if (command.enabled) commands.push_back(std::move(command));
  }
  for (;;) {
    const sim::Command& command = commands[random.below(commands.size())];
    const std::string op(name_of(command.op));
    switch (command.op) {
      case Op::kWrite:
      case Op::kWriteRange:
      case Op::kGenerate:
        return event_of(write_step(random, serial));
      case Op::kSync:
        if (!menu.sync || world.current == 0) continue;
        return event_of(sync_step(world, random));
      case Op::kReopen:
        if (!menu.reopen || !random.one_in(3)) continue;
        return event_of(R"({"op": "reopen"})");
      case Op::kQuery:
        return event_of(R"({"op": "query", )" + query_fields(random) + "}");
      case Op::kQueryBegin:
        return event_of(R"({"op": "query_begin", "as": )" + quoted(command.as) + ", " +
                        query_fields(random) + "}");
      case Op::kRemoveFile:
      case Op::kTruncateFile:
      case Op::kWriteFile:
        if (!menu.faults) continue;
        return event_of(fault_step(world, random));
      default:
        if (command.as.empty()) return event_of(R"({"op": ")" + op + "\"}");
        return event_of(R"({"op": ")" + op + R"(", "as": )" + quoted(command.as) + "}");
    }
  }
}

}  // namespace sidx::testing
