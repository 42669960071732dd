#include <algorithm>
#include <catch_amalgamated.hpp>
#include <set>

#include "core/encoding/array_value.h"
#include "core/format/file_names.h"
#include "core/part/value_text.h"
#include "core/query/query.h"
#include "core/sim/query_explain.h"
#include "tests/support/golden.h"
#include "tests/support/part_compare.h"
#include "tests/support/query_parts.h"
#include "tests/support/random.h"

// Queries over parts that every release wrote, against a plain filter over all their elements.
namespace sidx::query {
namespace {

using encoding::ValueType;
using RowId = std::tuple<uint64_t, int64_t, std::string>;

std::vector<uint64_t> series_of(const part::PartContent& content) {
  std::set<uint64_t> series;
  for (const part::BlockHeader& header : content.headers()) series.insert(header.series_id);
  return {series.begin(), series.end()};
}

/// A literal that matches a stored value of the type; nothing for types that no literal names.
std::optional<std::string> literal_of(ValueType type, std::string_view stored) {
  switch (type) {
    case ValueType::kStr:
    case ValueType::kBinary:
      return std::string(stored);
    case ValueType::kInt64:  // The golden parts hold a "null" among them.
      if (stored.size() != 8) return std::nullopt;
      return part::value_text(type, stored);
    case ValueType::kStrArr: {
      const auto elements = encoding::split_str_array(stored).elements;
      if (elements.empty() || elements.front().empty()) return std::nullopt;
      return elements.front();
    }
    case ValueType::kInt64Arr: {
      const auto elements = encoding::split_int64_array(stored).elements;
      if (elements.empty()) return std::nullopt;
      return std::to_string(elements.back());
    }
    default:
      return std::nullopt;
  }
}

/// Every row with the value, by a look at all rows.
std::multiset<RowId> rows_with(const part::PartContent& content, std::string_view tag,
                               std::string_view stored) {
  std::multiset<RowId> found;
  for (size_t b = 0; b < content.headers().size(); b++) {
    const part::LoadedBlock loaded = content.load(b);
    REQUIRE(loaded.block != nullptr);
    const part::TagData* column = loaded.block->find_tag(tag);
    if (column == nullptr) continue;
    Bytes bytes;
    for (size_t row = 0; row < loaded.block->row_count(); row++) {
      if (column->is_nil(row)) continue;
      bytes.clear();
      column->append_stored(row, bytes);
      if (std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()) != stored) {
        continue;
      }
      found.insert({loaded.block->series_id, loaded.block->keys[row],
                    std::string(loaded.block->data.at(row))});
    }
  }
  return found;
}

std::multiset<RowId> rows_of(const QueryOutcome& outcome) {
  std::multiset<RowId> rows;
  for (const QueryRow& row : outcome.rows) rows.insert({row.series_id, row.key, row.data});
  return rows;
}

Rc<part::PartContent> open_detected(const std::string& name) {
  const auto plain = testing::open_golden(name);
  auto opened = part::PartContent::open(plain->files_of_part(1), name, part::ReadAs::kDetected);
  REQUIRE(opened.ok());
  return *opened;
}

TEST_CASE("without a filter a query returns what a plain filter over all elements does") {
  for (const std::string& name : testing::golden_part_names()) {
    INFO(name);
    const auto content = open_detected(name);
    if (content->manifest().row_count > 30'000) continue;
    const part::ElementBatch all = testing::elements_of(*content);
    std::vector<int64_t> keys;
    for (size_t row = 0; row < all.size(); row++) keys.push_back(all.key(row));
    std::sort(keys.begin(), keys.end());
    QueryRequest request;
    request.series_ids = series_of(*content);
    request.key_min = keys[keys.size() / 4];
    request.key_max = keys[keys.size() * 3 / 4];
    std::multiset<RowId> expected;
    for (size_t row = 0; row < all.size(); row++) {
      if (all.key(row) < *request.key_min || all.key(row) > *request.key_max) continue;
      expected.insert({all.series_id(row), all.key(row), std::string(all.data(row))});
    }
    for (const bool descending : {false, true}) {
      request.descending = descending;
      const QueryOutcome outcome = run_query(request, testing::snapshot_of({content}),
                                             sim::repaired_parameters_for_files(1));
      CHECK(rows_of(outcome) == expected);
      CHECK(std::is_sorted(outcome.rows.begin(), outcome.rows.end(),
                           [&](const QueryRow& a, const QueryRow& b) {
                             return descending ? a.key > b.key : a.key < b.key;
                           }));
    }
  }
}

/// Probes of one part for values that are there. Counts them.
size_t check_never_dropped(const part::PartContent& content, const Rc<part::PartContent>& shared,
                           testing::Random& random) {
  size_t probes = 0;
  QueryRequest request;
  request.series_ids = series_of(content);
  const auto parameters = sim::repaired_parameters_for_files(1);
  const auto blocks = content.headers().size();
  for (size_t tries = 0; tries < 2; tries++) {
    const part::LoadedBlock loaded = content.load(random.below(blocks));
    REQUIRE(loaded.block != nullptr);
    for (const part::TagData& tag : loaded.block->tags) {
      const size_t row = random.below(loaded.block->row_count());
      if (tag.size() == 0 || tag.is_nil(row)) continue;
      Bytes bytes;
      tag.append_stored(row, bytes);
      const std::string stored(bytes.begin(), bytes.end());
      const auto typed = format::parse_typed_tag_name(tag.name);
      const auto literal = literal_of(tag.type, stored);
      if (!literal) continue;
      request.filter.emplace();
      request.filter->tag = typed ? std::string(typed->name) : tag.name;
      request.filter->values = {*literal};
      INFO(tag.name << " = " << part::readable(*literal));
      const auto check = [&] {
        const auto found = rows_of(run_query(request, testing::snapshot_of({shared}), parameters));
        const auto wanted = rows_with(content, tag.name, stored);
        CHECK(std::includes(found.begin(), found.end(), wanted.begin(), wanted.end()));
        probes++;
      };
      check();
      if (tag.type != ValueType::kInt64) continue;
      request.filter->kind = FilterKind::kRange;
      request.filter->lower = request.filter->upper = std::stoll(*literal);
      request.filter->includes_lower = request.filter->includes_upper = true;
      check();
    }
  }
  return probes;
}

TEST_CASE("the repaired query never prunes a match, in parts of every release") {
  testing::Random random(7);
  std::map<std::string, size_t> probes;
  for (const std::string& name : testing::golden_part_names()) {
    INFO(name);
    const auto content = open_detected(name);
    if (content->manifest().row_count > 30'000) continue;
    probes[name.substr(0, name.find('/'))] += check_never_dropped(*content, content, random);
  }
  REQUIRE(probes.size() == 5);
  for (const auto& [version, count] : probes) CHECK(count > 20);
}

TEST_CASE("filters of opened parts are read as their release wrote them") {
  const auto current = open_detected("v0.10.0/types");
  const auto seed = open_detected("seed/types");
  const auto probes_of = [](const part::PartContent& content) {
    std::set<int> probes;
    size_t dictionaries = 0;
    for (const std::string_view tag : content.tag_names(0)) {
      const part::FilterView view = content.filter_of(0, tag);
      if (view.bloom != nullptr) probes.insert(view.probes);
      dictionaries += view.dictionary != nullptr ? 1 : 0;
    }
    return std::make_pair(probes, dictionaries);
  };
  CHECK(probes_of(*current).first == std::set<int>{10});
  CHECK(probes_of(*current).second > 0);
  CHECK(probes_of(*seed).first == std::set<int>{6});
  CHECK(probes_of(*seed).second == 0);
  CHECK(current->variant()->min_max_trusted);
  CHECK_FALSE(seed->filter_of(0, "int_all").min_max_trusted);
}

TEST_CASE("dictionaries prune exactly what they do not hold") {
  const auto content = open_detected("v0.10.0/types");
  for (const std::string_view tag : content->tag_names(0)) {
    const part::FilterView view = content->filter_of(0, tag);
    if (view.dictionary == nullptr || view.type != ValueType::kStr) continue;
    Filter filter;
    filter.tag = std::string(tag);
    filter.values = {"certainly not there"};
    const FilterVerdict verdict = should_skip(filter, *content, 0, {});
    CHECK(verdict.skip);
    CHECK(verdict.rule == FilterRule::kDictionaryLacks);
    filter.values = {std::string(view.dictionary->at(0))};
    CHECK(view.dictionary->is_nil(0) == should_skip(filter, *content, 0, {}).skip);
  }
}

}  // namespace
}  // namespace sidx::query
