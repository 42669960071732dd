#include "core/sim/scenario.h"

#include <catch_amalgamated.hpp>
#include <set>

#include "core/sim/generate.h"
#include "core/sim/json_text.h"
#include "tests/support/random.h"

namespace sidx::sim {
namespace {

std::string document(const std::string& steps) {
  return R"({"format": "sidx-scenario/1", "title": "t", "profile": "seed", "steps": [)" + steps +
         "]}";
}

struct Wrong {
  const char* name;
  std::string text;
  const char* field;
  const char* at;  // the error points at the first occurrence of this
};

TEST_CASE("what is wrong with a scenario is located") {
  const std::vector<Wrong> cases{
      {"no JSON", "{\"format\": ", "document", ""},
      {"no object", "[1]", "document", "["},
      {"another format", R"({"format": "x", "steps": []})", "format", "\"x\""},
      {"no steps", R"({"format": "sidx-scenario/1"})", "document", "{"},
      {"steps of a wrong type", R"({"format": "sidx-scenario/1", "steps": 7})", "steps", "7"},
      {"a profile that is none", R"({"format": "sidx-scenario/1", "profile": "best", "steps": []})",
       "profile", "\"best\""},
      {"a repair that is none",
       R"({"format": "sidx-scenario/1", "fixes": ["S1", "S99"], "steps": []})", "fixes[1]",
       "\"S99\""},
      {"no worker", R"({"format": "sidx-scenario/1", "workers": 0, "steps": []})", "workers", "0,"},
      {"a step that is no object", document("3"), "steps[0]", "3]"},
      {"an unknown operation", document(R"({"op": "fly"})"), "steps[0].op", "\"fly\""},
      {"an unknown member", document(R"({"op": "flush", "hard": true})"), "steps[0].hard", "true"},
      {"no name", document(R"({"op": "hold"})"), "steps[0]", "{\"op\": \"hold\""},
      {"a negative series",
       document(R"({"op": "write", "elements": [{"series": -1, "key": 1, "data": "a"}]})"),
       "steps[0].elements[0].series", "-1"},
      {"a key above 64 bits",
       document(R"({"op": "write", "elements": [{"series": 1, "key": "9223372036854775808",
                    "data": "a"}]})"),
       "steps[0].elements[0].key", "\"9223372036854775808\""},
      {"data of a wrong type",
       document(R"({"op": "write", "elements": [{"series": 1, "key": 1, "data": 5}]})"),
       "steps[0].elements[0].data", "5}"},
      {"a tag of a wrong type",
       document(R"({"op": "write", "elements": [{"series": 1, "key": 1, "data": "a",
                    "tags": {"x": true}}]})"),
       "steps[0].elements[0].tags.x", "true"},
      {"half a byte",
       document(
           R"({"op": "write", "elements": [{"series": 1, "key": 1, "data": {"hex": "abc"}}]})"),
       "steps[0].elements[0].data", "{\"hex\""},
      {"a range without end", document(R"({"op": "write_range", "series": 1, "from": 0})"),
       "steps[0]", "{\"op\": \"write_range\""},
      {"a range that is too long",
       document(R"({"op": "write_range", "series": 1, "from": 0, "to": "9223372036854775807"})"),
       "steps[0].to", "\"9223372036854775807\""},
      {"a step of 0",
       document(R"({"op": "write_range", "series": 1, "from": 0, "to": 5, "step": 0})"),
       "steps[0].step", "0}"},
      {"a path that leaves the root", document(R"({"op": "remove_file", "path": "../x"})"),
       "steps[0].path", "\"../x\""},
      {"a file that is too large",
       document(R"({"op": "truncate_file", "path": "x", "size": 99999999999})"), "steps[0].size",
       "99999999999"},
      {"an unknown filter",
       document(R"({"op": "query", "series": ["1"], "filter": {"like": ["a", "b"]}})"),
       "steps[0].filter", "{\"like\""},
      {"two lower bounds", document(R"({"op": "query", "series": ["1"],
                    "filter": {"range": {"tag": "a", "gt": 1, "gte": 2}}})"),
       "steps[0].filter.range.gte", "2}"},
      {"an unknown order", document(R"({"op": "query", "series": ["1"], "order": "up"})"),
       "steps[0].order", "\"up\""},
  };
  for (const Wrong& wrong : cases) {
    DYNAMIC_SECTION(wrong.name) {
      const auto scenario = read_scenario(wrong.text, "s.json");
      REQUIRE_FALSE(scenario.ok());
      INFO(to_string(scenario.error()));
      CHECK(scenario.error().field == wrong.field);
      CHECK(scenario.error().where.file == "s.json");
      if (*wrong.at != '\0') CHECK(scenario.error().where.offset == wrong.text.find(wrong.at));
    }
  }
}

TEST_CASE("positions of a text are lines and columns from 1") {
  const std::string text = "{\n  \"a\": [1,\n 2]\n}";
  CHECK(offset_of(text, JsonPath().member("a").item(1)) == text.find('2'));
  const TextPosition position = position_of(text, text.find('2'));
  CHECK(position.line == 3);
  CHECK(position.column == 2);
}

TEST_CASE("hostile documents are refused, not parsed forever") {
  const std::string deep = std::string(100'000, '[');
  CHECK(read_scenario(deep, "deep").error().code == ErrorCode::kOverLimit);
  std::string many = R"({"format": "sidx-scenario/1", "steps": [)";
  for (int i = 0; i < 20; i++) {
    many += R"({"op": "write_range", "series": 1, "from": 0, "to": 999999},)";
  }
  many += R"({"op": "flush"}]})";
  CHECK(read_scenario(many, "many").error().code == ErrorCode::kOverLimit);
  // Any change of a byte is an error or another scenario, never a crash.
  const std::string good = document(
      R"({"op": "write", "elements": [{"series": "1", "key": "-5", "data": {"hex": "00ff"},
           "tags": {"a": 1, "b": "x", "c": {"float": 1.5}, "d": ["x", "|"], "e": [1, 2]}}]},
          {"op": "query", "series": ["1"], "min": 3,
           "filter": {"and": [{"eq": ["a", 1]}, {"range": {"tag": "a", "gt": 1}}]}})");
  REQUIRE(read_scenario(good, "good").ok());
  testing::Random random(1);
  for (int i = 0; i < 20'000; i++) {
    std::string bad = good;
    bad[random.below(bad.size())] = static_cast<char>(random.below(256));
    if (random.one_in(3)) bad.erase(random.below(bad.size()), random.below(6));
    const auto scenario = read_scenario(bad, "bad");
    if (!scenario.ok()) CHECK(scenario.error().where.offset <= bad.size());
  }
}

TEST_CASE("a scenario keeps everything through writing and reading") {
  const std::string text =
      R"({
  "format": "sidx-scenario/1",
  "title": "All forms",
  "notes": "n",
  "profile": "fixed",
  "fixes": ["S1","R4"],
  "workers": 3,
  "goal": "see it",
  "bookmarks": [1,2],
  "steps": [
    {"op":"write","elements":[{"series":"18446744073709551615")"
      R"(,"key":"-9223372036854775808","data":"d",)"
      R"("tags":{"b":{"hex":"00ff"},"f":{"float":1.5},"i":-3,"l":{"int":"9007199254740993"},)"
      R"("n":[1,-2],"s":"x","sa":["a|b",""],"t":{"time":"5"}}}],"segment_id":"7"},
    {"op":"write_range","series":"1","from":"0","to":"9","step":"3",)"
      R"("data_prefix":"p","tags":{"svc":"a"}},
    {"op":"generate","seed":"5","count":3,"scale":"medium","index":"latency"},
    {"op":"sync","parts":["1","2"]},
    {"op":"flush_begin","as":"f1"},
    {"op":"query_begin","as":"q1","series":["1"],"min":"-1","max":"5","order":"desc",)"
      R"("limit":-2,"project":["a"],"filter":{"or":[{"eq":["svc","a"]},)"
      R"({"having":["dur",["1","2"]]},{"range":{"tag":"d","gte":"1","lt":"9"}}]}},
    {"op":"truncate_file","path":"a/b","size":3},
    {"op":"write_file","path":"x","text":"é"},
    {"op":"write_file","path":"y","hex":"ff00"}
  ]
}
)";
  const auto scenario = read_scenario(text, "s");
  INFO((scenario.ok() ? "" : to_string(scenario.error())));
  REQUIRE(scenario.ok());
  CHECK(write_scenario(*scenario) == text);
  CHECK(scenario->steps[1].write->batch.size() == 4);
  CHECK(scenario->settings().fixes == FixSet::all());
}

TEST_CASE("generated rows have the shape of the stress test and do not change") {
  GenerateInput input;
  input.count = 5000;
  const part::ElementBatch batch = generate_batch(input);
  REQUIRE(batch.size() == 5000);
  std::set<uint64_t> series;
  for (size_t row = 0; row < batch.size(); row++) series.insert(batch.series_id(row));
  CHECK(series.size() > 2500);
  CHECK(series.size() < 4500);
  int64_t latencies = 0;
  GenerateInput by_latency = input;
  by_latency.latency_index = true;
  const part::ElementBatch latency = generate_batch(by_latency);
  for (size_t row = 0; row < latency.size(); row++) {
    CHECK(latency.key(row) >= 0);
    CHECK(latency.key(row) <= 1381);
    latencies += latency.key(row);
  }
  CHECK(latencies / 5000 > 90);
  CHECK(latencies / 5000 < 110);
  CHECK(batch.series_id(0) == generate_batch(input).series_id(0));
  // The same everywhere: these are part of what scenarios mean.
  CHECK(batch.key(0) % 1'000'000 == 0);
}

}  // namespace
}  // namespace sidx::sim
