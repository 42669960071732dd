#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <variant>

#include "wasm/model/table_text.h"

/// What can be given to others; see command.h.
namespace sidx::model {

/// {"op":"copy_link"}: the scenario with its step, view and selection; {"op":"copy_link","step":3}
struct CopyLinkCommand {
  std::optional<size_t> step;
};
/// {"op":"open_link","fragment":"#v1.…"}, or a whole address
struct OpenLinkCommand {
  std::string fragment;
};
/// {"op":"export","what":"csv","table":"blocks"}, "markdown": a table as a file, or with
/// {"copy":true} to the clipboard. Without a table the first that is on screen.
struct ExportTableCommand {
  bool markdown = false;
  bool copy = false;
  std::optional<TableKind> table;
};
/// {"op":"export","what":"png"}: the shown view as a picture
struct ExportPictureCommand {};

using ShareCommand =
    std::variant<CopyLinkCommand, OpenLinkCommand, ExportTableCommand, ExportPictureCommand>;

/// Nothing if `op` is no such command; otherwise the command or what is wrong with it.
std::optional<std::variant<ShareCommand, std::string>> parse_share_command(
    const std::string& op, const nlohmann::ordered_json& json);

}  // namespace sidx::model
