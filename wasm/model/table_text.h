#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// Tables as text, for other programs: numbers without typography, values whole.
namespace sidx::model {

class AppState;

enum class TableKind : uint8_t { kBlocks, kElements, kResult, kLedger, kEvents, kFindings };
inline constexpr int kTableKindCount = 6;
std::string_view name_of(TableKind table);  // "blocks", "elements", …
/// "Blocks", "Elements", …: as on the tab.
const char* title_of(TableKind table);

struct TableText {
  std::vector<std::string> headers;
  std::vector<std::vector<std::string>> rows;  // as many cells as there are headers
};
/// A table of more rows is not made: it would take too much memory as text.
inline constexpr size_t kTableRowsMax = 500'000;

/// What the table shows now, or why there is nothing of it.
std::variant<TableText, std::string> table_text(const AppState& state, TableKind table);
/// The tables that are on screen: at most one of the view and one of the drawer.
std::vector<TableKind> shown_tables(const AppState& state);

/// RFC 4180: a line for the headers and for each row; what needs quotes has them.
std::string write_csv(const TableText& table);
/// A table of GitHub-flavoured Markdown; line breaks in cells become spaces.
std::string write_markdown(const TableText& table);

}  // namespace sidx::model
