// The exhibits of assets/museum: each shows its bug under the seed, and under its repair alone it
// is gone and nothing else has changed. Steps are counted from 1 here, as on screen.

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "core/part/array_rows.h"
#include "core/part/value_text.h"
#include "core/sim/trace.h"
#include "tests/support/golden.h"
#include "tests/support/played_scenario.h"

namespace sidx::sim {
namespace {

using testing::PlayedScenario;

const std::filesystem::path kFolder = PARTSCOPE_MUSEUM_DIR;

const std::set<std::string> kGroups{"Lost rows",   "Lost directories", "Leaked references",
                                    "Wrong order", "Wrong answers",    "Panics"};

/// Every bug of the catalogue that can be reproduced, and what was seen in recorded traces (T).
const std::vector<std::string> kRequired{
    "S1",  "S2",  "S3",  "S4",  "S5",  "S6",  "S7",  "S8",  "S9",  "S10", "S10b", "S11", "S12",
    "S13", "S14", "S15", "S16", "S18", "S21", "S24", "S33", "L4",  "T1",  "T2",   "T3",  "T4",
    "T5",  "T6",  "T6b", "T7",  "T7b", "T8",  "T8b", "T9",  "T10", "T11", "T12"};

struct Exhibit {
  std::string file;
  std::string text;
  nlohmann::json document;
  const nlohmann::json& about() const { return document.at("exhibit"); }
  std::vector<std::string> fixes() const { return about().at("fix"); }
};

const std::map<std::string, Exhibit>& exhibits() {
  static const std::map<std::string, Exhibit> all = [] {
    std::map<std::string, Exhibit> read;
    for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
      if (entry.path().extension() != ".json") continue;
      Exhibit exhibit;
      exhibit.file = entry.path().stem().string();
      exhibit.text = testing::read_text(entry.path());
      exhibit.document = nlohmann::json::parse(exhibit.text);
      const std::string id = exhibit.about().at("id");
      INFO(id);
      REQUIRE(read.emplace(id, std::move(exhibit)).second);
    }
    return read;
  }();
  return all;
}

bool is_scenario(const Exhibit& exhibit) { return !exhibit.about().contains("part"); }

/// A row of a query as "1/310 svc=cart dur=5".
std::string row_text(const query::QueryRow& row) {
  std::string text = std::to_string(row.series_id) + "/" + std::to_string(row.key);
  for (const auto& tag : row.tags) {
    text += " " + tag.name + "=" + (tag.value ? part::value_text(tag.type, *tag.value) : "none");
  }
  return text;
}

std::string gc_text(const World& world) {
  std::string text = std::to_string(world.gc_live_epoch) + " live";
  for (const uint64_t epoch : world.gc_deletable) text += ", " + std::to_string(epoch) + " goes";
  return text;
}

std::string outcome_text(const StepResult& result) {
  if (result.outcome == Outcome::kOk) return "ok";
  return (result.outcome == Outcome::kPanic ? "panic: " : "error: ") + result.message;
}

std::string part_facts(const PlayedScenario& played, size_t step, const std::string& name) {
  const World& world = played.world(step);
  for (const PartWrapper* part : world.all_wrappers()) {
    if (testing::name_of(*part) != name) continue;
    std::string text = std::to_string(part->row_count) + " rows from " +
                       std::to_string(part->key_min) + " to " + std::to_string(part->key_max) +
                       ", epochs";
    for (const uint64_t epoch : world.epochs_of(*part)) text += " " + std::to_string(epoch);
    return text;
  }
  return "none";
}

/// What is to be seen after a step; "dead" behind a panic.
std::string look(const PlayedScenario& played, size_t step, const std::string& what) {
  if (step > played.size()) return "dead";
  const StepResult& result = played.after(step).result;
  if (what == "outcome") return outcome_text(result);
  if (what == "disk") return played.disk(step);
  if (what == "current") return played.current(step);
  if (what == "gc") return gc_text(result.world);
  if (what == "scanned") return std::to_string(played.after(step).blocks_scanned);
  if (what.starts_with("part ")) return played.part(step, what.substr(5));
  if (what.starts_with("facts ")) return part_facts(played, step, what.substr(6));
  if (what == "blocks") return testing::joined(played.blocks(step));
  if (!result.rows) return "none";
  std::vector<std::string> texts;
  for (const query::QueryRow& row : *result.rows) {
    texts.push_back(what == "rows" ? row_text(row) : std::to_string(row.key));
  }
  return testing::joined(texts);
}

struct Look {
  size_t step;
  std::string what;
  std::string seed;
  std::string fixed;
};

/// What an exhibit shows, and all that its repair changes: the first step at which the traces
/// differ (0: none), and the steps at which rows or listed blocks, what is on disk, and how the
/// step ended differ. Behind a panic there is nothing to compare.
struct Case {
  std::string id;
  std::vector<Look> looks;
  size_t first = 0;
  std::vector<size_t> results;
  std::vector<size_t> disk;
  std::vector<size_t> outcomes;
};

const std::string kExists = "panic: directory is exist: 0000000000000001";
const std::string kBothOrphans = "active, 1: 1 without a snapshot";

std::vector<Case> lost_rows() {
  return {
      {"S1",
       {{1, "facts mem 1", "4 rows from 100 to 50, epochs", "4 rows from 1 to 200, epochs"},
        {2, "rows", "2/1 2/50 1/100 1/200", "2/1 2/50 1/100 1/200"},
        {3, "rows", "", "2/50"},
        {5, "rows", "", "2/50"}},
       1,
       {3, 5},
       {},
       {}},
      {"S3",
       {{6, "current", "file 3 file 6", "file 3 file 6"},
        {7, "disk", "6.snp", "6/ 6.snp"},
        {8, "keys", "", "3 4"}},
       7,
       {8},
       {7, 8},
       {}},
      {"S9",
       {{6, "keys", "85 120 240 310", "85 120 240 310"},
        {8, "part file 1", "removing, 1: snapshot of epoch 3 (q1)",
         "removing, 1: snapshot of epoch 3 (q1)"},
        {8, "keys", "", "85 120 240 310"},
        {8, "scanned", "0", "2"},
        {10, "keys", "85 120 240 310", "85 120 240 310"}},
       8,
       {8},
       {},
       {}},
      {"S24b",
       {{6, "current", "file 1 file 2", "file 2"},
        {6, "facts file 1", "1 rows from 1 to 1, epochs", "none"},
        {7, "keys", "2", "2"},
        {8, "blocks", "1 rows, 2 to 2", "1 rows, 2 to 2"}},
       6,
       {8},
       {},
       {}},
      {"S33",
       {{4, "keys", "1 2", "1 2"}, {5, "disk", "1/ 1.snp", "1/ 2/ 3.snp"}, {6, "keys", "1", "1 2"}},
       5,
       {6},
       {5, 6},
       {}},
      {"T2",
       {{10, "keys", "1 2 3 4 5", "1 2 3 4 5"},
        {11, "current", "file 5", "file 8 file 5"},
        {12, "keys", "1 2 3", "1 2 3 4 5"}},
       11,
       {12},
       {11, 12},
       {}},
      {"T7", {{6, "keys", "1 2", "1 2"}, {8, "keys", "2", "1 2"}}, 8, {8}, {}, {}},
      {"T7b",
       {{6, "keys", "1 2 3", "1 2 3"}, {8, "keys", "2 3", "1 2 3"}, {10, "keys", "", "1 2 3"}},
       8,
       {8, 10},
       {},
       {}},
  };
}

std::vector<Case> lost_directories() {
  return {
      {"S2",
       {{5, "disk", "3/ 4.snp", "3/ 4.snp"},
        {6, "keys", "1 2", "1 2"},
        {7, "disk", "4.snp", "3/ 4.snp"},
        {8, "keys", "", "1 2"}},
       5,
       {8},
       {7, 8},
       {}},
      {"S4",
       {{6, "disk", "1/ 2/", "1/ 2/ 4.snp"},
        {7, "keys", "2", "2"},
        {8, "current", "none", "file 2"},
        {9, "keys", "", "2"}},
       5,
       {9},
       {6, 7, 8, 9},
       {}},
      {"S5",
       {{10, "disk", "1/ 1.snp 6.snp", "1/ 8.snp"},
        {11, "keys", "77", "77"},
        {12, "disk", "1.snp 6.snp", "1/ 8.snp"},
        {13, "keys", "", "77"}},
       8,
       {13},
       {10, 11, 12, 13},
       {}},
      {"T1",
       {{8, "gc", "5 live, 5 goes", "5 live"},
        {9, "disk", "2/ 3/", "2/ 3/ 6.snp"},
        {10, "current", "none", "file 3"},
        {11, "keys", "", "3"}},
       8,
       {11},
       {9, 10, 11},
       {}},
      {"S24c", {{6, "disk", "2/ 3.snp", "1/ 2/ 3.snp"}, {7, "keys", "2", "2"}}, 6, {}, {6, 7}, {}},
  };
}

std::vector<Case> leaked_references() {
  return {
      {"S8",
       {{3, "part file 1", "active, 2: snapshot of epoch 1 (current), 1 without a snapshot",
         "active, 1: snapshot of epoch 1 (current)"},
        {6, "part file 1",
         "removing, 2: snapshot of epoch 1 (nobody gives it back), 1 without a snapshot",
         "removed"},
        {6, "part file 2", "removed", "removed"},
        {6, "disk", "1/ 3/ 3.snp", "3/ 3.snp"},
        {7, "keys", "1 2 3", "1 2 3"}},
       3,
       {},
       {6, 7},
       {}},
      {"T6",
       {{5, "part file 1", kBothOrphans, "removed"},
        {5, "disk", "1/ 2/ 3.snp", "2/ 3.snp"},
        {6, "keys", "2", "2"},
        {7, "disk", "2/ 3.snp", "2/ 3.snp"}},
       5,
       {},
       {5, 6},
       {}},
      {"T8",
       {{5, "part file 1", kBothOrphans, "removed"},
        {5, "part file 2", kBothOrphans, "removed"},
        {5, "disk", "1/ 2/ 3/ 3.snp", "2.snp 3/"},
        {6, "keys", "1 2", "1 2"}},
       5,
       {},
       {5, 6},
       {}},
      {"T8b",
       {{4, "current", "file 1 file 2", "file 1 file 2"},
        {5, "current", "file 3", "file 1 file 2"},
        {5, "disk", "3/ 3.snp", "1/ 2/ 2.snp"},
        {6, "keys", "1 2", "1 2"}},
       0,
       {},
       {},
       {}},
      {"T11",
       {{4, "facts file 1", "1 rows from 1 to 1, epochs 1 2 3", "1 rows from 1 to 1, epochs 1 2 3"},
        {5, "facts file 1", "1 rows from 1 to 1, epochs 1 2 3", "1 rows from 1 to 1, epochs 1 2 3"},
        {5, "part file 1", "active, 1: snapshot of epoch 4 (current)",
         "active, 1: snapshot of epoch 4 (current)"}},
       0,
       {},
       {},
       {}},
  };
}

std::vector<Case> panics() {
  return {
      {"S6",
       {{4, "disk", "1/", ""}, {6, "outcome", kExists, "ok"}, {6, "disk", "1/", "1/ 1.snp"}},
       4,
       {},
       {4, 5, 6},
       {6}},
      {"S7",
       {{4, "outcome",
         "panic: cannot parse snapshot: 0000000000000002.snp:0: snapshot manifest: expected an "
         "array of part names, or null, found the end of the file",
         "ok"},
        {4, "disk", "1/ 1.snp 2.snp", "1/ 1.snp"},
        {5, "keys", "dead", "1"}},
       4,
       {},
       {4},
       {4}},
  };
}

std::vector<Case> panics_of_data() {
  return {
      {"S17",
       {{5, "outcome", "panic: merge: :0: series 1, tag x: expected 2 values, found 3", "ok"},
        {6, "rows", "dead", "1/1 x=1 y=2 z=none 1/2 x=3 y=none z=4"}},
       5,
       {},
       {5},
       {5}},
      {"S18",
       {{5, "outcome",
         "panic: merge: :0: series 1, tag code: expected a number of 8 bytes, found 3 bytes in row "
         "1",
         "ok"},
        {6, "rows", "dead", "1/1 code=5 1/2 code=abc"}},
       5,
       {},
       {5},
       {5}},
      {"S18b",
       {{2, "outcome",
         "panic: write: :0: series 1, tag code: expected a number of 8 bytes, found 3 bytes in row "
         "0",
         "ok"},
        {3, "rows", "dead", "1/1 code=ok 1/2 code=abc 1/3 code=5"}},
       2,
       {},
       {},
       {2}},
      {"S24",
       {{6, "current", "file 1 file 2", "file 1"},
        {7, "keys", "1", "1"},
        {8, "outcome",
         "panic: query: 0000000000000002/data.bin:0: data: expected 13 bytes from 0, found a file "
         "of 3 bytes",
         "ok"}},
       6,
       {8},
       {},
       {8}},
      {"S28",
       {{1, "outcome", "panic: invalid memory address or nil pointer dereference",
         "error: a write needs at least one element"},
        {3, "keys", "dead", "1"}},
       1,
       {},
       {},
       {1}},
      {"T4",
       {{2, "disk", "1/", "1/"}, {4, "outcome", kExists, "ok"}, {6, "keys", "dead", "1 2"}},
       4,
       {},
       {4},
       {4}},
      {"T5",
       {{1, "outcome", "panic: current snapshot is nil", "ok"}, {3, "keys", "dead", "1"}},
       1,
       {},
       {},
       {1}},
  };
}

std::vector<Case> wrong_order() {
  return {
      {"S10",
       {{3, "keys", "420 410 400 390 380", "500 490 480 470 460"},
        {4, "keys",
         "420 410 400 390 380 370 360 350 340 330 320 310 300 290 280 270 260 250 240 230 220 210 "
         "200 190 180 170 160 150 140 130 120 110 500 490 480 470 460 450 440 430",
         "500 490 480 470 460 450 440 430 420 410 400 390 380 370 360 350 340 330 320 310 300 290 "
         "280 270 260 250 240 230 220 210 200 190 180 170 160 150 140 130 120 110"},
        {5, "keys", "110 120 130 140 150", "110 120 130 140 150"}},
       3,
       {3, 4},
       {},
       {}},
      {"S10b",
       {{5, "keys", "6 8 10 5 7 9", "10 9 8 7 6 5"},
        {6, "keys", "6 8 10", "10 9 8"},
        {7, "keys", "5 6 7 8 9 10", "5 6 7 8 9 10"}},
       5,
       {5, 6},
       {},
       {}},
  };
}

std::vector<Case> wrong_answers() {
  return {
      {"S11",
       {{9, "outcome", "error: ?", "ok"},
        {9, "keys", "none", "1 2 3 4"},
        {10, "keys", "1 2 3 4", "1 2 3 4"}},
       9,
       {9},
       {},
       {9}},
      {"S12",
       {{5, "keys", "10000", "10000"},
        {7, "blocks", "8192 rows, 0 to 8191 1 rows, 10000 to 10000",
         "8192 rows, 0 to 8191 1 rows, 10000 to 10000"},
        {8, "keys", "", "10000"}},
       8,
       {8},
       {},
       {}},
      {"T10", {{6, "keys", "", "10000"}, {7, "keys", "10000", "10000"}}, 6, {6}, {}, {}},
      {"S13",
       {{2, "rows", "", "1/1 dur=5 1/2 dur=7 1/3 dur=6"},
        {3, "keys", "1 2 3", ""},
        {4, "keys", "1 2 3", "1 2 3"}},
       2,
       {2, 3},
       {},
       {}},
      {"S14",
       {{3, "rows", "", "1/1 dur=5"}, {4, "rows", "1/1 dur=5", "1/1 dur=5"}},
       3,
       {3},
       {},
       {}},
      {"S15", {{5, "keys", "", ""}, {7, "keys", "1 2", ""}}, 7, {7}, {}, {}},
      {"S16",
       {{2, "rows", "2/2 svc=pay", "2/2 svc=pay"},
        {3, "rows", "2/2 svc=pay", ""},
        {3, "scanned", "1", "0"}},
       3,
       {3},
       {},
       {}},
      {"T9",
       {{2, "rows", "1/1 svc=a 2/2 svc=b 3/3 svc=c 4/4 svc=d", "1/1 svc=a"},
        {3, "rows", "4/4 svc=d", "4/4 svc=d"}},
       2,
       {2},
       {},
       {}},
  };
}

std::vector<Case> wrong_values() {
  return {
      {"S18c",
       {{2, "rows", "1/1 code=0x8000000000000005 1/2 code=abc", "1/1 code=5 1/2 code=abc"}},
       2,
       {2},
       {},
       {}},
      {"S21",
       {{3, "rows", "1/1 svc=none 1/2 svc=none 1/3 svc=cart",
         "1/1 svc= 1/2 svc=none 1/3 svc=cart"}},
       3,
       {3},
       {},
       {}},
      {"S29",
       {{2, "rows", "1/1 ratio=0.0 2/2 ratio=3.25", "1/1 ratio=1e-10 2/2 ratio=3.25"}},
       2,
       {2},
       {},
       {}},
      {"T3",
       {{8, "keys", "1 2", "1 2"}, {10, "keys", "1 1 2 2", "1 2"}, {12, "keys", "1 1 2 2", "1 2"}},
       9,
       {10, 12},
       {9, 10, 11, 12},
       {}},
      {"T6b",
       {{7, "keys", "2", "2"}, {8, "current", "file 3", "file 2"}, {9, "keys", "1 2", "2"}},
       8,
       {9},
       {8, 9},
       {}},
      {"T12", {{2, "keys", "", ""}, {3, "keys", "1", "1"}, {4, "keys", "1", "1"}}, 0, {}, {}, {}},
  };
}

std::vector<Case> all_cases() {
  std::vector<Case> all;
  for (const auto& cases : {lost_rows(), lost_directories(), leaked_references(), panics(),
                            panics_of_data(), wrong_order(), wrong_answers(), wrong_values()}) {
    all.insert(all.end(), cases.begin(), cases.end());
  }
  return all;
}

std::vector<std::string> states_of(const PlayedScenario& played) {
  std::vector<std::string> states;
  for (size_t i = 0; i < played.size(); i++) {
    states.push_back(write_state(i, played.scenario().steps[i], played.after(i + 1).result));
  }
  return states;
}

nlohmann::json member(const std::string& state, const char* name) {
  const auto document = nlohmann::json::parse(state);
  return document.contains(name) ? document[name] : nlohmann::json();
}

/// The steps that both have and at which a member of their states differs.
std::vector<size_t> differing(const std::vector<std::string>& a, const std::vector<std::string>& b,
                              const char* name) {
  std::vector<size_t> steps;
  for (size_t i = 0; i < std::min(a.size(), b.size()); i++) {
    if (member(a[i], name) != member(b[i], name)) steps.push_back(i + 1);
  }
  return steps;
}

std::vector<size_t> differing_outcomes(const PlayedScenario& a, const PlayedScenario& b) {
  std::vector<size_t> steps;
  for (size_t step = 1; step <= std::min(a.size(), b.size()); step++) {
    if (a.after(step).result.outcome != b.after(step).result.outcome) steps.push_back(step);
  }
  return steps;
}

size_t first_difference(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  for (size_t i = 0; i < std::min(a.size(), b.size()); i++) {
    if (a[i] != b[i]) return i + 1;
  }
  return a.size() == b.size() ? 0 : std::min(a.size(), b.size()) + 1;
}

std::vector<std::string> all_fix_ids() {
  std::vector<std::string> ids;
  for (const FixText& text : all_fixes()) ids.emplace_back(text.id);
  return ids;
}

TEST_CASE("each exhibit shows its bug, and its repair changes nothing else", "[museum]") {
  for (const Case& test : all_cases()) {
    DYNAMIC_SECTION(test.id) {
      REQUIRE(exhibits().count(test.id) == 1);
      const Exhibit& exhibit = exhibits().at(test.id);
      const bool repaired = !exhibit.fixes().empty();
      const PlayedScenario seed(exhibit.text, {});
      // What needs no repair, or has none, is played under all of them.
      const PlayedScenario fixed(exhibit.text, repaired ? exhibit.fixes() : all_fix_ids());
      for (const Look& it : test.looks) {
        INFO("step " << it.step << ", " << it.what);
        CHECK(look(seed, it.step, it.what) == it.seed);
        CHECK(look(fixed, it.step, it.what) == it.fixed);
      }
      const auto differs = [](const Look& it) { return it.seed != it.fixed; };
      if (!repaired) continue;
      CHECK(std::any_of(test.looks.begin(), test.looks.end(), differs));
      const std::vector<std::string> a = states_of(seed);
      const std::vector<std::string> b = states_of(fixed);
      CHECK(first_difference(a, b) == test.first);
      CHECK(differing(a, b, "result") == test.results);
      CHECK(differing(a, b, "disk") == test.disk);
      CHECK(differing_outcomes(seed, fixed) == test.outcomes);
      CHECK(fixed.size() == fixed.scenario().steps.size());
    }
  }
}

TEST_CASE("every exhibit is complete and tested", "[museum]") {
  std::set<std::string> tested;
  for (const Case& test : all_cases()) tested.insert(test.id);
  std::set<std::string> titles;
  for (const auto& [id, exhibit] : exhibits()) {
    INFO(id);
    const auto& about = exhibit.about();
    for (const char* name : {"title", "sentence", "goal", "watch_for"}) {
      CHECK(exhibit.document.value(name, "").size() > 5);
    }
    for (const char* name : {"sentence", "goal", "watch_for"}) {
      CHECK(exhibit.document.value(name, "").ends_with("."));
    }
    CHECK(titles.insert(exhibit.document["title"]).second);
    CHECK(kGroups.count(about.at("group")) == 1);
    CHECK(about.at("repaired_by").get<std::string>().size() > 3);
    CHECK(about.at("what_happens").size() >= 2);
    for (const std::string sentence : about["what_happens"]) CHECK(sentence.ends_with("."));
    for (const std::string fix : about.at("fix")) CHECK(parse_fix(fix));
    for (const std::string other : about.at("see_also")) {
      CHECK((exhibits().count(other) == 1 ||
             std::filesystem::exists(kFolder / "../scenarios" / (other + ".json"))));
    }
    if (!is_scenario(exhibit)) continue;
    CHECK(tested.count(id) == 1);
    const size_t step = about.at("step");
    CHECK((step >= 1 && step <= exhibit.document.at("steps").size()));
    CHECK(exhibit.document.at("profile") == "seed");
    CHECK_FALSE(exhibit.document.contains("fixes"));
  }
  for (const std::string& id : kRequired) {
    INFO(id);
    CHECK(exhibits().count(id) == 1);
  }
}

part::FileMap files_in(const std::filesystem::path& folder) {
  part::FileMap files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string bytes = testing::read_text(entry.path());
    files[entry.path().filename().string()] =
        std::make_shared<const Bytes>(bytes.begin(), bytes.end());
  }
  return files;
}

std::vector<part::ArrayRow> array_rows(const std::filesystem::path& folder) {
  const part::PartReader reader(part::as_part_files(files_in(folder), folder.filename().string()));
  const auto rows = part::read_array_rows(reader);
  INFO((rows.ok() ? "" : to_string(rows.error())));
  REQUIRE(rows.ok());
  return *rows;
}

TEST_CASE("L4: the merged part of the exhibit holds what was read in place", "[museum]") {
  const auto& shown = exhibits().at("L4").about().at("part");
  const std::filesystem::path folder = kFolder / shown.at("folder").get<std::string>();
  const std::string written = shown.at("written");
  const std::string merged = shown.at("merged");
  for (const auto& [name, golden] :
       {std::pair(written, "in/5/" + written), std::pair(merged, merged)}) {
    INFO(name);
    const auto files = files_in(folder / name);
    const auto same = files_in(std::filesystem::path(PARTSCOPE_GOLDEN_DIR) /
                               "parts/v0.10.0/merged_mixed_tags" / golden);
    REQUIRE(files.size() == same.size());
    for (const auto& [file, bytes] : same) CHECK(*files.at(file) == *bytes);
  }
  std::map<std::string, std::string> stored;
  for (const part::ArrayRow& row : array_rows(folder / merged)) stored[row.data] = row.stored;
  size_t changed = 0;
  const auto rows = array_rows(folder / written);
  for (const part::ArrayRow& row : rows) {
    CHECK(row.tag == shown.at("tag"));
    CHECK(stored.at(row.data) == row.in_place);
    changed += row.changes() ? 1 : 0;
  }
  CHECK(rows.size() == 73);
  CHECK(changed == 32);
}

TEST_CASE("an exhibit keeps its texts when it is written again", "[museum]") {
  for (const auto& [id, exhibit] : exhibits()) {
    if (!is_scenario(exhibit)) continue;
    INFO(id);
    const auto scenario = read_scenario(exhibit.text, id);
    REQUIRE(scenario.ok());
    const auto after = nlohmann::json::parse(write_scenario(*scenario));
    for (const char* name : {"title", "sentence", "goal", "watch_for", "exhibit"}) {
      CHECK(exhibit.document.at(name) == after.at(name));
    }
  }
}

}  // namespace
}  // namespace sidx::sim
