#include "wasm/model/share_command.h"

#include "wasm/model/command_json.h"

namespace sidx::model {

using Parsed = std::variant<ShareCommand, std::string>;

std::optional<Parsed> parse_share_command(const std::string& op,
                                          const nlohmann::ordered_json& json) {
  if (op == "copy_link") {
    if (!may_be_index(json, "step")) return Parsed("step is a number from 0 on");
    return Parsed(ShareCommand(CopyLinkCommand{index_member(json, "step")}));
  }
  if (op == "open_link") {
    return Parsed(ShareCommand(OpenLinkCommand{text_member(json, "fragment")}));
  }
  if (op != "export") return std::nullopt;
  const std::string what = text_member(json, "what");
  if (what == "png") return Parsed(ShareCommand(ExportPictureCommand{}));
  if (what != "csv" && what != "markdown") return std::nullopt;
  ExportTableCommand table;
  table.markdown = what == "markdown";
  table.copy = bool_member(json, "copy", false);
  const std::string name = text_member(json, "table");
  for (int i = 0; i < kTableKindCount; i++) {
    if (name_of(static_cast<TableKind>(i)) == name) table.table = static_cast<TableKind>(i);
  }
  if (!name.empty() && !table.table) return Parsed("there is no table '" + name + "'");
  return Parsed(ShareCommand(table));
}

}  // namespace sidx::model
