#include "wasm/model/table_text.h"

#include <algorithm>
#include <array>
#include <set>

#include "core/part/value_text.h"
#include "core/sim/narration.h"
#include "wasm/model/app_state.h"
#include "wasm/model/block_rows.h"
#include "wasm/model/ledger_lines.h"

namespace sidx::model {
namespace {

using Made = std::variant<TableText, std::string>;

struct KindText {
  std::string_view name;
  const char* title;
};
constexpr std::array<KindText, kTableKindCount> kKinds{{{"blocks", "Blocks"},
                                                        {"elements", "Elements"},
                                                        {"result", "Result"},
                                                        {"ledger", "Ledger"},
                                                        {"events", "Events"},
                                                        {"findings", "Findings"}}};

Made blocks_table(const AppState& state) {
  const std::vector<BlockRow> rows = block_rows(state);
  if (rows.empty()) return "no block is known";
  if (rows.size() > kTableRowsMax) return "too many blocks: select a part";
  TableText table{{"part", "block", "series ID", "min key", "max key", "rows", "raw bytes",
                   "stored bytes", "keys", "tags", "primary"},
                  {}};
  for (const BlockRow& row : rows) {
    const OpenPart& part = state.document().parts[row.part];
    const BlockSummary& block = part.blocks[row.block];
    table.rows.push_back(
        {part.short_name, std::to_string(row.block), std::to_string(block.series_id),
         std::to_string(block.key_min), std::to_string(block.key_max),
         std::to_string(block.row_count), std::to_string(block.uncompressed_size),
         std::to_string(block.stored_size), keys_encoding_text(block.keys_encoding),
         std::to_string(block.tag_count), std::to_string(block.primary_block)});
  }
  return table;
}

/// Cells of tags that a row does not have are empty; so are unreadable ones.
Made elements_table(const AppState& state) {
  const OpenBlock* block = state.open_block();
  if (block == nullptr) return "no block is selected";
  if (block->content() == nullptr) return "the block has not been read";
  if (block->row_count() > kTableRowsMax) return "too many elements for one table";
  const part::BlockContent& content = *block->content();
  TableText table{{"row", "user key", "data"}, {}};
  for (const part::TagContent& tag : content.tags) table.headers.push_back(tag.name);
  for (size_t row = 0; row < block->row_count(); row++) {
    std::vector<std::string> cells{
        std::to_string(row), content.keys.ok() ? std::to_string((*content.keys)[row]) : "",
        content.data.ok() ? part::data_text(content.data->values.at(row)) : ""};
    for (const part::TagContent& tag : content.tags) {
      const bool has = tag.column.ok() && !tag.column->is_nil(row);
      cells.push_back(has ? part::value_text(tag.column->type, tag.column->stored(row)) : "");
    }
    table.rows.push_back(std::move(cells));
  }
  return table;
}

std::string part_name(const sim::World& world, uint32_t wrapper) {
  const sim::PartWrapper* part = world.find_live(wrapper);
  if (part == nullptr) return "wrapper " + std::to_string(wrapper);
  return (part->kind == sim::PartKind::kMem ? "mem " : "") + sim::part_text(*part);
}

TableText rows_table(const sim::World& world, const std::vector<query::QueryRow>& rows) {
  std::set<std::string> names;
  for (const query::QueryRow& row : rows) {
    for (const query::RowTag& tag : row.tags) names.insert(tag.name);
  }
  TableText table{{"row", "series", "user key", "data", "part"}, {}};
  table.headers.insert(table.headers.end(), names.begin(), names.end());
  for (size_t i = 0; i < rows.size(); i++) {
    const query::QueryRow& row = rows[i];
    std::vector<std::string> cells{std::to_string(i), std::to_string(row.series_id),
                                   std::to_string(row.key), part::data_text(row.data),
                                   part_name(world, row.wrapper)};
    for (const std::string& name : names) {
      const auto tag = std::find_if(row.tags.begin(), row.tags.end(),
                                    [&](const query::RowTag& item) { return item.name == name; });
      const bool has = tag != row.tags.end() && tag->value;
      cells.push_back(has ? part::value_text(tag->type, *tag->value) : "");
    }
    table.rows.push_back(std::move(cells));
  }
  return table;
}

Made result_table(const AppState& state) {
  const sim::PlayedStep& step = state.session()->step();
  const sim::World& world = step.world;
  if (step.rows) {
    if (step.rows->size() > kTableRowsMax) return "too many rows for one table";
    return rows_table(world, *step.rows);
  }
  if (!step.blocks) return "this step returns nothing";
  TableText table{{"block", "part", "series", "rows", "min key", "max key"}, {}};
  for (size_t i = 0; i < step.blocks->size(); i++) {
    const sim::ListedBlock& block = (*step.blocks)[i];
    table.rows.push_back(
        {std::to_string(i), part_name(world, block.wrapper), std::to_string(block.header.series_id),
         std::to_string(block.header.row_count), std::to_string(block.header.key_min),
         std::to_string(block.header.key_max)});
  }
  return table;
}

Made ledger_table(const AppState& state) {
  TableText table{{"step", "of", "holder", "change", "count", "why"}, {}};
  for (const LedgerRow& row : ledger_rows(*state.session(), state.selection(), kTableRowsMax)) {
    table.rows.push_back({std::to_string(row.step), row.what, row.holder,
                          row.delta > 0 ? "+1" : std::to_string(row.delta),
                          std::to_string(row.count), row.reason});
  }
  if (table.rows.empty()) return "nobody has taken a reference yet";
  return table;
}

Made events_table(const AppState& state) {
  const sim::History& history = state.session()->history();
  const size_t branch = history.active_branch();
  if (history.length(branch) == 0) return "nothing has been played";
  if (history.length(branch) > kTableRowsMax) return "too many steps for one table";
  TableText table{{"step", "operation", "as", "outcome", "what it did"}, {}};
  for (size_t i = 1; i <= history.length(branch); i++) {
    const sim::PlayedStep& step = history.at(branch, i);
    const char* outcome = step.outcome == sim::Outcome::kOk      ? "ok"
                          : step.outcome == sim::Outcome::kError ? "refused"
                                                                 : "panic";
    table.rows.push_back({std::to_string(i), std::string(sim::name_of(step.event.op)),
                          step.event.as, outcome, step.summary});
  }
  return table;
}

Made findings_table(const AppState& state) {
  TableText table{{"severity", "part", "rule", "file", "offset", "field", "expected", "found",
                   "meaning", "consequence"},
                  {}};
  for (const OpenPart& part : state.document().parts) {
    for (const part::Finding& finding : part.findings) {
      const part::RuleText& rule = part::text_of(finding.rule);
      const Location& where = finding.where;
      std::string offset = std::to_string(where.offset);
      if (where.inner_offset) offset += "+" + std::to_string(*where.inner_offset);
      table.rows.push_back({std::string(part::name_of(rule.severity)), part.short_name,
                            std::string(rule.id), where.file.substr(where.file.rfind('/') + 1),
                            std::move(offset), finding.field, finding.expected, finding.found,
                            std::string(rule.meaning), std::string(rule.consequence)});
    }
  }
  if (table.rows.empty()) return "there are no findings";
  return table;
}

/// Another program must not take a cell apart.
std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string markdown_cell(const std::string& text) {
  std::string cell;
  for (const char c : text) {
    if (c == '|' || c == '\\') cell += '\\';
    cell += c == '\n' || c == '\r' ? ' ' : c;
  }
  return cell;
}

}  // namespace

std::string_view name_of(TableKind table) { return kKinds[static_cast<size_t>(table)].name; }
const char* title_of(TableKind table) { return kKinds[static_cast<size_t>(table)].title; }

Made table_text(const AppState& state, TableKind table) {
  if (!state.has_document()) return "nothing is open";
  switch (table) {
    case TableKind::kBlocks:
      return blocks_table(state);
    case TableKind::kElements:
      return elements_table(state);
    case TableKind::kFindings:
      return findings_table(state);
    case TableKind::kResult:
    case TableKind::kLedger:
    case TableKind::kEvents:
      break;
  }
  if (state.session() == nullptr) return "no scenario is open";
  return table == TableKind::kResult   ? result_table(state)
         : table == TableKind::kLedger ? ledger_table(state)
                                       : events_table(state);
}

std::vector<TableKind> shown_tables(const AppState& state) {
  std::vector<TableKind> tables;
  if (!state.has_document()) return tables;
  if (state.view() == ViewTab::kBlocks) tables.push_back(TableKind::kBlocks);
  if (state.view() == ViewTab::kElements) tables.push_back(TableKind::kElements);
  if (state.view() == ViewTab::kSnapshots) tables.push_back(TableKind::kLedger);
  if (!state.drawer_open()) return tables;
  switch (state.drawer()) {
    case DrawerTab::kEvents:
      tables.push_back(TableKind::kEvents);
      break;
    case DrawerTab::kResult:
      tables.push_back(TableKind::kResult);
      break;
    case DrawerTab::kLedger:
      if (tables.empty() || tables.back() != TableKind::kLedger) {
        tables.push_back(TableKind::kLedger);
      }
      break;
    case DrawerTab::kFindings:
      tables.push_back(TableKind::kFindings);
      break;
    default:
      break;
  }
  return tables;
}

std::string write_csv(const TableText& table) {
  std::string text;
  const auto add = [&](const std::vector<std::string>& cells) {
    for (size_t i = 0; i < cells.size(); i++) text += (i == 0 ? "" : ",") + csv_cell(cells[i]);
    text += "\r\n";
  };
  add(table.headers);
  for (const auto& row : table.rows) add(row);
  return text;
}

std::string write_markdown(const TableText& table) {
  std::string text;
  const auto add = [&](const std::vector<std::string>& cells) {
    for (const std::string& cell : cells) text += "| " + markdown_cell(cell) + " ";
    text += "|\n";
  };
  add(table.headers);
  for (size_t i = 0; i < table.headers.size(); i++) text += "| --- ";
  text += "|\n";
  for (const auto& row : table.rows) add(row);
  return text;
}

}  // namespace sidx::model
