#include "wasm/model/merge_recording.h"

#include <algorithm>
#include <array>
#include <catch_amalgamated.hpp>
#include <set>
#include <string>
#include <vector>

#include "core/part/write_parameters.h"
#include "tests/support/golden_traces.h"
#include "tests/support/random_scenario.h"
#include "wasm/model/key_axis.h"

namespace sidx::model {
namespace {

using merge::BlockShape;
using merge::MergeRule;
using merge::MergeStep;
using sim::History;
using sim::World;
using testing::event_of;
using Moment = MergeRecording::Moment;

World play(const std::vector<std::string>& steps, bool fixed = false) {
  sim::Settings settings;
  if (fixed) settings.fixes = sim::FixSet::all();
  World world = sim::new_world(settings);
  for (const std::string& text : steps) {
    sim::StepResult result = sim::step(world, event_of(text));
    INFO(text << ": " << result.message);
    REQUIRE(result.outcome == sim::Outcome::kOk);
    world = std::move(result.world);
  }
  return world;
}

std::string range(const std::string& series, int from, int to, int step = 1) {
  return R"({"op": "write_range", "series": ")" + series + R"(", "from": ")" +
         std::to_string(from) + R"(", "to": ")" + std::to_string(to) + R"(", "step": ")" +
         std::to_string(step) + R"(", "data_prefix": "x"})";
}

MergeRecording record(const World& world, const char* event = R"({"op": "merge"})") {
  auto recording = MergeRecording::of(world, event_of(event));
  REQUIRE(recording);
  return *std::move(recording);
}

using Shapes = std::vector<BlockShape>;
using Sizes = std::vector<size_t>;

// ---- By hand

/// Two file parts: series 1 with keys 1 to 3 and 4 to 5, series 2 in the second only.
World two_parts() {
  return play({range("1", 1, 3), R"({"op": "flush"})",
               R"({"op": "write", "elements": [{"series": "1", "key": "4", "data": "a"},
                   {"series": "1", "key": "5", "data": "b"},
                   {"series": "2", "key": "1", "data": "c"}]})",
               R"({"op": "flush"})"});
}

TEST_CASE("a recording names its inputs and all that is read, joined and written") {
  const MergeRecording recording = record(two_parts());
  REQUIRE(recording.inputs().size() == 2);
  CHECK(recording.inputs()[0].name == "part 1");
  CHECK(recording.inputs()[0].wrapper == 2);
  CHECK(recording.inputs()[0].part_id == 1);
  CHECK(recording.inputs()[0].blocks.size() == 1);
  CHECK(recording.inputs()[1].name == "part 2");
  CHECK(recording.inputs()[1].wrapper == 4);
  CHECK(recording.inputs()[1].blocks.size() == 2);
  CHECK(recording.rows_max() == 5);

  std::vector<MergeRule> rules;
  for (const MergeStep& step : recording.steps()) rules.push_back(step.rule);
  CHECK(rules == std::vector<MergeRule>{MergeRule::kRead, MergeRule::kPendingWasEmpty,
                                        MergeRule::kRead, MergeRule::kJoined, MergeRule::kRead,
                                        MergeRule::kSeriesChanged, MergeRule::kPendingWasEmpty,
                                        MergeRule::kEnd});
}

TEST_CASE("moments are what is known after each step inside") {
  const MergeRecording recording = record(two_parts());
  const BlockShape first{1, 3, 3, 1, 3};
  const BlockShape second{1, 2, 2, 4, 5};
  const BlockShape third{2, 1, 1, 1, 1};
  const BlockShape joined{1, 5, 0, 1, 5};  // count 0: a joined block never is full
  struct Expected {
    Sizes read;
    Sizes heap;
    std::optional<BlockShape> pending;
    std::optional<BlockShape> incoming;
    Shapes written;
  };
  const std::vector<Expected> expected{{{0, 0}, {0, 1}, {}, {}, {}},            // nothing yet
                                       {{1, 0}, {1}, {}, first, {}},            // read
                                       {{1, 0}, {1}, first, {}, {}},            // pending was empty
                                       {{1, 1}, {1}, first, second, {}},        // read
                                       {{1, 1}, {1}, joined, {}, {}},           // joined
                                       {{1, 2}, {}, joined, third, {}},         // read
                                       {{1, 2}, {}, {}, third, {joined}},       // series changed
                                       {{1, 2}, {}, third, {}, {joined}},       // pending was empty
                                       {{1, 2}, {}, {}, {}, {joined, third}}};  // end
  REQUIRE(recording.steps().size() + 1 == expected.size());
  for (size_t i = 0; i < expected.size(); i++) {
    INFO("after " << i << " steps");
    const Moment moment = recording.moment(i);
    CHECK(moment.read == expected[i].read);
    CHECK(moment.heap == expected[i].heap);
    CHECK(moment.has_pending == expected[i].pending.has_value());
    if (expected[i].pending) CHECK(moment.pending == *expected[i].pending);
    CHECK(moment.has_incoming == expected[i].incoming.has_value());
    if (expected[i].incoming) CHECK(moment.incoming == *expected[i].incoming);
    CHECK(moment.written == expected[i].written);
  }
  // Behind the end nothing more happens.
  CHECK(recording.moment(1000).written == expected.back().written);
}

TEST_CASE("sentences tell the steps with their numbers") {
  const MergeRecording recording = record(two_parts());
  std::vector<std::string> sentences;
  for (size_t i = 0; i < recording.steps().size(); i++) sentences.push_back(recording.sentence(i));
  const std::string limit = grouped(uint64_t{8192});
  CHECK(sentences ==
        std::vector<std::string>{
            "series 1: block 0 of part 1 comes up: 3 rows, keys 1 … 3.",
            "series 1: nothing is pending, so the block becomes the pending block.",
            "series 1: block 0 of part 2 comes up: 2 rows, keys 4 … 5.",
            "series 1: pending 3 + next 2 = 5 ≤ " + limit + ": joined, and still pending.",
            "series 2: block 1 of part 2 comes up: 1 row, keys 1 … 1.",
            "series 2 begins: pending is of series 1, so it is written with 5 rows.",
            "series 2: nothing is pending, so the block becomes the pending block.",
            "series 2: no block is left, pending is written with 1 row."});
}

TEST_CASE("a pending block that is full is written, a joined one never is") {
  const World world = play(
      {range("1", 1, 8192), range("1", 8193, 8200), range("1", 8201, 8202), R"({"op": "flush"})"});
  const MergeRecording recording = record(world);
  const BlockShape full{1, 8192, 8192, 1, 8192};
  const BlockShape rest{1, 10, 0, 8193, 8202};
  CHECK(recording.moment(recording.steps().size()).written == Shapes{full, rest});
  const auto& steps = recording.steps();
  REQUIRE(steps.size() > 3);
  REQUIRE(steps[3].rule == MergeRule::kPendingIsFull);
  CHECK(recording.sentence(3) == "series 1: pending counts " + grouped(uint64_t{8192}) + " ≥ " +
                                     grouped(uint64_t{8192}) + " and ends at " +
                                     grouped(int64_t{8192}) + ", before the block begins at " +
                                     grouped(int64_t{8193}) + ": it is written.");
  CHECK(recording.rows_max() == 8192);
}

TEST_CASE("what is joined into too many rows is written at once") {
  const World world = play(
      {range("1", 1, 5000), range("1", 2, 6000), range("1", 7000, 7001), R"({"op": "flush"})"});
  const MergeRecording recording = record(world);
  const BlockShape oversize{1, 10999, 0, 1, 6000};
  const BlockShape rest{1, 2, 2, 7000, 7001};
  CHECK(recording.moment(recording.steps().size()).written == Shapes{oversize, rest});
  REQUIRE(recording.steps()[3].rule == MergeRule::kJoinedTooLarge);
  const Moment after = recording.moment(4);
  CHECK_FALSE(after.has_pending);
  CHECK_FALSE(after.has_incoming);
  CHECK(recording.sentence(3) == "series 1: pending " + grouped(uint64_t{5000}) + " + next " +
                                     grouped(uint64_t{5999}) + " = " + grouped(uint64_t{10999}) +
                                     " > " + grouped(uint64_t{8192}) +
                                     ": joined, and written at once as one oversize block.");
  CHECK(recording.rows_max() == 10999);
}

TEST_CASE("a pending block of count 0 is explained") {
  const World world = play(
      {range("1", 1, 5000), range("1", 5001, 8192), range("1", 8193, 8200), R"({"op": "flush"})"});
  const MergeRecording recording = record(world);
  const auto& steps = recording.steps();
  const auto large = std::find_if(steps.begin(), steps.end(), [](const MergeStep& step) {
    return step.rule == MergeRule::kJoinedTooLarge;
  });
  REQUIRE(large != steps.end());
  CHECK(large->pending.count == 0);
  const std::string sentence = recording.sentence(static_cast<size_t>(large - steps.begin()));
  CHECK(
      sentence.ends_with(" The engine believes that pending has 0 rows: a block joined from two "
                         "has count 0, so it never is full."));
}

TEST_CASE("with S19 repaired pending is split, and what is left stays pending") {
  const World world =
      play({range("1", 1, 5000), range("1", 2, 6000), range("1", 7000, 7001), R"({"op": "flush"})"},
           true);
  const MergeRecording recording = record(world);
  const auto& steps = recording.steps();
  const auto split = std::find_if(steps.begin(), steps.end(), [](const MergeStep& step) {
    return step.rule == MergeRule::kSplit;
  });
  REQUIRE(split != steps.end());
  const auto index = static_cast<size_t>(split - steps.begin());
  const Moment before = recording.moment(index);
  const Moment after = recording.moment(index + 1);
  REQUIRE(before.has_pending);
  REQUIRE(after.has_pending);
  CHECK(after.written.size() == before.written.size() + 1);
  CHECK(after.written.back().rows == 8192);
  CHECK(after.pending.rows == before.pending.rows - 8192);
  CHECK(after.pending.key_min >= after.written.back().key_max);
  CHECK(recording.sentence(index) ==
        "series 1: pending holds " + grouped(uint64_t{before.pending.rows}) + " rows; the first " +
            grouped(uint64_t{8192}) + " are written.");
}

TEST_CASE("only steps that merge at least two parts are recorded") {
  const World world = two_parts();
  for (const char* event :
       {R"({"op": "flush"})", R"({"op": "reopen"})", R"({"op": "sync", "parts": ["1"]})",
        R"({"op": "introduce", "as": "m1"})", R"({"op": "query", "series": ["1"]})",
        R"({"op": "merge_mem"})", R"({"op": "merge_mem_begin", "as": "m1"})"}) {
    INFO(event);
    CHECK_FALSE(MergeRecording::of(world, event_of(event)));
  }
  CHECK(MergeRecording::of(world, event_of(R"({"op": "merge_begin", "as": "m1"})")));
  const World one = play({range("1", 1, 3), R"({"op": "flush"})"});
  CHECK_FALSE(MergeRecording::of(one, event_of(R"({"op": "merge"})")));
  CHECK_FALSE(MergeRecording::of(sim::new_world({}), event_of(R"({"op": "merge"})")));

  const World in_memory = play({range("1", 1, 3), range("1", 5, 6)});
  const MergeRecording recording = record(in_memory, R"({"op": "merge_mem"})");
  CHECK(recording.inputs()[0].name == "mem part 1");
  CHECK(recording.inputs()[1].name == "mem part 2");
  CHECK_FALSE(MergeRecording::of(in_memory, event_of(R"({"op": "merge"})")));
}

TEST_CASE("a dead process merges nothing") {
  World world = two_parts();
  world.dead = true;
  CHECK_FALSE(MergeRecording::of(world, event_of(R"({"op": "merge"})")));
}

TEST_CASE("events that merge parts are told apart") {
  const World world = two_parts();
  std::set<std::string> merging;
  for (int op = 0; op < sim::kOpCount; op++) {
    sim::Event event;
    event.op = static_cast<sim::Op>(op);
    if (MergeRecording::merges_parts(world, event)) merging.emplace(name_of(event.op));
  }
  // The world has two file parts and no mem parts.
  CHECK(merging == std::set<std::string>{"merge", "merge_begin"});
}

// ---- All golden scenarios

uint64_t rows_of(const Shapes& shapes) {
  uint64_t rows = 0;
  for (const BlockShape& shape : shapes) rows += shape.rows;
  return rows;
}

void check_moment(const MergeRecording& recording, size_t count) {
  const Moment moment = recording.moment(count);
  uint64_t rows_read = 0;
  for (size_t i = 0; i < recording.inputs().size(); i++) {
    for (size_t block = 0; block < moment.read[i]; block++) {
      rows_read += recording.inputs()[i].blocks[block].row_count;
    }
  }
  // No row is lost or doubled on the way.
  CHECK(rows_of(moment.written) + (moment.has_pending ? moment.pending.rows : 0) +
            (moment.has_incoming ? moment.incoming.rows : 0) ==
        rows_read);
  const auto& steps = recording.steps();
  for (size_t i = count; i < steps.size(); i++) {
    if (steps[i].rule != MergeRule::kRead) continue;
    REQUIRE_FALSE(moment.heap.empty());
    CHECK(moment.heap.front() == steps[i].input);
    CHECK(moment.read[steps[i].input] == steps[i].block);
    const auto& header = recording.inputs()[steps[i].input].blocks[steps[i].block];
    CHECK(header.series_id == steps[i].incoming.series_id);
    CHECK(header.row_count == steps[i].incoming.rows);
    return;
  }
  CHECK(moment.heap.empty());
}

/// The numbers a sentence must tell.
std::vector<std::string> numbers_of(const MergeRecording& recording, const MergeStep& step) {
  const std::string incoming = grouped(step.incoming.rows);
  const std::string pending = grouped(step.pending.rows);
  const std::string result = grouped(step.result.rows);
  switch (step.rule) {
    case MergeRule::kRead:
      return {"series " + std::to_string(step.incoming.series_id),
              "block " + std::to_string(step.block) + " of " + recording.inputs()[step.input].name,
              incoming + " row", grouped(step.incoming.key_min), grouped(step.incoming.key_max)};
    case MergeRule::kPendingWasEmpty:
      return {"series " + std::to_string(step.incoming.series_id)};
    case MergeRule::kSeriesChanged:
      return {"series " + std::to_string(step.incoming.series_id) + " begins",
              "series " + std::to_string(step.pending.series_id), result + " row"};
    case MergeRule::kPendingIsFull:
      return {grouped(step.pending.count), grouped(step.pending.key_max),
              grouped(step.incoming.key_min)};
    case MergeRule::kJoined:
    case MergeRule::kJoinedTooLarge:
      return {pending + " + next " + incoming + " = " + result};
    case MergeRule::kSplit:
      return {"holds " + pending + " rows", "first " + result};
    case MergeRule::kEnd:
      return {"series " + std::to_string(step.result.series_id), result + " row"};
  }
  return {};
}

void check_sentences(const MergeRecording& recording) {
  for (size_t i = 0; i < recording.steps().size(); i++) {
    const std::string sentence = recording.sentence(i);
    for (const std::string& number : numbers_of(recording, recording.steps()[i])) {
      INFO(sentence << " — " << number);
      CHECK(sentence.find(number) != std::string::npos);
    }
  }
}

/// The output of a merge that went well has the blocks that the recording says were written.
void check_output(const MergeRecording& recording, const World& before, const World& after) {
  const Moment last = recording.moment(recording.steps().size());
  CHECK_FALSE(last.has_pending);
  CHECK_FALSE(last.has_incoming);
  CHECK(last.heap.empty());
  for (size_t i = 0; i < recording.inputs().size(); i++) {
    CHECK(last.read[i] == recording.inputs()[i].blocks.size());
  }
  const sim::PartWrapper* output = after.find_live(before.next_wrapper);
  REQUIRE(output != nullptr);
  const auto& headers = output->content->headers();
  REQUIRE(headers.size() == last.written.size());
  for (size_t i = 0; i < headers.size(); i++) {
    CHECK(headers[i].series_id == last.written[i].series_id);
    CHECK(headers[i].row_count == last.written[i].rows);
    CHECK(headers[i].key_min == last.written[i].key_min);
    CHECK(headers[i].key_max == last.written[i].key_max);
    CHECK(headers[i].row_count <= recording.rows_max());
  }
}

/// Records every merge of the golden scenarios; the rules that fired.
std::set<MergeRule> check_golden_merges(bool fixed, size_t& outputs) {
  std::set<MergeRule> rules;
  for (const std::string& name : testing::golden_trace_names()) {
    auto scenario = sim::read_scenario(testing::golden_scenario_text(name), name);
    REQUIRE(scenario.ok());
    if (fixed) scenario->fixed = true;
    const History history = History::of(*scenario);
    for (size_t step = 1; step <= history.length(0); step++) {
      const sim::PlayedStep& before = history.at(0, step - 1);
      const sim::PlayedStep& after = history.at(0, step);
      if (!MergeRecording::merges_parts(before.world, after.event)) continue;
      INFO(name << ", step " << step);
      const auto recording = MergeRecording::of(before.world, after.event);
      const bool made_part = after.world.next_wrapper > before.world.next_wrapper;
      if (!recording) {
        CHECK_FALSE(made_part);
        continue;
      }
      for (const MergeStep& inner : recording->steps()) rules.insert(inner.rule);
      for (size_t i = 0; i <= recording->steps().size(); i++) check_moment(*recording, i);
      check_sentences(*recording);
      if (!made_part) continue;
      check_output(*recording, before.world, after.world);
      outputs++;
    }
  }
  return rules;
}

TEST_CASE("recordings of all golden merges are whole and end in the part that was made") {
  size_t outputs = 0;
  const std::set<MergeRule> rules = check_golden_merges(false, outputs);
  CHECK(outputs >= 50);
  CHECK(rules == std::set<MergeRule>{MergeRule::kRead, MergeRule::kPendingWasEmpty,
                                     MergeRule::kSeriesChanged, MergeRule::kPendingIsFull,
                                     MergeRule::kJoined, MergeRule::kJoinedTooLarge,
                                     MergeRule::kEnd});
}

TEST_CASE("so are those of the repaired engine, which splits instead of writing large blocks") {
  size_t outputs = 0;
  const std::set<MergeRule> rules = check_golden_merges(true, outputs);
  CHECK(outputs >= 50);
  CHECK(rules.count(MergeRule::kJoinedTooLarge) == 0);
}

}  // namespace
}  // namespace sidx::model
