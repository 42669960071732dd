// Small golden parts with every byte changed and every file cut: whatever comes out, reading ends,
// soon, and says where.

#include <catch_amalgamated.hpp>
#include <chrono>
#include <functional>
#include <initializer_list>
#include <string>

#include "core/part/content_digest.h"
#include "core/part/verify.h"
#include "tests/support/damage.h"
#include "tests/support/hex.h"
#include "tests/support/random.h"

using namespace sidx;
using namespace sidx::part;
using namespace sidx::testing;

namespace {

constexpr size_t kStepsMax = 10000;

/// Verifies and reads a part, whatever it is; returns the number of findings.
size_t go_through(const FileBytes& files) {
  const PartReader reader(files_in_memory("d/0000000000000001", files));
  PartVerifier verifier(reader);
  for (size_t steps = 0;; steps++) {
    REQUIRE(steps < kStepsMax);
    const Result<bool> more = verifier.step();
    REQUIRE(more.ok());
    if (!*more) break;
  }
  for (const Finding& finding : verifier.findings()) {
    if (finding.where.file.empty() || finding.field.empty()) FAIL(to_string(finding));
  }
  const auto primaries = reader.read_primary_blocks();
  if (!primaries.ok()) return verifier.findings().size();
  for (const auto& metadata : *primaries) {
    const auto primary = reader.read_primary_block(metadata);
    if (!primary.ok()) continue;
    for (const auto& block : primary->blocks) {
      const BlockContent content = reader.read_block(block);
      BlockDigest blocks;
      RowDigest rows;
      const bool read = blocks.add(reader, block).ok() && rows.add(content).ok();
      if (read && content.first_error() != nullptr) FAIL("a digest of something unreadable");
    }
  }
  return verifier.findings().size();
}

/// The longest that one of many calls took.
class Stopwatch {
 public:
  void time(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    longest_ = std::max(longest_, std::chrono::steady_clock::now() - start);
  }
  double longest_seconds() const { return std::chrono::duration<double>(longest_).count(); }

 private:
  std::chrono::steady_clock::duration longest_{0};
};

/// Generous: sanitizers, WASM and a busy machine included. Reading such a part takes milliseconds.
constexpr double kSecondsMax = 5;

const char* const kSmallParts[] = {"seed/tiny", "v0.9.0/tiny", "head/tiny", "head/bug_s1_key_range",
                                   "seed/bug_merged_id0"};

}  // namespace

TEST_CASE("every byte of a small part may be any of several others") {
  Stopwatch stopwatch;
  for (const char* name : kSmallParts) {
    INFO(name);
    FileBytes files = load_files(name);
    for (auto& [file, bytes] : files) {
      INFO(file);
      for (size_t at = 0; at < bytes.size(); at++) {
        for (const auto change : std::initializer_list<uint8_t>{0x01, 0x80, 0xff}) {
          bytes[at] ^= change;
          stopwatch.time([&] { go_through(files); });
          bytes[at] ^= change;
        }
      }
    }
  }
  CHECK(stopwatch.longest_seconds() < kSecondsMax);
}

TEST_CASE("every file of a small part may be cut anywhere") {
  Stopwatch stopwatch;
  for (const char* name : kSmallParts) {
    INFO(name);
    const FileBytes whole = load_files(name);
    for (const auto& [file, bytes] : whole) {
      for (size_t size = 0; size < bytes.size(); size++) {
        INFO(file << " cut to " << size << " bytes");
        FileBytes files = whole;
        files[file].resize(size);
        size_t findings = 0;
        stopwatch.time([&] { findings = go_through(files); });
        CHECK(findings > 0);
      }
    }
  }
  CHECK(stopwatch.longest_seconds() < kSecondsMax);
}

TEST_CASE("every byte of compressed records may be any of several others") {
  Stopwatch stopwatch;
  for (const char* name : kSmallParts) {
    INFO(name);
    const PartImage image = take_apart(name);
    size_t records_size = 0;
    PartImage probe = image;
    Damage measure;
    measure.records = [&](Bytes& records) { records_size = records.size(); };
    (void)put_together(probe, measure);
    for (size_t at = 0; at < records_size + format::kPrimaryBlockMetadataSize; at++) {
      for (const auto change : std::initializer_list<uint8_t>{0x01, 0x40, 0x80, 0xff}) {
        PartImage damaged = image;
        Damage damage;
        if (at < records_size) {
          damage.records = [&](Bytes& records) { records[at] ^= change; };
        } else {
          damage.meta = [&](Bytes& meta) { meta[at - records_size] ^= change; };
        }
        const FileBytes files = put_together(damaged, damage);
        stopwatch.time([&] { go_through(files); });
      }
    }
  }
  CHECK(stopwatch.longest_seconds() < kSecondsMax);
}

TEST_CASE("a part of all types survives seeded damage") {
  Random random(9);
  Stopwatch stopwatch;
  const FileBytes whole = load_files("head/types");
  std::vector<std::string> names;
  for (const auto& [name, bytes] : whole) names.push_back(name);
  for (int round = 0; round < 60; round++) {
    FileBytes files = whole;
    for (size_t changes = 1 + random.below(6); changes > 0; changes--) {
      Bytes& bytes = files[names[random.below(names.size())]];
      if (bytes.empty()) continue;
      bytes[random.below(bytes.size())] = static_cast<uint8_t>(random.next());
      if (random.one_in(8)) bytes.resize(random.below(bytes.size() + 1));
    }
    if (random.one_in(10)) files.erase(names[random.below(names.size())]);
    INFO("round " << round);
    stopwatch.time([&] { go_through(files); });
  }
  CHECK(stopwatch.longest_seconds() < kSecondsMax);
}

TEST_CASE("findings do not depend on when the bytes arrive") {
  Random random(10);
  const FileBytes whole = load_files("v0.9.0/tiny");
  for (int round = 0; round < 200; round++) {
    FileBytes files = whole;
    auto file = files.begin();
    std::advance(file, random.below(files.size()));
    if (file->second.empty()) continue;
    file->second[random.below(file->second.size())] = static_cast<uint8_t>(random.next());
    const auto findings_of = [](std::shared_ptr<PartFiles> parts) {
      PartVerifier verifier{PartReader(std::move(parts))};
      std::string text;
      for (size_t steps = 0; steps < kStepsMax; steps++) {
        const Result<bool> more = verifier.step();
        if (more.ok() && !*more) break;
      }
      for (const Finding& finding : verifier.findings()) text += to_string(finding) + "\n";
      return text;
    };
    CHECK(findings_of(late_files("d", files)) == findings_of(files_in_memory("d", files)));
  }
}
