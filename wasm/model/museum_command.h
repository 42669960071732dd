#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <variant>

#include "wasm/model/museum.h"

/// What can be done in the bug museum; see command.h. The page fetches the documents: its command
/// {"op":"open_exhibit","id":"S9"} opens one, and {"op":"museum"} shows the list.
namespace sidx::model {

/// {"op":"museum_index","index":{"museum":[..]}}: the list of exhibits, from the page;
/// {"op":"museum_index","error":".."}: why there is none
struct MuseumIndexCommand {
  Museum museum;
  std::string error;
};
/// {"op":"museum_filter","text":"lost merge"}: exhibits with all these words
struct MuseumFilterCommand {
  std::string text;
};
/// {"op":"exhibit_parts","exhibit":{..}}: the parts that are open are those of this document
struct ExhibitPartsCommand {
  Exhibit exhibit;
};

using MuseumCommand = std::variant<MuseumIndexCommand, MuseumFilterCommand, ExhibitPartsCommand>;

/// Nothing if `op` is no such command; otherwise the command or what is wrong with it.
std::optional<std::variant<MuseumCommand, std::string>> parse_museum_command(
    const std::string& op, const nlohmann::ordered_json& json);

}  // namespace sidx::model
