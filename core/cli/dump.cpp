#include <cstdio>
#include <set>

#include "core/cli/commands.h"
#include "core/cli/part_document.h"
#include "core/part/value_text.h"

namespace sidx::cli {
namespace {

/// Calls `visit` for each block that the filter lets through; a visitor returns false to stop.
template <typename Visit>
void visit_blocks(const part::PartReader& reader, const ElementFilter& filter,
                  std::vector<Error>& errors, Visit visit) {
  const auto primaries = reader.read_primary_blocks();
  if (!primaries.ok()) {
    errors.push_back(primaries.error());
    return;
  }
  for (const auto& metadata : *primaries) {
    const auto primary = reader.read_primary_block(metadata);
    if (!primary.ok()) {
      errors.push_back(primary.error());
      continue;
    }
    if (primary->error) errors.push_back(*primary->error);
    for (const format::BlockMetadata& block : primary->blocks) {
      if (filter.may_match(block) && !visit(block)) return;
    }
  }
}

std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

/// Prints rows as lines of text or CSV, limited over all parts together.
class RowPrinter {
 public:
  RowPrinter(const ElementFilter& filter, bool csv, std::vector<Error>& errors)
      : filter_(filter), csv_(csv), errors_(errors), left_(filter.limit.value_or(UINT64_MAX)) {}

  /// The columns of a CSV are the tags of all parts.
  void collect_columns(const part::PartReader& reader) {
    std::vector<Error> seen_again;  // the same errors come when the rows are printed
    visit_blocks(reader, filter_, seen_again, [&](const format::BlockMetadata& block) {
      for (const auto& tag : block.tags) columns_.insert(tag.name);
      return true;
    });
  }

  void print_header() const {
    std::string line = "part,series,key,data";
    for (const std::string& column : columns_) line += "," + csv_field(column);
    std::puts(line.c_str());
  }

  void print_part(const std::string& name, const part::PartReader& reader) {
    visit_blocks(reader, filter_, errors_, [&](const format::BlockMetadata& block) {
      const part::BlockContent content = reader.read_block(block);
      if (const Error* error = content.first_error()) errors_.push_back(*error);
      const std::vector<size_t> rows = matching_rows(content, filter_, left_);
      for (const size_t row : rows) print_row(name, block.series_id, content, row);
      left_ -= rows.size();
      return left_ > 0;
    });
  }

 private:
  void print_row(const std::string& part, uint64_t series, const part::BlockContent& content,
                 size_t row) const {
    const std::string key = std::to_string((*content.keys)[row]);
    const std::string data =
        content.data.ok() ? part::data_text(content.data->values.at(row)) : "unreadable";
    std::string line;
    if (csv_) {
      line = csv_field(part) + "," + std::to_string(series) + "," + key + "," + csv_field(data);
      for (const std::string& column : columns_) {
        line += ",";
        for (const part::TagContent& tag : content.tags) {
          if (tag.name == column) line += csv_field(tag_text(tag, row));
        }
      }
    } else {
      line = part + "  series " + std::to_string(series) + "  key " + key + "  " + data;
      for (const part::TagContent& tag : content.tags) {
        if (tag.column.ok() && tag.column->is_nil(row)) continue;
        line += "  " + tag.name + "=" + tag_text(tag, row);
      }
    }
    std::puts(line.c_str());
  }

  static std::string tag_text(const part::TagContent& tag, size_t row) {
    if (!tag.column.ok()) return "unreadable";
    if (tag.column->is_nil(row)) return "";
    return part::value_text(tag.column->type, tag.column->stored(row));
  }

  ElementFilter filter_;
  bool csv_;
  std::vector<Error>& errors_;
  uint64_t left_;
  std::set<std::string> columns_;
};

}  // namespace

int dump_elements(const Arguments& arguments) {
  ArgumentParser parser("dump", arguments);
  const bool json = parser.flag("--json");
  const bool csv = parser.flag("--csv");
  ElementFilter filter;
  filter.series_id = parser.uint64_option("--series");
  filter.key_min = parser.int64_option("--min");
  filter.key_max = parser.int64_option("--max");
  filter.limit = parser.uint64_option("--limit");
  std::vector<std::string> paths;
  if (!parser.finish(1, paths)) return kExitError;

  std::vector<Error> errors;
  const Result<Upload> upload = open_upload(paths[0]);
  if (!upload.ok()) {
    errors.push_back(upload.error());
  } else if (json) {
    print_document(*upload, &filter, errors);
  } else {
    RowPrinter printer(filter, csv, errors);
    if (csv) {
      for (const size_t node : upload->tree.parts) {
        printer.collect_columns(part::PartReader(upload->part_files(node)));
      }
      printer.print_header();
    }
    for (const size_t node : upload->tree.parts) {
      printer.print_part(upload->tree.nodes[node].name, part::PartReader(upload->part_files(node)));
    }
  }
  print_errors(errors);
  return errors.empty() ? kExitOk : kExitError;
}

}  // namespace sidx::cli
