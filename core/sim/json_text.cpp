#include "core/sim/json_text.h"

#include <algorithm>
#include <utility>

namespace sidx::sim {
namespace {

/// Walks over a document without building anything; finds syntax errors and too deep nesting.
class SyntaxCheck : public nlohmann::json_sax<Json> {
 public:
  explicit SyntaxCheck(size_t depth_max) : depth_max_(depth_max) {}

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(int64_t) override { return true; }
  bool number_unsigned(uint64_t) override { return true; }
  bool number_float(double, const std::string&) override { return true; }
  bool string(std::string&) override { return true; }
  bool binary(Json::binary_t&) override { return true; }
  bool start_object(size_t) override { return enter(); }
  bool key(std::string&) override { return true; }
  bool end_object() override { return leave(); }
  bool start_array(size_t) override { return enter(); }
  bool end_array() override { return leave(); }
  bool parse_error(size_t at, const std::string& token,
                   const nlohmann::detail::exception&) override {
    position = at > 0 ? at - 1 : 0;
    found = token.empty() ? "the end of the text" : "'" + token + "'";
    return false;
  }

  bool too_deep = false;
  size_t position = 0;
  std::string found;

 private:
  bool enter() {
    too_deep = ++depth_ > depth_max_;
    return !too_deep;
  }
  bool leave() {
    depth_--;
    return true;
  }
  size_t depth_max_;
  size_t depth_ = 0;
};

/// Steps over the tokens of a well-formed document.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) { skip_space(); }

  size_t at() const { return at_; }
  bool opens(char bracket) const { return at_ < text_.size() && text_[at_] == bracket; }

  /// Into an object or array; false if it is empty.
  bool enter() {
    at_++;
    skip_space();
    return at_ < text_.size() && text_[at_] != '}' && text_[at_] != ']';
  }
  /// Behind the value at hand, to the next of the object or array; false if there is none.
  bool next() {
    skip_value();
    skip_space();
    if (at_ >= text_.size() || text_[at_] != ',') return false;
    at_++;
    skip_space();
    return true;
  }
  /// Reads the name of a member and moves to its value.
  std::string name() {
    const size_t start = at_;
    skip_string();
    const Json parsed = Json::parse(text_.substr(start, at_ - start), nullptr, false);
    while (at_ < text_.size() && text_[at_] != ':') at_++;
    if (at_ < text_.size()) at_++;
    skip_space();
    return parsed.is_string() ? parsed.get<std::string>() : std::string();
  }

 private:
  void skip_space() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
      at_++;
    }
  }
  void skip_string() {
    for (at_++; at_ < text_.size() && text_[at_] != '"'; at_++) {
      if (text_[at_] == '\\') at_++;
    }
    at_ = std::min(at_ + 1, text_.size());
  }
  void skip_value() {
    size_t depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        skip_string();
      } else if (c == '{' || c == '[') {
        depth++;
        at_++;
        continue;
      } else if (c == '}' || c == ']') {
        if (depth == 0) return;
        depth--;
        at_++;
      } else if (depth == 0 && c == ',') {
        return;
      } else {
        at_++;
        continue;
      }
      if (depth == 0) return;
    }
  }

  std::string_view text_;
  size_t at_ = 0;
};

bool go_to_member(Walker& walker, const std::string& name) {
  if (!walker.opens('{') || !walker.enter()) return false;
  // The last member of a name counts, as in the parser.
  bool found = false;
  Walker last = walker;
  do {
    if (walker.name() != name) continue;
    found = true;
    last = walker;
  } while (walker.next());
  if (found) walker = last;
  return found;
}

bool go_to_item(Walker& walker, size_t index) {
  if (!walker.opens('[') || !walker.enter()) return false;
  for (size_t i = 0; i < index; i++) {
    if (!walker.next()) return false;
  }
  return true;
}

}  // namespace

JsonPath JsonPath::member(std::string name) const {
  JsonPath path = *this;
  path.steps_.emplace_back(std::move(name));
  return path;
}

JsonPath JsonPath::item(size_t index) const {
  JsonPath path = *this;
  path.steps_.emplace_back(index);
  return path;
}

std::string JsonPath::text() const {
  std::string text;
  for (const auto& step : steps_) {
    if (const auto* index = std::get_if<size_t>(&step)) {
      text += "[" + std::to_string(*index) + "]";
    } else {
      text += (text.empty() ? "" : ".") + std::get<std::string>(step);
    }
  }
  return text.empty() ? "document" : text;
}

size_t offset_of(std::string_view text, const JsonPath& path) {
  Walker walker(text);
  size_t offset = walker.at();
  for (const auto& step : path.steps()) {
    const auto* index = std::get_if<size_t>(&step);
    const bool found = index != nullptr ? go_to_item(walker, *index)
                                        : go_to_member(walker, std::get<std::string>(step));
    if (!found) break;
    offset = walker.at();
  }
  return offset;
}

TextPosition position_of(std::string_view text, size_t offset) {
  TextPosition position;
  for (size_t i = 0; i < std::min(offset, text.size()); i++) {
    position.column++;
    if (text[i] != '\n') continue;
    position.line++;
    position.column = 1;
  }
  return position;
}

Result<Json> parse_json(std::string_view text, const std::string& name, size_t bytes_max,
                        size_t depth_max) {
  if (text.size() > bytes_max) {
    return Error{ErrorCode::kOverLimit,
                 {name, 0, text.size(), {}},
                 "document",
                 "at most " + std::to_string(bytes_max) + " bytes",
                 std::to_string(text.size())};
  }
  SyntaxCheck check(depth_max);
  if (!Json::sax_parse(text, &check)) {
    if (check.too_deep) {
      return Error{ErrorCode::kOverLimit,
                   {name, 0, text.size(), {}},
                   "document",
                   "at most " + std::to_string(depth_max) + " levels",
                   "more"};
    }
    return Error{
        ErrorCode::kBadJson, {name, check.position, 1, {}}, "document", "JSON", check.found};
  }
  Json document = Json::parse(text, nullptr, false);
  if (document.is_discarded()) {
    return Error{ErrorCode::kBadJson, {name, 0, 1, {}}, "document", "JSON", "something else"};
  }
  return document;
}

}  // namespace sidx::sim
