#include "core/cli/part_document.h"

#include <cstdio>
#include <filesystem>

#include "core/part/content_digest.h"

namespace sidx::cli {
namespace {

void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

/// Prints one part's document, members in reading order.
class PartPrinter {
 public:
  PartPrinter(const Upload& upload, size_t node, const ElementFilter* elements,
              std::vector<Error>& errors)
      : upload_(upload),
        node_(node),
        reader_(upload.part_files(node)),
        elements_(elements),
        errors_(errors),
        rows_left_(elements != nullptr ? elements->limit.value_or(UINT64_MAX) : 0) {}

  void run() {
    print_head();
    print(",\"blocks\":[");
    for (const format::PrimaryBlockMetadata& metadata : primaries_) print_primary_block(metadata);
    print("],\"note\":" + dump(note()) + "}");
  }

 private:
  void print_head() {
    const part::StorageNode& node = upload_.tree.nodes[node_];
    const std::filesystem::path path = upload_.part_path(node_);
    Json head{{"path", path.string()},
              {"dir", node.name},
              {"case", path.parent_path().filename().string()}};
    const Result<part::FormatVariant> variant = part::detect_format_variant(reader_);
    if (variant.ok()) {
      head["engine"] = engine_text(*variant);
      head["merged"] = variant->merged;
      head["variant"] = to_json(*variant);
    }
    head["snapshot"] = part::name_of(upload_.snapshot_status(node_));
    const auto manifest = keep(reader_.read_manifest());
    const auto manifest_text = keep(reader_.read_manifest_text(), false);
    if (manifest) head["manifest"] = Json::parse(*manifest_text, nullptr, false);
    if (manifest_text) manifest_text_ = *manifest_text;
    if (auto primaries = keep(reader_.read_primary_blocks())) primaries_ = std::move(*primaries);
    head["primary_blocks"] = Json::array();
    for (const auto& metadata : primaries_) head["primary_blocks"].push_back(to_json(metadata));
    std::string text = dump(head);
    text.pop_back();  // the closing brace: more members follow
    print(text);
  }

  void print_primary_block(const format::PrimaryBlockMetadata& metadata) {
    const auto primary = keep(reader_.read_primary_block(metadata));
    if (!primary) {
      complete_ = false;
      return;
    }
    if (primary->error) {
      errors_.push_back(*primary->error);
      complete_ = false;
    }
    blocks_per_primary_.push_back(primary->blocks.size());
    for (const format::BlockMetadata& block : primary->blocks) print_block(block);
  }

  void print_block(const format::BlockMetadata& block) {
    row_count_ += block.row_count;
    block_count_++;
    const bool shown = elements_ == nullptr || (elements_->may_match(block) && rows_left_ > 0);
    // With a filter, only what may match is decoded; the digest then covers nothing.
    if (!shown) {
      complete_ = false;
      return;
    }
    const part::BlockContent content = reader_.read_block(block);
    Json json = to_json(reader_, block, errors_);
    if (const Error* error = content.first_error()) {
      errors_.push_back(*error);
      complete_ = false;
    }
    if (complete_) {
      complete_ = block_digest_.add(reader_, block).ok() && row_digest_.add(content).ok();
    }
    if (elements_ != nullptr) {
      json["elements"] = Json::array();
      const std::vector<size_t> rows = matching_rows(content, *elements_, rows_left_);
      rows_left_ -= rows.size();
      if (rows.empty() && !elements_->is_open()) return;
      for (const size_t row : rows) json["elements"].push_back(row_json(content, row));
    }
    print((first_block_ ? "\n" : ",\n") + dump(json));
    first_block_ = false;
  }

  Json note() {
    Json files = Json::object();
    for (const auto& [name, file] : reader_.files().files()) files[name] = file.source->size();
    Json note{{"files", files},
              {"rows_count", row_count_},
              {"blocks_count", block_count_},
              {"blocks_per_primary", blocks_per_primary_},
              {"sampled", false}};
    if (manifest_text_) note["manifest_text"] = *manifest_text_;
    if (complete_) {
      note["blocks_sha256"] = block_digest_.finish_hex();
      note["rows_sha256"] = row_digest_.finish_hex();
    }
    return note;
  }

  /// The value, or nothing and one more error.
  template <typename T>
  std::optional<T> keep(Result<T> result, bool report = true) {
    if (result.ok()) return std::move(*result);
    if (report) errors_.push_back(std::move(result).error());
    return std::nullopt;
  }

  const Upload& upload_;
  size_t node_;
  part::PartReader reader_;
  const ElementFilter* elements_;
  std::vector<Error>& errors_;
  uint64_t rows_left_;

  std::optional<std::string> manifest_text_;
  std::vector<format::PrimaryBlockMetadata> primaries_;
  std::vector<size_t> blocks_per_primary_;
  uint64_t row_count_ = 0;
  uint64_t block_count_ = 0;
  bool first_block_ = true;
  bool complete_ = true;  // everything was decoded, so the digests mean something
  part::BlockDigest block_digest_;
  part::RowDigest row_digest_;
};

}  // namespace

std::vector<size_t> matching_rows(const part::BlockContent& content, const ElementFilter& filter,
                                  uint64_t left) {
  std::vector<size_t> rows;
  if (!content.keys.ok()) return rows;
  for (size_t row = 0; row < content.keys->size() && rows.size() < left; row++) {
    if (filter.matches((*content.keys)[row])) rows.push_back(row);
  }
  return rows;
}

void print_part_document(const Upload& upload, size_t node, const ElementFilter* elements,
                         std::vector<Error>& errors) {
  PartPrinter(upload, node, elements, errors).run();
}

void print_document(const Upload& upload, const ElementFilter* elements,
                    std::vector<Error>& errors) {
  print("{\"parts\":[");
  bool first = true;
  for (const size_t node : upload.tree.parts) {
    print(first ? "\n" : ",\n");
    first = false;
    print_part_document(upload, node, elements, errors);
  }
  Json skipped = Json::array();
  for (const part::SkippedFiles& row : upload.tree.skipped) {
    skipped.push_back({{"path", row.path},
                       {"reason", row.reason},
                       {"files", row.file_count},
                       {"bytes", row.size_bytes}});
  }
  Json missing = Json::array();
  for (const Upload::MissingPart& row : upload.missing_parts()) {
    missing.push_back({{"snapshot", row.snapshot}, {"part", row.part}});
  }
  Json error_list = Json::array();
  for (const Error& error : errors) error_list.push_back(to_json(error));
  print("],\n\"skipped\":" + dump(skipped) + ",\n\"missing\":" + dump(missing) +
        ",\n\"errors\":" + dump(error_list) + "}\n");
}

void print_errors(const std::vector<Error>& errors) {
  for (const Error& error : errors) std::fprintf(stderr, "%s\n", to_string(error).c_str());
}

}  // namespace sidx::cli
