#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/part/findings.h"
#include "core/part/format_variant.h"
#include "core/part/part_reader.h"

namespace sidx::part {

/// Checks a part against every rule of findings.h, one block at a time, so that the caller can show
/// progress, stop, or wait for bytes. It goes on after the first finding; one damaged block costs
/// only the checks that need it.
class PartVerifier {
 public:
  /// `variant` is what detect_format_variant says of the part, if the caller knows it already.
  explicit PartVerifier(PartReader reader, std::optional<FormatVariant> variant = std::nullopt)
      : reader_(std::move(reader)), known_variant_(std::move(variant)) {}

  /// Does the next piece of work: true while there is more. kNotResident means that bytes have to
  /// be loaded before the same call is repeated; no other error is returned.
  Result<bool> step();

  const std::vector<Finding>& findings() const { return findings_; }
  size_t blocks_done() const { return block_ordinal_; }
  /// Findings that were counted but not kept, by rule.
  const std::map<Rule, uint64_t>& dropped() const { return dropped_; }

  /// More findings than this of one rule are only counted.
  static constexpr size_t kFindingsPerRuleMax = 100;

 private:
  enum class Phase : uint8_t { kStart, kBlocks, kEnd, kDone };

  Status start();
  Status open_primary_block();
  Status check_block();
  void finish();

  void check_manifest_shape();
  void check_files();
  void check_record(const format::BlockMetadata& block);
  void check_keys(const format::BlockMetadata& block, const std::vector<int64_t>& keys);
  void check_tags(const format::BlockMetadata& block, const BlockContent& content);
  void check_filter(const TagContent& tag, const encoding::BloomFilter& filter);
  void check_min_max(const TagContent& tag, format::Extent record);
  void check_uncompressed_size(const format::BlockMetadata& block, const BlockContent& content);
  void check_lengths(encoding::LengthForm form, const std::string& file, format::Extent range);
  void check_primary_summary();
  void check_totals();

  /// Range `range` of `file` must begin where the previous one ended.
  void claim(const std::string& file, format::Extent range, const char* field);
  void add(Rule rule, Location where, std::string field, std::string expected, std::string found,
           std::string tag = {});
  void add(Rule rule, const Error& error, std::string tag = {});
  Location locate(std::string_view file, format::Extent range) const;
  Location meta_location() const;    // of the current record of meta.bin
  Location record_location() const;  // of the current record of primary.bin

  PartReader reader_;
  std::optional<FormatVariant> known_variant_;
  FormatVariant variant_;
  Phase phase_ = Phase::kStart;
  std::optional<format::PartManifest> manifest_;
  std::vector<format::PrimaryBlockMetadata> primaries_;
  size_t primary_index_ = 0;
  std::optional<PrimaryBlock> primary_;
  size_t block_index_ = 0;    // in primary_
  size_t block_ordinal_ = 0;  // in the part
  bool in_block_ = false;     // whether findings are about the current block
  bool blocks_complete_ = true;

  uint64_t rows_ = 0;
  uint64_t uncompressed_ = 0;
  int64_t key_min_ = INT64_MAX;
  int64_t key_max_ = INT64_MIN;
  uint64_t previous_series_ = 0;
  int64_t previous_key_min_ = INT64_MIN;
  encoding::LengthForm lengths_ = encoding::LengthForm::kUndecided;
  /// Where the last range of a file ended, if that is known.
  struct Claimed {
    uint64_t end = 0;
    bool known = true;
  };
  std::map<std::string, Claimed> claimed_;

  std::vector<Finding> findings_;
  std::map<Rule, uint64_t> dropped_;
  std::array<size_t, kRuleCount> kept_{};
};

}  // namespace sidx::part
