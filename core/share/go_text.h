#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/part/element_batch.h"
#include "core/query/query.h"

/// Pieces of Go source, as gofmt writes them.
namespace sidx::share {

/// Lines of source at a depth of tabs.
class GoWriter {
 public:
  explicit GoWriter(size_t depth = 0) : depth_(depth) {}
  /// Empty for an empty line.
  void line(std::string_view text);
  /// Lines of `text` as comments, without what could end or begin something else.
  void comment(std::string_view text);
  /// `text` ends with what opens a block; close() ends it.
  void open(std::string_view text);
  void close(std::string_view text = "}");
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  size_t depth_;
};

/// An interpreted string literal of any bytes.
std::string go_string(std::string_view bytes);
/// `[]byte("…")`
std::string go_bytes(std::string_view bytes);
/// "QueryLosesRows" of "Query loses rows"; letters and digits of ASCII only, may be empty.
std::string go_name(std::string_view title);

/// `{SeriesID: 1, Key: 100, Data: []byte("t1"), Tags: []Tag{…}}`, a row of a batch.
std::string go_element(const part::ElementBatch& batch, size_t row);
/// `Tag{Name: …}` without the type's name.
std::string go_tag(std::string_view name, encoding::ValueType type, std::string_view stored);
/// `QueryRequest{…}` without its filter; series in order, as the second half of Query wants them.
std::string go_request(const query::QueryRequest& request);

/// Which imports a piece of source needs, by the names it uses.
struct GoImport {
  const char* path;
  const char* alias;  // null: the last component of the path
  const char* used;   // how source that needs it names it
};
/// Import blocks in the order of the engine's own sources.
void write_go_imports(GoWriter& writer, std::string_view body);

}  // namespace sidx::share
