#include "core/share/link.h"

#include <catch_amalgamated.hpp>
#include <map>

#include "core/encoding/zstd_frame.h"
#include "core/share/base64url.h"
#include "tests/support/golden.h"
#include "tests/support/golden_traces.h"
#include "tests/support/random.h"
#include "tests/support/scenarios.h"

namespace sidx::share {
namespace {

sim::Scenario scenario_of(const std::string& text) {
  auto scenario = sim::read_scenario(text, "scenario");
  INFO((scenario.ok() ? "" : to_string(scenario.error())));
  REQUIRE(scenario.ok());
  return *std::move(scenario);
}

sim::Scenario small_scenario() {
  return scenario_of(R"({"format": "sidx-scenario/1", "title": "A merge", "steps": [
    {"op": "write", "elements": [{"series": "1", "key": "100", "data": "t1"}]},
    {"op": "flush"}, {"op": "write", "elements": [{"series": "1", "key": "90", "data": "t2"}]},
    {"op": "flush"}, {"op": "merge"}]})");
}

/// Scenarios whose links are long: nothing in them repeats.
sim::Scenario scenario_of_random_bytes(size_t size) {
  testing::Random random(3);
  sim::Scenario scenario = small_scenario();
  part::ElementBatch batch;
  batch.add(1, 1, random.text(size));
  scenario.steps.push_back(sim::make_write(std::move(batch), 0));
  return scenario;
}

std::string fragment_of(const Bytes& bytes) {
  return std::string(kFragmentStart) + encode_base64url(bytes);
}

Bytes bytes_of_link(const std::string& fragment) {
  const auto bytes = decode_base64url(fragment.substr(kFragmentStart.size()), "link", 0);
  REQUIRE(bytes.ok());
  return *bytes;
}

Error error_of(std::string_view link) {
  const auto opened = read_link(link);
  REQUIRE_FALSE(opened.ok());
  return opened.error();
}

TEST_CASE("every teaching and golden scenario comes back from its link") {
  std::map<std::string, std::string> texts;
  for (const auto& id : testing::teaching_scenario_ids()) {
    texts[id] = testing::teaching_scenario_text(id);
  }
  for (const auto& name : testing::golden_trace_names()) {
    texts[name] = testing::golden_scenario_text(name);
  }
  CHECK(texts.size() > 130);
  size_t largest = 0;
  for (const auto& [name, text] : texts) {
    INFO(name);
    const sim::Scenario scenario = scenario_of(text);
    Place place;
    place.step = scenario.steps.size() / 2;
    place.view = "timeline";
    place.drawer = "ledger";
    place.wrapper = 3;
    place.block = 0;
    const MadeLink link = make_link(scenario, place);
    REQUIRE(link.fits());
    CHECK(link.size == link.fragment.size());
    largest = std::max(largest, link.size);
    for (const std::string& form :
         {link.fragment, link.fragment.substr(1), "http://localhost:8080/x?y=1" + link.fragment}) {
      const auto opened = read_link(form);
      REQUIRE(opened.ok());
      CHECK(sim::write_scenario(opened->scenario) == sim::write_scenario(scenario));
      CHECK(opened->place == place);
    }
  }
  CHECK(largest < kFragmentBytesMax / 2);
}

TEST_CASE("a link is the same on every platform and in every release") {
  const std::string link =
      "#v1.2fg-_Si1L_1gRwCdAQBwNEEgfTkyfQogIF0KfQoMAG8zAHjOCxwHiZDMheyYnRCr1pvQRFqUZ2LImgSaX85JmC"
      "A";
  Place place;
  place.step = 4;
  place.view = "snapshots";
  CHECK(make_link(small_scenario(), place).fragment == link);
  CHECK(link_of(small_scenario(), 4, "snapshots") == link);
  CHECK(link_of(small_scenario(), 3, "snapshots") != link);
  const auto opened = read_link(link);
  REQUIRE(opened.ok());
  CHECK(opened->place == place);
  CHECK(opened->scenario.title == "A merge");
}

TEST_CASE("a place that is left out is the start, a step behind the end is the end") {
  const auto bare = read_link(link_of(small_scenario(), 0));
  REQUIRE(bare.ok());
  CHECK(bare->place == Place());
  const auto behind = read_link(link_of(small_scenario(), 99));
  REQUIRE(behind.ok());
  CHECK(behind->place.step == 5);
}

TEST_CASE("a scenario whose link is too long is refused with the length") {
  size_t fits = 0;
  for (const size_t size : {size_t{20000}, size_t{24000}, size_t{28000}, size_t{60000}}) {
    const MadeLink link = make_link(scenario_of_random_bytes(size), {});
    INFO(link.size);
    CHECK(link.fits() == (link.size <= 32768));
    if (link.fits()) {
      fits++;
      CHECK(read_link(link.fragment).ok());
    } else {
      CHECK(describe_excess(link) ==
            "the link would have " + std::to_string(link.size) + " characters, at most 32768 fit");
      CHECK(link_of(scenario_of_random_bytes(size), 0) == describe_excess(link));
    }
  }
  CHECK((fits > 0 && fits < 4));

  sim::Scenario long_text = small_scenario();
  long_text.notes = std::string(kDocumentBytesMax, 'n');
  const MadeLink link = make_link(long_text, {});
  CHECK_FALSE(link.fits());
  CHECK(describe_excess(link) == "the scenario has more than 4 MiB, too much for a link");
}

TEST_CASE("a link that was cut anywhere is refused") {
  const std::string fragment = link_of(small_scenario(), 5, "timeline");
  for (size_t size = 0; size < fragment.size(); size++) {
    INFO(size);
    const Error error = error_of(fragment.substr(0, size));
    CHECK(error.where.file == "link");
    CHECK(error.where.offset <= size);
    CHECK_FALSE(error.expected.empty());
  }
  CHECK_FALSE(read_link(fragment + "A").ok());
  CHECK_FALSE(read_link(fragment + ".").ok());
}

TEST_CASE("a link with any bit or letter changed is refused") {
  const std::string fragment =
      link_of(scenario_of(testing::teaching_scenario_text("why-merge")), 5, "timeline");
  const Bytes bytes = bytes_of_link(fragment);
  for (size_t i = 0; i < bytes.size(); i++) {
    for (int bit = 0; bit < 8; bit++) {
      Bytes damaged = bytes;
      damaged[i] = static_cast<uint8_t>(damaged[i] ^ 1 << bit);
      const auto opened = read_link(fragment_of(damaged));
      INFO("byte " << i << ", bit " << bit);
      // A few bits of a zstd frame mean nothing.
      if (opened.ok()) {
        CHECK(link_of(opened->scenario, opened->place.step, opened->place.view) == fragment);
      }
    }
  }
  size_t refused = 0;
  for (size_t i = kFragmentStart.size(); i < fragment.size(); i++) {
    std::string damaged = fragment;
    damaged[i] = damaged[i] == 'A' ? 'B' : 'A';
    refused += read_link(damaged).ok() ? 0 : 1;
  }
  CHECK(refused > (fragment.size() - kFragmentStart.size()) * 9 / 10);
}

TEST_CASE("what is wrong with a link is told") {
  CHECK(error_of("").found == "nothing");
  CHECK(error_of("#v2.abc").code == ErrorCode::kUnknownCode);
  CHECK(error_of("#v2.abc").found == "'v2.abc'");
  CHECK(error_of("http://host/page#").where.offset == 17);
  CHECK(error_of("#v1.").code == ErrorCode::kTruncated);
  CHECK(error_of("#v1.a%20b").where.offset == 5);
  CHECK(error_of("#v1." + std::string(kFragmentBytesMax, 'A')).code == ErrorCode::kOverLimit);
  CHECK(error_of(fragment_of(Bytes(100, 1))).code == ErrorCode::kBadZstd);
  Bytes other_checksum = bytes_of_link(link_of(small_scenario(), 0));
  other_checksum[0] ^= 1;
  CHECK(error_of(fragment_of(other_checksum)).code == ErrorCode::kMismatch);
}

/// Whether somebody who knows the format can make us do more than a link may.
TEST_CASE("a frame that decompresses to more than a link may hold is refused early") {
  const std::string zeros(size_t{64} << 20, '0');
  const Bytes frame = encoding::compress_small_frame(zeros, "");
  Bytes bytes(4, 0);
  bytes.insert(bytes.end(), frame.begin(), frame.end());
  REQUIRE(fragment_of(bytes).size() < kFragmentBytesMax);
  const Error error = error_of(fragment_of(bytes));
  CHECK(error.code == ErrorCode::kOverLimit);
  CHECK(error.found == "more");
}

}  // namespace
}  // namespace sidx::share
