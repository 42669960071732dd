#include "wasm/model/museum.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/part/value_text.h"
#include "wasm/model/command_json.h"

namespace sidx::model {
namespace {

using Json = nlohmann::ordered_json;

/// Symptoms, in the order in which they are shown; others come last.
constexpr std::array<std::string_view, 6> kGroups{
    "Lost rows", "Lost directories", "Wrong order", "Wrong answers", "Leaked references", "Panics"};

std::vector<std::string> texts_member(const Json& json, const char* name) {
  std::vector<std::string> texts;
  const auto list = json.find(name);
  if (list == json.end() || !list->is_array()) return texts;
  for (const Json& text : *list) {
    if (text.is_string()) texts.push_back(text.get<std::string>());
  }
  return texts;
}

std::string lower(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lowered;
}

std::string searched_text(const Exhibit& exhibit) {
  std::string text = exhibit.id + "\n" + exhibit.group + "\n" + exhibit.title + "\n" +
                     exhibit.sentence + "\n" + exhibit.goal + "\n" + exhibit.watch_for + "\n" +
                     exhibit.repaired_by;
  for (const std::string& sentence : exhibit.what_happens) text += "\n" + sentence;
  return lower(text);
}

bool has_every_word(const std::string& text, const std::string& filter) {
  for (size_t at = 0; at < filter.size();) {
    const size_t end = std::min(filter.find(' ', at), filter.size());
    if (text.find(filter.substr(at, end - at)) == std::string::npos) return false;
    at = end + 1;
  }
  return true;
}

/// "S9" before "S10" before "S10b": letter, number, the rest.
std::tuple<std::string, size_t, std::string> sort_key(const std::string& id) {
  size_t at = 0;
  while (at < id.size() && (id[at] < '0' || id[at] > '9')) at++;
  size_t number = 0;
  size_t end = at;
  for (; end < id.size() && id[end] >= '0' && id[end] <= '9' && end < at + 6; end++) {
    number = number * 10 + static_cast<size_t>(id[end] - '0');
  }
  return {id.substr(0, at), number, id.substr(end)};
}

size_t place_of(const std::string& group) {
  const auto found = std::find(kGroups.begin(), kGroups.end(), group);
  return static_cast<size_t>(found - kGroups.begin());
}

bool comes_before(const Exhibit& a, const Exhibit& b) {
  if (a.group != b.group) {
    return std::pair(place_of(a.group), a.group) < std::pair(place_of(b.group), b.group);
  }
  return sort_key(a.id) < sort_key(b.id);
}

const OpenPart* part_named(const Document& document, const std::string& name) {
  const auto found = std::find_if(document.parts.begin(), document.parts.end(),
                                  [&](const OpenPart& part) { return part.name == name; });
  return found == document.parts.end() ? nullptr : &*found;
}

}  // namespace

std::optional<Exhibit> read_exhibit(const Json& document) {
  if (!document.is_object()) return std::nullopt;
  const auto about = document.find("exhibit");
  if (about == document.end() || !about->is_object()) return std::nullopt;
  Exhibit exhibit;
  exhibit.id = text_member(*about, "id");
  if (exhibit.id.empty()) return std::nullopt;
  exhibit.group = text_member(*about, "group");
  exhibit.title = text_member(document, "title");
  exhibit.sentence = text_member(document, "sentence");
  exhibit.goal = text_member(document, "goal");
  exhibit.watch_for = text_member(document, "watch_for");
  exhibit.what_happens = texts_member(*about, "what_happens");
  exhibit.repaired_by = text_member(*about, "repaired_by");
  exhibit.see_also = texts_member(*about, "see_also");
  for (const std::string& fix : texts_member(*about, "fix")) {
    if (const auto known = sim::parse_fix(fix)) exhibit.fixes.push_back(*known);
  }
  exhibit.step = index_member(*about, "step").value_or(0);
  if (const auto part = about->find("part"); part != about->end() && part->is_object()) {
    exhibit.written = text_member(*part, "written");
    exhibit.merged = text_member(*part, "merged");
    exhibit.tag = text_member(*part, "tag");
  }
  return exhibit;
}

std::optional<Exhibit> exhibit_of(const sim::Scenario& scenario) {
  Json document = Json::object();
  for (const auto& [name, text] : scenario.extra) {
    Json value = Json::parse(text, nullptr, false);
    if (!value.is_discarded()) document[name] = std::move(value);
  }
  document["title"] = scenario.title;
  return read_exhibit(document);
}

bool is_repaired(const Exhibit& exhibit, const sim::Scenario& header) {
  if (header.fixed) return true;
  return !exhibit.fixes.empty() &&
         std::all_of(exhibit.fixes.begin(), exhibit.fixes.end(), [&](sim::Fix fix) {
           return std::find(header.fixes.begin(), header.fixes.end(), fix) != header.fixes.end();
         });
}

bool Museum::load(const Json& index) {
  if (!index.is_object()) return false;
  const auto list = index.find("museum");
  if (list == index.end() || !list->is_array()) return false;
  std::vector<Exhibit> exhibits;
  for (const Json& entry : *list) {
    if (auto exhibit = read_exhibit(entry)) exhibits.push_back(*std::move(exhibit));
  }
  std::stable_sort(exhibits.begin(), exhibits.end(), comes_before);
  exhibits_ = std::move(exhibits);
  texts_.clear();
  for (const Exhibit& exhibit : exhibits_) texts_.push_back(searched_text(exhibit));
  failure_ = exhibits_.empty() ? "the list of exhibits is empty" : "";
  return true;
}

std::vector<size_t> Museum::found() const {
  std::vector<size_t> found;
  const std::string wanted = lower(filter_);
  for (size_t i = 0; i < exhibits_.size(); i++) {
    if (has_every_word(texts_[i], wanted)) found.push_back(i);
  }
  return found;
}

std::optional<size_t> Museum::index_of(std::string_view id) const {
  for (size_t i = 0; i < exhibits_.size(); i++) {
    if (exhibits_[i].id == id) return i;
  }
  return std::nullopt;
}

std::optional<ArrayComparison> compare_arrays(const Document& document, const Exhibit& exhibit) {
  ArrayComparison comparison;
  const OpenPart* written = part_named(document, exhibit.written);
  const OpenPart* merged = part_named(document, exhibit.merged);
  if (written == nullptr || merged == nullptr) {
    comparison.problem = "The two parts of this exhibit are not open.";
    return comparison;
  }
  const auto read = part::read_array_rows(written->reader);
  const auto stored = part::read_array_rows(merged->reader);  // both are asked for at once
  for (const auto* rows : {&read, &stored}) {
    if (rows->ok()) continue;
    if (rows->error().code == ErrorCode::kNotResident) return std::nullopt;
    comparison.problem = to_string(rows->error());
    return comparison;
  }
  std::map<std::tuple<uint64_t, int64_t, std::string>, std::string> of_row;
  for (const part::ArrayRow& row : *stored) {
    if (row.tag == exhibit.tag) of_row[{row.series_id, row.key, row.data}] = row.stored;
  }
  for (const part::ArrayRow& row : *read) {
    if (row.tag != exhibit.tag) continue;
    const auto found = of_row.find({row.series_id, row.key, row.data});
    comparison.rows.push_back({row, {}});
    if (found != of_row.end()) comparison.rows.back().merged = found->second;
    comparison.changed += row.changes() ? 1 : 0;
    comparison.as_read += comparison.rows.back().merged == row.in_place ? 1 : 0;
  }
  return comparison;
}

std::string array_text(std::string_view stored) {
  return part::value_text(encoding::ValueType::kStrArr, stored);
}

}  // namespace sidx::model
