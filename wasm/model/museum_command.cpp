#include "wasm/model/museum_command.h"

#include <utility>

#include "wasm/model/command_json.h"

namespace sidx::model {
namespace {

using Json = nlohmann::ordered_json;
using Parsed = std::variant<MuseumCommand, std::string>;

Json object_member(const Json& json, const char* name) {
  const auto member = json.find(name);
  return member == json.end() ? Json() : *member;
}

Parsed parse_index(const Json& json) {
  MuseumIndexCommand command;
  command.error = text_member(json, "error");
  if (!command.error.empty()) return MuseumCommand(std::move(command));
  if (!command.museum.load(object_member(json, "index"))) {
    return std::string("museum_index needs an index with a list museum");
  }
  return MuseumCommand(std::move(command));
}

}  // namespace

std::optional<Parsed> parse_museum_command(const std::string& op, const Json& json) {
  if (op == "museum_index") return parse_index(json);
  if (op == "museum_filter") return MuseumCommand(MuseumFilterCommand{text_member(json, "text")});
  if (op != "exhibit_parts") return std::nullopt;
  auto exhibit = read_exhibit(object_member(json, "exhibit"));
  if (!exhibit || !exhibit->shows_parts()) {
    return Parsed(std::string("exhibit_parts needs the document of an exhibit of parts"));
  }
  return MuseumCommand(ExhibitPartsCommand{*std::move(exhibit)});
}

}  // namespace sidx::model
