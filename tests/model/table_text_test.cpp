#include "wasm/model/table_text.h"

#include <catch_amalgamated.hpp>

#include "tests/support/scenario_app.h"

namespace sidx::model {
namespace {

using testing::scenario_text;
using testing::ScenarioApp;

const std::string kWrites =
    scenario_text({R"({"op": "write", "elements": [
         {"series": "1", "key": "-1200", "data": "a,b", "tags": {"svc": "x\"y", "n": 7}},
         {"series": "2", "key": "3400", "data": "c"}]})",
                   R"({"op": "flush"})",
                   R"({"op": "write", "elements": [{"series": "1", "key": "20000", "data": "d"}]})",
                   R"({"op": "query", "series": ["1", "2"]})", R"({"op": "blocks"})",
                   R"({"op": "release", "as": "nobody"})"});

TableText table_of(const ScenarioApp& app, TableKind kind) {
  auto made = table_text(app.state, kind);
  const auto* reason = std::get_if<std::string>(&made);
  INFO((reason == nullptr ? "" : *reason));
  REQUIRE(reason == nullptr);
  auto table = std::get<TableText>(std::move(made));
  for (const auto& row : table.rows) CHECK(row.size() == table.headers.size());
  return table;
}

std::string reason_of(const ScenarioApp& app, TableKind kind) {
  const auto made = table_text(app.state, kind);
  REQUIRE(std::holds_alternative<std::string>(made));
  return std::get<std::string>(made);
}

TEST_CASE("CSV quotes what another program would take apart") {
  const TableText table{{"plain", "a,b"}, {{"say \"x\"", "two\nlines"}, {"", " "}}};
  CHECK(write_csv(table) == "plain,\"a,b\"\r\n\"say \"\"x\"\"\",\"two\nlines\"\r\n, \r\n");
}

TEST_CASE("Markdown cells cannot end their column or row") {
  const TableText table{{"a", "b|c"}, {{"x\\y", "two\nlines"}}};
  CHECK(write_markdown(table) == "| a | b\\|c |\n| --- | --- |\n| x\\\\y | two lines |\n");
  CHECK(write_markdown({{"only"}, {}}) == "| only |\n| --- |\n");
}

TEST_CASE("the table of blocks has what the view shows, in its order") {
  ScenarioApp app(kWrites);
  app.go(3);
  TableText table = table_of(app, TableKind::kBlocks);
  CHECK(table.headers[3] == "min key");
  REQUIRE(table.rows.size() == 3);
  CHECK(table.rows[0][2] == "1");
  CHECK(table.rows[0][3] == "-1200");
  app.must(R"({"op":"sort","column":3,"descending":true})");
  table = table_of(app, TableKind::kBlocks);
  CHECK(table.rows[0][3] == "20000");
  CHECK(table.rows[2][3] == "-1200");
  app.must(R"({"op":"select","wrapper":3})");
  CHECK(table_of(app, TableKind::kBlocks).rows.size() == 1);
  app.go(0);
  CHECK(reason_of(app, TableKind::kBlocks) == "no block is known");
}

TEST_CASE("tables of elements and results have values as they are, and nothing for none") {
  ScenarioApp app(kWrites);
  app.go(2);
  CHECK(reason_of(app, TableKind::kElements) == "no block is selected");
  app.must(R"({"op":"select","wrapper":2,"block":0})");
  TableText table = table_of(app, TableKind::kElements);
  CHECK(table.headers == std::vector<std::string>{"row", "user key", "data", "n", "svc"});
  REQUIRE(table.rows.size() == 1);
  CHECK(table.rows[0] == std::vector<std::string>{"0", "-1200", "a,b", "7", "x\"y"});

  CHECK(reason_of(app, TableKind::kResult) == "this step returns nothing");
  app.go(4);
  table = table_of(app, TableKind::kResult);
  REQUIRE(table.rows.size() == 3);
  CHECK(table.headers.size() == 7);
  CHECK(table.rows[2] == std::vector<std::string>{"2", "1", "20000", "d", "mem 2", "", ""});
  app.go(5);
  table = table_of(app, TableKind::kResult);
  CHECK(table.headers[0] == "block");
  CHECK(table.rows.size() == 3);
}

TEST_CASE("tables of events and the ledger tell every line") {
  ScenarioApp app(kWrites);
  CHECK(reason_of(app, TableKind::kLedger) == "nobody has taken a reference yet");
  app.go(2);
  TableText table = table_of(app, TableKind::kEvents);
  REQUIRE(table.rows.size() == 6);
  CHECK(table.rows[1][1] == "flush");
  CHECK(table.rows[1][3] == "ok");
  CHECK(table.rows[1][4] == "epoch 1: flush of 1 → 1");
  CHECK(table.rows[5][2] == "nobody");
  CHECK(table.rows[5][3] == "refused");
  table = table_of(app, TableKind::kLedger);
  CHECK(table.rows.size() > 3);
  CHECK(table.rows[0][3] == "+1");
  CHECK(reason_of(app, TableKind::kFindings) == "there are no findings");
}

TEST_CASE("the tables on screen are those of the view and of the drawer") {
  ScenarioApp app;
  CHECK(shown_tables(app.state).empty());
  CHECK(reason_of(app, TableKind::kBlocks) == "nothing is open");
  app.open(kWrites);
  CHECK(shown_tables(app.state) == std::vector{TableKind::kEvents});
  app.must(R"({"op":"view","name":"blocks"})");
  app.must(R"({"op":"drawer","name":"result"})");
  CHECK(shown_tables(app.state) == std::vector{TableKind::kBlocks, TableKind::kResult});
  app.must(R"({"op":"view","name":"snapshots"})");
  app.must(R"({"op":"drawer","name":"ledger"})");
  CHECK(shown_tables(app.state) == std::vector{TableKind::kLedger});
  app.must(R"({"op":"panel","name":"drawer","open":false})");
  app.must(R"({"op":"view","name":"elements"})");
  CHECK(shown_tables(app.state) == std::vector{TableKind::kElements});
}

}  // namespace
}  // namespace sidx::model
