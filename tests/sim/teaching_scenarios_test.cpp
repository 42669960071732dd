// The scenarios of assets/scenarios: each plays as its card and its notes say. Steps are counted
// from 1 here, as on screen.

#include <algorithm>
#include <catch_amalgamated.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>

#include "core/sim/scenario.h"
#include "tests/support/played_scenario.h"
#include "tests/support/scenarios.h"

namespace sidx::sim {
namespace {

using testing::short_name;
using testing::teaching_scenario_ids;
using testing::teaching_scenario_text;

/// A teaching scenario, under some repairs.
class Played : public testing::PlayedScenario {
 public:
  explicit Played(const std::string& id, const std::vector<std::string>& fixes = {})
      : PlayedScenario(teaching_scenario_text(id), fixes) {}
};

/// 6, 9 and 11 of "step 6", "steps 9 and 11".
std::vector<size_t> steps_named_in(const std::string& text) {
  static const std::regex kSteps(R"([Ss]tep(?:s \d+(?:(?:, | and | to )\d+)*| \d+))");
  static const std::regex kNumber(R"(\d+)");
  std::vector<size_t> steps;
  for (std::sregex_iterator at(text.begin(), text.end(), kSteps), end; at != end; ++at) {
    const std::string list = at->str();
    for (std::sregex_iterator number(list.begin(), list.end(), kNumber); number != end; ++number) {
      steps.push_back(std::stoul(number->str()));
    }
  }
  return steps;
}

TEST_CASE("every teaching scenario says what it shows and plays to its end") {
  const std::vector<std::string> ids = teaching_scenario_ids();
  CHECK(ids.size() >= 14);
  std::map<int64_t, std::string> orders;
  std::map<std::string, std::string> titles;
  for (const std::string& id : ids) {
    INFO(id);
    const auto document = nlohmann::json::parse(teaching_scenario_text(id));
    for (const char* member : {"title", "sentence", "goal", "watch_for", "notes"}) {
      INFO(member);
      REQUIRE(document.value(member, "").size() > 5);
      if (member != std::string("title")) CHECK(document[member].get<std::string>().back() == '.');
    }
    CHECK(orders.emplace(document.at("order").get<int64_t>(), id).second);
    CHECK(titles.emplace(document.at("title").get<std::string>(), id).second);

    const Played played(id);
    const std::string watch_for = document["watch_for"];
    const bool panics = watch_for.find("panic") != std::string::npos;
    CHECK(played.size() == document["steps"].size());
    for (size_t step = 1; step <= played.size(); step++) {
      INFO("step " << step << ": " << played.after(step).result.message);
      const bool dies = panics && step == played.size();
      CHECK(played.after(step).result.outcome == (dies ? Outcome::kPanic : Outcome::kOk));
    }
    const auto named = steps_named_in(watch_for);
    CHECK_FALSE(named.empty());
    for (const size_t step : named) CHECK((step >= 1 && step <= played.size()));
  }
  CHECK(orders.begin()->second == "write-then-flush");
  const auto sixth = std::next(orders.begin(), 5)->first;
  for (const auto& [order, id] : orders) {
    if (id == "query-loses-rows-while-a-merge-lands") CHECK(order <= sixth);
  }
}

TEST_CASE("a scenario keeps its texts when it is written again") {
  const std::string id = "why-merge";
  const auto scenario = read_scenario(teaching_scenario_text(id), id);
  REQUIRE(scenario.ok());
  const auto before = nlohmann::json::parse(teaching_scenario_text(id));
  const auto after = nlohmann::json::parse(write_scenario(*scenario));
  for (const char* member : {"title", "sentence", "goal", "watch_for", "notes", "order"}) {
    CHECK(before.at(member) == after.at(member));
  }
}

TEST_CASE("Write, then flush") {
  const Played played("write-then-flush");
  CHECK(played.current(3) == "mem 1 mem 2");
  CHECK(played.disk(3).empty());
  CHECK(played.epoch(3) == 1);
  CHECK(played.current(4) == "file 1 file 2");
  CHECK(played.part(4, "mem 1") == "removed");
  CHECK(played.part(4, "mem 2") == "removed");
  CHECK(played.disk(4) == "1/ 2/ 2.snp");
  CHECK(played.epoch(4) == 2);
  CHECK(played.keys(3) == std::vector<int64_t>{85, 95, 120, 240, 310});
  CHECK(played.keys(5) == played.keys(3));
}

TEST_CASE("Why merge") {
  const Played played("why-merge");
  CHECK(played.current(8) == "file 1 file 2 file 3 file 4");
  // All four ranges share the keys from the largest minimum to the smallest maximum.
  int64_t from = INT64_MIN;
  int64_t to = INT64_MAX;
  for (const uint32_t number : *played.world(8).current_snapshot()->parts) {
    from = std::max(from, played.world(8).find_live(number)->key_min);
    to = std::min(to, played.world(8).find_live(number)->key_max);
  }
  CHECK(from <= to);
  CHECK(played.after(9).blocks_scanned == 4);
  CHECK(played.after(11).blocks_scanned == 1);
  CHECK(played.keys(9) == std::vector<int64_t>{200, 210, 230});
  CHECK(played.keys(11) == played.keys(9));
  CHECK(played.only_part(10).row_count == 11);
  CHECK(played.only_part(10).block_count == 1);
  CHECK(played.only_part(10).part_id == 0);
  const auto& merge = played.after(10).merge;
  CHECK(std::count_if(merge.begin(), merge.end(), [](const merge::MergeStep& step) {
          return step.rule == merge::MergeRule::kRead;
        }) == 4);
}

TEST_CASE("A snapshot pins its parts") {
  const Played played("a-snapshot-pins-its-parts");
  const std::string pinned = "removing, 1: snapshot of epoch 3 (reader)";
  for (const size_t step : {size_t{6}, size_t{7}}) {
    CHECK(played.part(step, "file 1") == pinned);
    CHECK(played.part(step, "file 2") == pinned);
    CHECK(played.disk(step) == "1/ 2/ 3/ 4.snp");
  }
  CHECK(played.current(6) == "file 3");
  CHECK(played.rows(7) == 4);
  CHECK(played.part(8, "file 1") == "removed");
  CHECK(played.part(8, "file 2") == "removed");
  CHECK(played.disk(8) == "3/ 4.snp");
  const auto& ledger = played.after(8).result.ledger;
  REQUIRE(ledger.size() == 3);
  CHECK(ledger[0].counted == Counted::kSnapshot);
  CHECK(describe(ledger[0].holder) == "reader");
  CHECK(ledger[1].counted == Counted::kPart);
  CHECK(ledger[1].count == 0);
  CHECK(ledger[2].count == 0);
}

TEST_CASE("Query loses rows while a merge lands") {
  const Played played("query-loses-rows-while-a-merge-lands");
  CHECK(played.keys(6) == std::vector<int64_t>{85, 120, 240, 310});
  CHECK(played.rows(8) == 0);
  CHECK(played.after(8).parts_inactive == 2);
  // No reference is missing: the parts that are skipped are held, open and on disk.
  CHECK(played.part(8, "file 1") == "removing, 1: snapshot of epoch 3 (q1)");
  CHECK(played.part(8, "file 2") == "removing, 1: snapshot of epoch 3 (q1)");
  CHECK(played.part(8, "file 3") == "active, 1: snapshot of epoch 4 (current)");
  CHECK(played.disk(8) == "1/ 2/ 3/ 4.snp");
  CHECK(played.disk(9) == "3/ 4.snp");
  CHECK(played.keys(10) == played.keys(6));

  const Played repaired("query-loses-rows-while-a-merge-lands", {"S9"});
  CHECK(repaired.keys(8) == repaired.keys(6));
  CHECK(repaired.disk(9) == "3/ 4.snp");
}

TEST_CASE("A slow reader across a flush") {
  const Played played("a-slow-reader-across-a-flush");
  for (const char* name : {"mem 1", "mem 2"}) {
    CHECK(played.part(4, name) == "active, 1: snapshot of epoch 1 (q1)");
    CHECK(played.part(7, name) == "active, 1: snapshot of epoch 1 (q1)");
    CHECK(played.part(8, name) == "removed");
  }
  CHECK(played.current(4) == "file 1 file 2");
  CHECK(played.rows(6) == 4);
  CHECK(played.rows(7) == 5);
  CHECK(played.disk(8) == played.disk(7));
}

TEST_CASE("Garbage collection of .snp files") {
  const Played played("garbage-collection-of-snp-files");
  const std::vector<std::string> expected{"1.snp", "1.snp", "1.snp", "3.snp", "3.snp",
                                          "3.snp", "6.snp", "6.snp", "7.snp"};
  for (size_t step = 2; step <= played.size(); step++) {
    std::string found;
    for (const Rc<DiskEntry>& entry : played.world(step).disk) {
      if (!entry->is_directory) found += short_name(entry->name);
    }
    INFO("step " << step);
    CHECK(found == expected[step - 2]);
  }
  CHECK(played.disk(1).empty());
  CHECK(played.epoch(4) == 2);
  CHECK(played.epoch(6) == 4);
  CHECK(played.epoch(7) == 5);
  // The file is gone, the snapshot is not.
  CHECK(played.part(5, "file 1") ==
        "active, 2: snapshot of epoch 1 (reader), snapshot of epoch 3 (current)");
}

TEST_CASE("What survives a reopen") {
  const Played played("what-survives-a-reopen");
  CHECK(played.current(4) == "file 1 mem 2");
  CHECK(played.rows(4) == 4);
  CHECK(played.current(5) == "file 1");
  CHECK(played.world(5).process == 2);
  CHECK(played.only_part(5).ref == 2);
  CHECK(played.keys(6) == std::vector<int64_t>{120, 310});
  CHECK(played.current(7) == "file 1 mem 2");
  CHECK(played.epoch(7) == 1);
  CHECK(played.rows(9) == 3);
  CHECK(Played("what-survives-a-reopen", {"S33"}).rows(6) == 4);
}

TEST_CASE("Sync removes parts") {
  const Played played("sync-removes-parts");
  CHECK(played.part(5, "file 1") == "active, 1: snapshot of epoch 3 (current)");
  CHECK(played.part(6, "file 1") == "removed");
  CHECK(played.epoch(6) == 4);
  CHECK(played.disk(6) == "2/ 4.snp");
  CHECK(played.rows(5) == 4);
  CHECK(played.rows(7) == 2);
  CHECK(played.rows(9) == 0);
  CHECK(played.disk(8) == "5.snp");
  CHECK(played.current(8).empty());
}

TEST_CASE("Merged rows are gone after a reopen") {
  const std::string id = "merged-rows-are-gone-after-a-reopen";
  const Played played(id);
  CHECK(played.only_part(5).part_id == 0);
  CHECK(played.disk(5) == "3/ 4.snp");
  CHECK(played.file_text(5, "0000000000000004.snp") == R"(["0000000000000000"])");
  CHECK(played.rows(6) == 4);
  CHECK(played.disk(7) == "4.snp");
  CHECK(played.current(7) == "none");
  CHECK(played.rows(8) == 0);
  CHECK(Played(id, {"S2"}).rows(8) == 4);
}

TEST_CASE("A part loaded at open is never deleted") {
  const std::string id = "a-part-loaded-at-open-is-never-deleted";
  const Played played(id);
  CHECK(played.part(3, "file 1") ==
        "active, 2: snapshot of epoch 1 (current), 1 without a snapshot");
  CHECK(played.part(6, "file 1") ==
        "removing, 2: snapshot of epoch 1 (nobody gives it back), 1 without a snapshot");
  CHECK(played.part(6, "file 2") == "removed");
  CHECK(played.disk(6) == "1/ 3/ 3.snp");
  CHECK(played.rows(7) == 4);
  CHECK(Played(id, {"S8"}).disk(6) == "3/ 3.snp");
}

TEST_CASE("A merge begins while a write lands") {
  const Played played("a-merge-begins-while-a-write-lands");
  CHECK(played.current(6) == "file 1 file 2 mem 4");
  for (const char* name : {"file 1", "file 2"}) {
    CHECK(played.part(6, name) ==
          "active, 2: snapshot of epoch 3 (m1), snapshot of epoch 4 (current)");
    CHECK(played.part(8, name) == "removed");
  }
  CHECK(played.current(8) == "mem 4 file 3");
  CHECK(played.rows(7) == 5);
  CHECK(played.keys(9) == played.keys(7));
  CHECK(played.keys(11) == played.keys(7));
}

TEST_CASE("A flush begins and a merge lands first") {
  const Played played("a-flush-begins-and-a-merge-lands-first");
  for (const char* name : {"file 1", "file 2"}) {
    CHECK(played.part(7, name) == "removing, 1: snapshot of epoch 4 (f1)");
    CHECK(played.part(9, name) == "removed");
  }
  CHECK(played.disk(8) == "1/ 2/ 3/ 4/ 5.snp");
  CHECK(played.disk(9) == "3/ 4/ 6.snp");
  CHECK(played.current(7) == "mem 3 file 4");
  CHECK(played.current(9) == "file 3 file 4");
  CHECK(played.rows(8) == 5);
  CHECK(played.keys(10) == played.keys(8));
}

TEST_CASE("A flush begins and a merge in memory lands first") {
  const std::string id = "a-flush-begins-and-a-merge-in-memory-lands-first";
  const Played played(id);
  CHECK(played.current(4) == "file 3");
  CHECK(played.current(6) == "file 3");
  CHECK(played.part(6, "file 1") == "active, 1: 1 without a snapshot");
  CHECK(played.part(6, "file 2") == "active, 1: 1 without a snapshot");
  CHECK(played.disk(7) == "1/ 2/ 3/ 3.snp");
  CHECK(played.rows(5) == 4);
  CHECK(played.keys(7) == played.keys(5));
  CHECK(Played(id, {"R1"}).disk(6) == "2.snp 3/");
}

TEST_CASE("A flush begins and a sync lands first") {
  const std::string id = "a-flush-begins-and-a-sync-lands-first";
  const Played played(id);
  CHECK(played.current(6) == "file 2");
  CHECK(played.part(6, "file 1") == "active, 1: 1 without a snapshot");
  CHECK(played.part(6, "mem 2") == "removed");
  CHECK(played.disk(7) == "1/ 2/ 3.snp");
  CHECK(played.rows(5) == 2);
  CHECK(played.keys(7) == played.keys(5));
  CHECK(played.disk(8) == "2/ 3.snp");
  CHECK(Played(id, {"R1"}).disk(6) == "2/ 3.snp");
}

TEST_CASE("A merge begins and a sync lands first") {
  const std::string id = "a-merge-begins-and-a-sync-lands-first";
  const Played played(id);
  CHECK(played.part(6, "file 1") == "removing, 1: snapshot of epoch 3 (m1)");
  CHECK(played.current(6) == "file 2");
  CHECK(played.rows(7) == 2);
  CHECK(played.only_part(8).row_count == 4);
  CHECK(played.rows(9) == 4);
  CHECK(Played(id, {"R3"}).rows(9) == 2);
}

TEST_CASE("Two merges in flight") {
  const std::string id = "two-merges-in-flight";
  const Played played(id);
  CHECK(played.world(6).current_snapshot()->ref == 3);
  CHECK(played.rows(8) == 4);
  CHECK(played.current(8) == "file 3");
  CHECK(played.current(9) == "file 3 file 4");
  CHECK(played.keys(10) == std::vector<int64_t>{85, 85, 120, 120, 240, 240, 310, 310});
  CHECK(played.current(11) == "file 5");
  CHECK(played.keys(12) == played.keys(10));
  CHECK(Played(id, {"R3"}).rows(10) == 4);
}

TEST_CASE("A write is one block, however large") {
  const std::string id = "a-write-is-one-block";
  const Played played(id);
  CHECK(played.blocks(3) == std::vector<std::string>{"10000 rows, 1 to 10000"});
  CHECK(played.blocks(7) ==
        std::vector<std::string>{"10000 rows, 1 to 10000", "100 rows, 10001 to 10100"});
  const auto& merge = played.after(6).merge;
  const auto full = std::find_if(merge.begin(), merge.end(), [](const merge::MergeStep& step) {
    return step.rule == merge::MergeRule::kPendingIsFull;
  });
  REQUIRE(full != merge.end());
  CHECK(full->pending.count == 10000);
  CHECK(full->incoming.key_min == 10001);
  CHECK(Played(id, {"S19"}).blocks(7) ==
        std::vector<std::string>{"8192 rows, 1 to 8192", "1908 rows, 8193 to 10100"});
}

TEST_CASE("A joined block is never full") {
  const std::string id = "a-joined-block-is-never-full";
  const Played played(id);
  CHECK(played.blocks(11).size() == 5);
  CHECK(played.blocks(13) ==
        std::vector<std::string>{"12000 rows, 0 to 11999", "8000 rows, 12000 to 19999"});
  const auto& merge = played.after(12).merge;
  const auto joined = std::find_if(merge.begin(), merge.end(), [](const merge::MergeStep& step) {
    return step.rule == merge::MergeRule::kJoined;
  });
  REQUIRE(joined != merge.end());
  CHECK(joined->result.rows == 8000);
  CHECK(joined->result.count == 0);
  const auto large = std::find_if(merge.begin(), merge.end(), [](const merge::MergeStep& step) {
    return step.rule == merge::MergeRule::kJoinedTooLarge;
  });
  REQUIRE(large != merge.end());
  CHECK(large->pending == joined->result);
  CHECK(large->incoming.rows == 4000);
  CHECK(large->result.rows == 12000);
  CHECK(large->written);
  CHECK(Played(id, {"S19"}).blocks(13) == std::vector<std::string>{"8192 rows, 0 to 8191",
                                                                   "8192 rows, 8192 to 16383",
                                                                   "3616 rows, 16384 to 19999"});
}

TEST_CASE("Blocks of one part overlap") {
  const std::string id = "blocks-of-one-part-overlap";
  const Played played(id);
  CHECK(played.current(7) == "file 4");
  CHECK(played.blocks(8) ==
        std::vector<std::string>{"16384 rows, 0 to 81915", "100 rows, 7 to 997"});
  CHECK(played.rows(9) == 13);
  CHECK(played.after(9).blocks_scanned == 2);
  const Played repaired(id, {"S19"});
  CHECK(repaired.blocks(8) == std::vector<std::string>{"8192 rows, 0 to 40455",
                                                       "8192 rows, 40460 to 81415",
                                                       "100 rows, 81420 to 81915"});
  CHECK(repaired.keys(9) == played.keys(9));
}

TEST_CASE("A query across workers") {
  const std::string id = "a-query-across-workers";
  const std::vector<int64_t> largest{500, 490, 480, 470, 460};
  const Played played(id);
  CHECK(played.keys(3) == std::vector<int64_t>{110, 120, 130, 140, 150});
  CHECK(played.keys(4) == std::vector<int64_t>{420, 410, 400, 390, 380});
  CHECK(played.after(4).blocks_scanned == 40);
  CHECK(played.keys(5) == largest);
  CHECK(played.after(5).blocks_scanned == 32);
  std::vector<int64_t> all;
  for (int64_t key = 420; key >= 110; key -= 10) all.push_back(key);
  for (int64_t key = 500; key >= 430; key -= 10) all.push_back(key);
  CHECK(played.keys(6) == all);

  const Played repaired(id, {"S10"});
  CHECK(repaired.keys(4) == largest);
  std::sort(all.rbegin(), all.rend());
  CHECK(repaired.keys(6) == all);
}

TEST_CASE("A crash between flush and reopen") {
  const std::string id = "a-crash-between-flush-and-reopen";
  const Played played(id);
  CHECK(played.disk(4) == "1/");
  CHECK(played.current(4) == "none");
  CHECK(played.world(4).next_epoch == 0);
  CHECK(played.rows(5) == 0);
  CHECK(played.current(6) == "mem 1");
  CHECK(played.after(7).result.outcome == Outcome::kPanic);
  CHECK(played.after(7).result.message == "directory is exist: 0000000000000001");

  const Played repaired(id, {"S6"});
  CHECK(repaired.disk(4).empty());
  CHECK(repaired.after(7).result.outcome == Outcome::kOk);
  CHECK(repaired.current(7) == "file 1");
}

TEST_CASE("A crash leaves an empty meta.bin") {
  const std::string id = "a-crash-leaves-an-empty-meta-bin";
  const Played played(id);
  CHECK(played.rows(6) == 4);
  CHECK(played.current(7) == "file 1 file 2");
  const World& world = played.world(7);
  const PartWrapper& damaged = *world.find_live(world.current_snapshot()->parts->back());
  CHECK(damaged.state == PartState::kActive);
  CHECK(damaged.row_count == 2);
  CHECK(damaged.content->headers().empty());
  CHECK(played.keys(8) == std::vector<int64_t>{120, 310});
  CHECK(Played(id, {"S24"}).current(7) == "file 1");
}

}  // namespace
}  // namespace sidx::sim
