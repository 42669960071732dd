#include "wasm/model/loader.h"

#include <algorithm>

namespace sidx::model {
namespace {

bool waits(const Error& error) { return error.code == ErrorCode::kNotResident; }

}  // namespace

bool Loader::advance(const std::function<bool()>& deadline_passed) {
  if (cancelled_) return false;
  read_snapshots();
  bool progressed = true;
  while (progressed) {
    progressed = false;
    // Manifests of all parts come before the blocks of any, and blocks before verification.
    const Phase phase = this->phase();
    size_t examined = 0;
    for (OpenPart& part : document_.parts) {
      if (part.stage == PartStage::kIndex && phase == Phase::kManifests) continue;
      if (part.stage == PartStage::kReady && phase != Phase::kContent) continue;
      // A few parts at a time, so that one's bytes are done with before too many others come.
      if (part.stage == PartStage::kReady && wants_examination(part)) {
        if (examined++ == kExaminedAtATime) break;
      }
      const PartStage stage = part.stage;
      while (part.stage == stage && advance_part(part) == Outcome::kAdvanced) {
        progressed = true;
        if (deadline_passed()) return true;
      }
    }
  }
  if (!busy()) cache_.trim();
  return false;
}

Loader::Outcome Loader::advance_part(OpenPart& part) {
  switch (part.stage) {
    case PartStage::kManifest:
      return read_manifest(part);
    case PartStage::kIndex:
      return read_index(part);
    case PartStage::kReady:
      return verify_some(part);
    case PartStage::kStopped:
      break;
  }
  return Outcome::kFinished;
}

Loader::Outcome Loader::read_manifest(OpenPart& part) {
  Result<format::PartManifest> manifest = part.reader.read_manifest();
  if (manifest.ok()) {
    part.manifest = std::move(*manifest);
  } else if (waits(manifest.error())) {
    return Outcome::kWaiting;
  } else {
    part.manifest_error = std::move(manifest).error();
  }
  part.stage = PartStage::kIndex;
  return Outcome::kAdvanced;
}

Loader::Outcome Loader::read_index(OpenPart& part) {
  if (part.primary_starts.empty()) {
    auto primaries = part.reader.read_primary_blocks();
    if (!primaries.ok()) {
      if (waits(primaries.error())) return Outcome::kWaiting;
      part.index_errors.push_back(std::move(primaries).error());
    } else {
      part.primary_blocks = std::move(*primaries);
    }
    part.primary_starts.push_back(0);
  }
  const size_t index = part.primary_starts.size() - 1;
  if (index == part.primary_blocks.size()) {
    finish_index(part);
    return Outcome::kAdvanced;
  }
  Result<part::PrimaryBlock> primary = part.reader.read_primary_block(part.primary_blocks[index]);
  if (primary.ok()) {
    for (size_t record = 0; record < primary->blocks.size(); record++) {
      part.blocks.push_back(summarize(primary->blocks[record], index, record));
    }
    if (primary->error) part.index_errors.push_back(std::move(*primary->error));
  } else if (waits(primary.error())) {
    return Outcome::kWaiting;
  } else {
    part.index_errors.push_back(std::move(primary).error());
  }
  part.primary_starts.push_back(part.blocks.size());
  return Outcome::kAdvanced;
}

void Loader::finish_index(OpenPart& part) {
  part.blocks.shrink_to_fit();
  for (const BlockSummary& block : part.blocks) part.rows_in_blocks += block.row_count;
  part.covered = covered_ranges(part.blocks);
  part.by_key = BlocksByKey(part.blocks);
  part.stage = PartStage::kReady;
  if (document_.size_bytes <= kVerifyAtOnceMax) part.verify_stage = VerifyStage::kQueued;
}

bool Loader::wants_examination(const OpenPart& part) {
  return part.verify_stage == VerifyStage::kQueued || part.verify_stage == VerifyStage::kRunning ||
         (part.looked_at && !part.variant);
}

bool Loader::fetch_small_files(const OpenPart& part) {
  bool all = true;
  for (const auto& [name, file] : part.reader.files().files()) {
    if (file.source->size() > kPageSize) continue;
    const auto slice = part.reader.files().read_all(name, "file");
    if (!slice.ok() && waits(slice.error())) all = false;
  }
  return all;
}

Loader::Outcome Loader::verify_some(OpenPart& part) {
  if (!wants_examination(part)) return Outcome::kFinished;
  // An attempt that meets missing bytes is repeated, so what is surely needed is asked for first.
  if (!part.verifier && !fetch_small_files(part)) return Outcome::kWaiting;
  if (!part.variant) {
    Result<part::FormatVariant> variant = part::detect_format_variant(part.reader);
    if (!variant.ok()) return waits(variant.error()) ? Outcome::kWaiting : Outcome::kFinished;
    part.variant = std::move(*variant);
    return Outcome::kAdvanced;
  }
  if (part.verify_stage == VerifyStage::kNotAsked || part.verify_stage == VerifyStage::kDone) {
    return Outcome::kFinished;
  }
  if (!part.verifier) {
    part.verifier.emplace(part.reader, part.variant);
    part.verify_stage = VerifyStage::kRunning;
  }
  const Result<bool> more = part.verifier->step();
  if (!more.ok()) return Outcome::kWaiting;
  if (part.findings.size() != part.verifier->findings().size()) {
    for (size_t i = part.findings.size(); i < part.verifier->findings().size(); i++) {
      const part::Finding& finding = part.verifier->findings()[i];
      const bool is_error = finding.severity() == part::Severity::kError;
      // Blocks are verified in order, so the list stays sorted.
      if (finding.block && is_error && !part.is_broken(finding.block->block)) {
        part.broken_blocks.push_back(finding.block->block);
      }
      part.findings.push_back(finding);
    }
  }
  // What is waited for was asked for lately, so that the oldest bytes are the ones to drop.
  cache_.trim();
  if (*more) return Outcome::kAdvanced;
  part.verify_stage = VerifyStage::kDone;
  part.verifier.reset();
  return Outcome::kAdvanced;
}

void Loader::read_snapshots() {
  if (snapshots_done_) return;
  bool all = true;
  for (OpenSnapshot& snapshot : document_.snapshots) {
    if (snapshot.listed || snapshot.error) continue;
    const auto slice = snapshot.files->read_all(snapshot.name, "snapshot manifest");
    if (!slice.ok() && waits(slice.error())) {
      all = false;
      continue;
    }
    Result<format::SnapshotManifest> listed = slice.ok()
                                                  ? format::read_snapshot_manifest(slice->view)
                                                  : Result<format::SnapshotManifest>(slice.error());
    if (listed.ok()) {
      snapshot.missing = part::missing_parts(document_.tree, snapshot.node, *listed);
      snapshot.listed = std::move(*listed);
    } else {
      snapshot.error = std::move(listed).error();
    }
  }
  snapshots_done_ = all;
  if (!all) return;
  for (OpenPart& part : document_.parts) {
    const auto deciding = part::deciding_snapshot(document_.tree, part.node);
    const bool in_memory = part.simulated && part.simulated->role == PartRole::kMem;
    if (!deciding || in_memory) {
      part.snapshot = part::SnapshotStatus::kNone;
      continue;
    }
    for (const OpenSnapshot& snapshot : document_.snapshots) {
      if (snapshot.node != deciding->node || !snapshot.listed) continue;
      part.snapshot = part::snapshot_status(*snapshot.listed, part.name);
    }
  }
}

bool Loader::busy() const {
  if (cancelled_) return false;
  const auto unfinished = [](const OpenPart& part) {
    return part.stage < PartStage::kReady ||
           (part.stage == PartStage::kReady && wants_examination(part));
  };
  return !snapshots_done_ ||
         std::any_of(document_.parts.begin(), document_.parts.end(), unfinished);
}

Loader::Phase Loader::phase() const {
  Phase phase = Phase::kContent;
  for (const OpenPart& part : document_.parts) {
    if (part.stage == PartStage::kManifest) return Phase::kManifests;
    if (part.stage == PartStage::kIndex) phase = Phase::kBlocks;
  }
  return phase;
}

Loader::Progress Loader::progress() const {
  const auto count = [&](auto predicate) {
    return static_cast<size_t>(
        std::count_if(document_.parts.begin(), document_.parts.end(), predicate));
  };
  const size_t total = document_.parts.size();
  switch (phase()) {
    case Phase::kManifests:
      return {"manifests",
              count([](const OpenPart& part) { return part.stage != PartStage::kManifest; }),
              total};
    case Phase::kBlocks:
      return {"blocks", count([](const OpenPart& part) { return part.stage != PartStage::kIndex; }),
              total};
    case Phase::kContent:
      break;
  }
  const size_t asked =
      count([](const OpenPart& part) { return part.verify_stage != VerifyStage::kNotAsked; });
  const size_t verified =
      count([](const OpenPart& part) { return part.verify_stage == VerifyStage::kDone; });
  return {"verifying", verified, asked};
}

void Loader::cancel() {
  cancelled_ = true;
  for (OpenPart& part : document_.parts) {
    if (part.stage < PartStage::kReady) part.stage = PartStage::kStopped;
  }
}

void Loader::resume() {
  cancelled_ = false;
  for (OpenPart& part : document_.parts) {
    if (part.stage == PartStage::kStopped) part.stage = PartStage::kManifest;
  }
}

void Loader::verify(size_t part) {
  OpenPart& open = document_.parts[part];
  if (open.verify_stage == VerifyStage::kNotAsked) open.verify_stage = VerifyStage::kQueued;
}

void Loader::verify_all() {
  for (size_t i = 0; i < document_.parts.size(); i++) verify(i);
}

}  // namespace sidx::model
