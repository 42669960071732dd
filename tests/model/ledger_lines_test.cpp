#include "wasm/model/ledger_lines.h"

#include <catch_amalgamated.hpp>
#include <map>

#include "tests/support/golden_traces.h"

namespace sidx::model {
namespace {

sim::Scenario golden(const std::string& name) {
  auto scenario = sim::read_scenario(testing::golden_scenario_text(name), name);
  REQUIRE(scenario.ok());
  return *std::move(scenario);
}

sim::Scenario small() {
  auto scenario = sim::read_scenario(
      R"({"format":"sidx-scenario/1","steps":[)"
      R"({"op":"write","elements":[{"series":"1","key":"1","data":"a"}]},)"
      R"({"op":"hold","as":"h"},{"op":"flush"},{"op":"release","as":"h"},{"op":"reopen"}]})",
      "small");
  REQUIRE(scenario.ok());
  return *std::move(scenario);
}

TEST_CASE("the last count of every part and snapshot is its reference count") {
  for (const std::string& name : testing::golden_trace_names()) {
    INFO(name);
    Session session(golden(name));
    for (size_t step = 1; step <= session.length(); step++) {
      session.go_to(step);
      const sim::World& world = session.world();
      if (world.dead) break;
      std::map<std::pair<bool, uint32_t>, int32_t> counts;
      for (const LedgerRow& row : ledger_rows(session, {}, 100'000)) {
        if (row.delta != 0) counts[{row.is_part, row.number}] = row.count;
      }
      for (const Rc<sim::PartWrapper>& part : world.live) {
        CHECK(counts[{true, part->number}] == part->ref);
      }
      for (const Rc<sim::Snapshot>& snapshot : world.snapshots) {
        CHECK(counts[{false, snapshot->number}] == snapshot->ref);
      }
    }
  }
}

TEST_CASE("rows are those of the selection, named as the views name them") {
  Session session(small());
  session.go_to(4);
  const auto all = ledger_rows(session, {}, 1000);
  Selection part;
  part.wrapper = 1;
  const auto of_part = ledger_rows(session, part, 1000);
  REQUIRE(of_part.size() == 2);
  CHECK(of_part[0].what == "mem part 1");
  CHECK(of_part[0].holder == "epoch 0");
  CHECK(of_part[0].delta == 1);
  CHECK(of_part[1].step == 4);
  CHECK(of_part[1].count == 0);
  Selection holder;
  holder.holder = "h";
  const auto of_holder = ledger_rows(session, holder, 1000);
  REQUIRE(of_holder.size() == 2);
  CHECK(of_holder[0].what == "epoch 0");
  CHECK(of_holder[1].reason == std::string("reading ends"));
  Selection snapshot;
  snapshot.snapshot = 2;
  for (const LedgerRow& row : ledger_rows(session, snapshot, 1000)) CHECK(row.number == 2);
  CHECK(all.size() > of_part.size() + of_holder.size());
}

TEST_CASE("a new process has a ledger of its own; of too many rows the newest stay") {
  Session session(small());
  session.go_to(5);
  const auto reopened = ledger_rows(session, {}, 1000);
  REQUIRE_FALSE(reopened.empty());
  for (const LedgerRow& row : reopened) CHECK(row.step == 5);
  Selection nobody;
  nobody.holder = "nobody";
  CHECK(ledger_rows(session, nobody, 1000).size() == 2);  // S8: part and snapshot
  session.go_to(4);
  const auto all = ledger_rows(session, {}, 1000);
  const auto few = ledger_rows(session, {}, 1);
  CHECK(few.size() < all.size());
  CHECK(few.back().step == all.back().step);
}

}  // namespace
}  // namespace sidx::model
