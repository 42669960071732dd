#include "wasm/model/batch_draft.h"

#include <catch_amalgamated.hpp>

#include "core/sim/scenario.h"

namespace sidx::model {
namespace {

/// The step a draft becomes.
sim::Event event_of(const BatchDraft& draft) {
  auto event = sim::read_event(draft.step_json(), "step");
  INFO((event.ok() ? std::string() : to_string(event.error())));
  REQUIRE(event.ok());
  return *std::move(event);
}

std::string error_of(const BatchDraft& draft) {
  const auto event = sim::read_event(draft.step_json(), "step");
  return event.ok() ? std::string() : event.error().field;
}

TEST_CASE("CSV with a header gives rows with typed tags") {
  BatchDraft draft;
  REQUIRE_FALSE(
      draft.paste("key,series,svc,dur:int,list:str_arr\n"
                  "100,7,\"a, \"\"b\"\"\",-5,x | y\n"
                  "\n"
                  "200,8,,9223372036854775807,[]\n"));
  REQUIRE(draft.rows.size() == 2);
  CHECK(draft.rows[0].series == "7");
  CHECK(draft.rows[0].values[0] == "a, \"b\"");
  CHECK(draft.tags[1].kind == TagKind::kInt);
  const sim::Event event = event_of(draft);
  REQUIRE(event.write->batch.size() == 2);
  CHECK(event.write->batch.key(1) == 200);
  CHECK(sim::write_event(event) ==
        R"({"op":"write","elements":[{"series":"7","key":"100","data":"","tags":{"dur":-5,)"
        R"("list":["x","y"],"svc":"a, \"b\""}},{"series":"8","key":"200","data":"","tags":)"
        R"({"dur":{"int":"9223372036854775807"},"list":[]}}]})");
}

TEST_CASE("CSV without a header is series, key, data; tabs will do") {
  BatchDraft draft;
  REQUIRE_FALSE(draft.paste("1\t5\thello\r\n1\t6\tworld"));
  REQUIRE(draft.rows.size() == 2);
  CHECK(draft.rows[1].data == "world");
  CHECK(event_of(draft).write->batch.data(0) == "hello");
}

TEST_CASE("JSON elements and whole steps are pasted, every kind of tag") {
  const std::string elements =
      R"([{"series": "1", "key": 2, "data": "d", "tags": {"s": "x", "i": 5, "f": {"float": 1.5},)"
      R"("b": {"hex": "00ff"}, "t": {"time": "17"}, "l": ["a", "b"], "n": [1, 2], "none": null}}])";
  for (const std::string& text : {elements, R"({"op":"write","elements":)" + elements + "}"}) {
    BatchDraft draft;
    REQUIRE_FALSE(draft.paste(text));
    CHECK(draft.tags.size() == 7);
    auto plain = sim::read_event(R"({"op":"write","elements":)" + elements + "}", "step");
    REQUIRE(plain.ok());
    CHECK(sim::write_event(event_of(draft)) == sim::write_event(*plain));
  }
}

TEST_CASE("a batch becomes a draft and the same batch again, by table and by CSV") {
  auto event =
      sim::read_event(R"({"op":"write","segment_id":"77","elements":[)"
                      R"({"series":"1","key":"1","data":"a,b","tags":{"x":"1","y":{"float":0.1}}},)"
                      R"({"series":"2","key":"-9","data":{"hex":"ff00"},"tags":{"x":3}},)"
                      R"({"series":"2","key":"0","data":"line\nbreak"}]})",
                      "step");
  REQUIRE(event.ok());
  BatchDraft draft = BatchDraft::of(event->write->batch, event->segment_id);
  CHECK(sim::write_event(event_of(draft)) == sim::write_event(*event));
  BatchDraft pasted;
  pasted.segment_id = draft.segment_id;
  REQUIRE_FALSE(pasted.paste(draft.csv()));
  CHECK(sim::write_event(event_of(pasted)) == sim::write_event(*event));
}

TEST_CASE("what cannot be pasted says where, and leaves the table as it was") {
  BatchDraft draft;
  draft.add_row();
  CHECK(draft.paste("").value() == "there is no row in it");
  CHECK(draft.paste("{\"op\":").value().find("line 1, column ") == 0);
  CHECK(draft.paste("{}").value().find("array of elements") != std::string::npos);
  CHECK(draft.paste("[1]").value().find("object") != std::string::npos);
  CHECK(draft.paste("key,dur:fast\n1,2").value().find("dur:fast") != std::string::npos);
  CHECK(draft.paste("key,data\n1,a\n2,b,c").value() == "line 3: 3 fields, the header has 2");
  CHECK(draft.rows.size() == 1);
}

TEST_CASE("wrong cells are the reader's business, and their row is found") {
  BatchDraft draft;
  REQUIRE_FALSE(draft.paste("1,5,a\n1,six,b\n"));
  const std::string field = error_of(draft);
  CHECK(field == "elements[1].key");
  CHECK(row_of_error(field) == 1);
  CHECK_FALSE(row_of_error("segment_id"));
  CHECK_FALSE(row_of_error("elements[x]"));
  draft.rows[1].key = "6";
  draft.add_tag("f", TagKind::kFloat);
  draft.rows[0].values[0] = "much";
  CHECK(error_of(draft).find("elements[0].tags") == 0);
}

TEST_CASE("rows and tags come and go together") {
  BatchDraft draft;
  draft.add_row();
  draft.rows[0].key = "41";
  draft.add_tag("a", TagKind::kText);
  draft.add_tag("b", TagKind::kInt);
  draft.rows[0].values = {"x", "5"};
  draft.add_row();
  CHECK(draft.rows[1].key == "42");
  CHECK(draft.rows[1].values == std::vector<std::string>{"x", "5"});
  draft.remove_tag(0);
  CHECK(draft.rows[0].values == std::vector<std::string>{"5"});
  CHECK(draft.tags[0].name == "b");
  draft.rows.back().key = "9223372036854775807";
  draft.add_row();
  CHECK(draft.rows.back().key == "9223372036854775807");
}

}  // namespace
}  // namespace sidx::model
