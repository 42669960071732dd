#include "core/share/go_text.h"

#include <algorithm>

#include "core/encoding/array_value.h"

namespace sidx::share {
namespace {

using encoding::ValueType;

constexpr std::string_view kModule = "github.com/apache/skywalking-banyandb/";
constexpr GoImport kStandard[] = {{"context", nullptr, "context."},
                                  {"os", nullptr, "os."},
                                  {"path/filepath", nullptr, "filepath."},
                                  {"strconv", nullptr, "strconv."},
                                  {"testing", nullptr, "testing."}};
constexpr GoImport kOthers[] = {{"github.com/stretchr/testify/require", nullptr, "require."}};
constexpr GoImport kOwn[] = {{"api/common", nullptr, "common."},
                             {"api/proto/banyandb/model/v1", "modelv1", "modelv1."},
                             {"banyand/observability", nullptr, "observability."},
                             {"banyand/protector", nullptr, "protector."},
                             {"pkg/convert", nullptr, "convert."},
                             {"pkg/fs", nullptr, "fs."},
                             {"pkg/index", nullptr, "index."},
                             {"pkg/pb/v1", "pbv1", "pbv1."},
                             {"pkg/query/model", nullptr, "model."}};

/// Where comments are broken, if there is a space.
constexpr size_t kCommentBytesMax = 96;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Whether `name`, such as "fs.", begins a word of `body`.
bool uses(std::string_view body, std::string_view name) {
  for (size_t at = body.find(name); at != std::string_view::npos; at = body.find(name, at + 1)) {
    const char before = at == 0 ? ' ' : body[at - 1];
    if (!is_letter_or_digit(before) && before != '.' && before != '_') return true;
  }
  return false;
}

/// Source without comments and without what stands in string literals.
std::string only_code(std::string_view body) {
  std::string code;
  bool in_string = false;
  for (size_t i = 0; i < body.size(); i++) {
    if (!in_string && body.substr(i, 2) == "//") i = std::min(body.find('\n', i), body.size() - 1);
    if (in_string && body[i] == '\\') {
      i++;
      continue;
    }
    if (body[i] == '"') in_string = !in_string;
    if (!in_string) code += body[i];
  }
  return code;
}

const char* type_name(ValueType type) {
  switch (type) {
    case ValueType::kStr:
      return "pbv1.ValueTypeStr";
    case ValueType::kInt64:
      return "pbv1.ValueTypeInt64";
    case ValueType::kFloat64:
      return "pbv1.ValueTypeFloat64";
    case ValueType::kBinary:
      return "pbv1.ValueTypeBinaryData";
    case ValueType::kStrArr:
      return "pbv1.ValueTypeStrArr";
    case ValueType::kInt64Arr:
      return "pbv1.ValueTypeInt64Arr";
    case ValueType::kTimestamp:
      return "pbv1.ValueTypeTimestamp";
    case ValueType::kUnknown:
      break;
  }
  return "pbv1.ValueTypeUnknown";
}

std::vector<std::string> array_items(ValueType type, std::string_view stored) {
  if (type == ValueType::kStrArr) return encoding::split_str_array(stored).elements;
  std::vector<std::string> items;
  for (size_t at = 0; at + 8 <= stored.size(); at += 8) items.emplace_back(stored.substr(at, 8));
  return items;
}

void write_import(GoWriter& writer, const GoImport& import, std::string_view prefix) {
  const std::string alias = import.alias == nullptr ? "" : std::string(import.alias) + " ";
  writer.line(alias + "\"" + std::string(prefix) + import.path + "\"");
}

}  // namespace

void GoWriter::line(std::string_view text) {
  if (!text.empty()) text_.append(depth_, '\t');
  text_ += text;
  text_ += '\n';
}

void GoWriter::comment(std::string_view text) {
  size_t start = 0;
  while (start <= text.size()) {
    size_t end = std::min(text.find('\n', start), text.size());
    if (end - start > kCommentBytesMax) {
      const size_t space = text.rfind(' ', start + kCommentBytesMax);
      if (space != std::string_view::npos && space > start) end = space;
    }
    std::string clean(text.substr(start, end - start));
    for (char& c : clean) {
      if (static_cast<uint8_t>(c) < ' ') c = ' ';
    }
    while (clean.ends_with(" ")) clean.pop_back();
    line(clean.empty() ? "//" : "// " + clean);
    start = end + 1;
  }
}

void GoWriter::open(std::string_view text) {
  line(text);
  depth_++;
}

void GoWriter::close(std::string_view text) {
  depth_--;
  line(text);
}

std::string go_string(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text = "\"";
  for (const char c : bytes) {
    const auto byte = static_cast<uint8_t>(c);
    if (c == '"' || c == '\\') {
      text += '\\';
      text += c;
    } else if (byte >= ' ' && byte < 0x7f) {
      text += c;
    } else {
      text += "\\x";
      text += kDigits[byte >> 4];
      text += kDigits[byte & 15];
    }
  }
  return text + "\"";
}

std::string go_bytes(std::string_view bytes) { return "[]byte(" + go_string(bytes) + ")"; }

std::string go_name(std::string_view title) {
  std::string name;
  bool begins_word = true;
  for (const char c : title) {
    if (!is_letter_or_digit(c)) {
      begins_word = true;
      continue;
    }
    const bool raised = begins_word && c >= 'a' && c <= 'z';
    name += raised ? static_cast<char>(c - 'a' + 'A') : c;
    begins_word = false;
  }
  return name;
}

std::string go_tag(std::string_view name, ValueType type, std::string_view stored) {
  std::string text = "{Name: " + go_string(name) + ", ";
  if (type == ValueType::kStrArr || type == ValueType::kInt64Arr) {
    std::string items;
    for (const std::string& item : array_items(type, stored)) {
      items += (items.empty() ? "" : ", ") + go_bytes(item);
    }
    text += "ValueArr: [][]byte{" + items + "}";
  } else if (type == ValueType::kInt64) {
    const auto value = encoding::split_int64_array(stored).elements;
    text += "Value: convert.Int64ToBytes(" + std::to_string(value.empty() ? 0 : value[0]) + ")";
  } else {
    text += "Value: " + go_bytes(stored);
  }
  return text + ", ValueType: " + type_name(type) + "}";
}

std::string go_element(const part::ElementBatch& batch, size_t row) {
  std::string tags;
  for (const part::ElementBatch::Column& column : batch.columns()) {
    if (row >= column.types.size() || column.types[row] == ValueType::kUnknown) continue;
    tags +=
        (tags.empty() ? "" : ", ") + go_tag(column.name, column.types[row], column.values.at(row));
  }
  return "{SeriesID: " + std::to_string(batch.series_id(row)) +
         ", Key: " + std::to_string(batch.key(row)) + ", Data: " + go_bytes(batch.data(row)) +
         (tags.empty() ? "" : ", Tags: []Tag{" + tags + "}") + "}";
}

std::string go_request(const query::QueryRequest& request) {
  std::vector<uint64_t> series = request.series_ids;
  std::sort(series.begin(), series.end());
  std::string text;
  for (const uint64_t id : series) text += (text.empty() ? "" : ", ") + std::to_string(id);
  text = "QueryRequest{SeriesIDs: []common.SeriesID{" + text + "}";
  if (request.key_min) text += ", MinKey: bound(" + std::to_string(*request.key_min) + ")";
  if (request.key_max) text += ", MaxKey: bound(" + std::to_string(*request.key_max) + ")";
  if (request.descending) text += ", Order: &index.OrderBy{Sort: modelv1.Sort_SORT_DESC}";
  if (request.limit != 0) text += ", MaxElementSize: " + std::to_string(request.limit);
  if (!request.project.empty()) {
    std::string names;
    for (const std::string& name : request.project) {
      names += (names.empty() ? "" : ", ") + go_string(name);
    }
    text += ", TagProjection: []model.TagProjection{{Names: []string{" + names + "}}}";
  }
  return text + "}";
}

void write_go_imports(GoWriter& writer, std::string_view body) {
  const std::string code = only_code(body);
  bool is_first = true;
  const auto write_group = [&](const auto& group, std::string_view prefix) {
    bool begins_group = true;
    for (const GoImport& import : group) {
      if (!uses(code, import.used)) continue;
      if (begins_group && !is_first) writer.line("");
      begins_group = is_first = false;
      write_import(writer, import, prefix);
    }
  };
  writer.open("import (");
  write_group(kStandard, "");
  write_group(kOthers, "");
  write_group(kOwn, kModule);
  writer.close(")");
}

}  // namespace sidx::share
