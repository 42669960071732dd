#include "wasm/views/key_ranges_colours.h"

#include <algorithm>
#include <array>
#include <bit>

#include "core/encoding/int64_list.h"
#include "wasm/ui/theme.h"
#include "wasm/ui/widgets.h"
#include "wasm/views/part_style.h"

namespace sidx::views {

using model::BlockSummary;
using ui::mix;
using ui::theme;

namespace {

/// Lower bounds of the classes behind the first.
constexpr std::array<uint64_t, 5> kRowBounds{2, 10, 100, 1000, 8192};
constexpr std::array<uint64_t, 4> kByteBounds{1'000, 10'000, 100'000, 1'000'000};

template <size_t kCount>
size_t class_among(const std::array<uint64_t, kCount>& bounds, uint64_t value) {
  return static_cast<size_t>(std::upper_bound(bounds.begin(), bounds.end(), value) -
                             bounds.begin());
}

size_t encoding_class(const BlockSummary& block) {
  const bool known = block.keys_encoding >= 1 && block.keys_encoding <= 4;
  return known ? block.keys_encoding - 1U : 4U;
}
size_t row_class(const BlockSummary& block) { return class_among(kRowBounds, block.row_count); }
size_t byte_class(const BlockSummary& block) { return class_among(kByteBounds, block.stored_size); }

/// The classes of a scenario's parts, in the order of simulated_kind.
std::vector<BarClass> simulated_classes() {
  using model::PartRole;
  return {{"mem part", "in memory only: a restart loses it", colour_of(PartRole::kMem, false)},
          {"file part", "on disk and in the current snapshot", colour_of(PartRole::kFile, false)},
          {"new", "made by the current step", colour_of(PartRole::kFile, true)},
          {"not introduced", "written to disk, in no snapshot yet",
           colour_of(PartRole::kPrepared, false)},
          {"removing", "left the current snapshot; somebody still holds a reference",
           colour_of(PartRole::kRemoving, false)},
          {"orphan", "a directory that no part of the process owns",
           colour_of(PartRole::kOrphan, false)}};
}

size_t simulated_kind(const model::SimulatedPart& part) {
  using model::PartRole;
  switch (part.role) {
    case PartRole::kMem:
      return 0;
    case PartRole::kFile:
      return part.is_new ? 2 : 1;
    case PartRole::kPrepared:
      return 3;
    case PartRole::kRemoving:
      return 4;
    case PartRole::kOrphan:
      return 5;
  }
  return 1;
}

bool is_simulated(const model::Document& document) {
  return !document.parts.empty() && document.parts.front().simulated.has_value();
}

bool has_stale_parts(const model::Document& document) {
  return std::any_of(document.parts.begin(), document.parts.end(),
                     [](const model::OpenPart& part) { return BarColours::kind_of(part) != 0; });
}

std::vector<BarClass> kind_classes(bool with_stale) {
  std::vector<BarClass> classes{{"file part", "a part on disk", theme().file_part}};
  if (with_stale) {
    classes.push_back({"stale part",
                       "on disk, but the newest snapshot does not list it: the engine deletes it "
                       "when it opens the instance",
                       theme().removing});
  }
  return classes;
}

std::vector<BarClass> encoding_classes() {
  // Kinds of parts have their own colours: these are lighter or darker relatives.
  const ImU32 tint = theme().text;
  return {{"const", "every key is the same", mix(theme().mem_part, tint, 0.25f)},
          {"delta const", "keys at equal distances", mix(theme().merge_output, tint, 0.15f)},
          {"delta", "each distance to the key before", mix(theme().file_part, tint, 0.1f)},
          {"delta of delta", "how the distances change", mix(theme().removing, tint, 0.15f)},
          {"unknown", "a code that no version writes", mix(tint, theme().panel, 0.15f)}};
}

/// From quiet to strong, so that more is always more.
ImU32 ramp(size_t step, size_t count) {
  const float t = static_cast<float>(step) / static_cast<float>(count - 1);
  const ImU32 quiet = mix(theme().panel, theme().file_part, 0.32f);
  const ImU32 strong = mix(theme().file_part, theme().text, 0.72f);
  return t < 0.6f ? mix(quiet, theme().file_part, t / 0.6f)
                  : mix(theme().file_part, strong, (t - 0.6f) / 0.4f);
}

std::vector<BarClass> ramp_classes(const std::vector<const char*>& names, const char* help) {
  std::vector<BarClass> classes;
  for (size_t i = 0; i < names.size(); i++) {
    classes.push_back({names[i], help, ramp(i, names.size())});
  }
  return classes;
}

}  // namespace

void BarColours::choose(ColourBy by) {
  if (by != by_) picked_ = 0;
  by_ = by;
}

void BarColours::refresh(const model::Document& document) {
  several_ = {"several", "blocks of several encodings share these pixels: zoom in",
              mix(theme().panel, theme().text, 0.45f)};
  switch (by_) {
    case ColourBy::kKind:
      classes_ =
          is_simulated(document) ? simulated_classes() : kind_classes(has_stale_parts(document));
      break;
    case ColourBy::kEncoding:
      classes_ = encoding_classes();
      break;
    case ColourBy::kRows:
      classes_ = ramp_classes({"1 row", "2–9", "10–99", "100–999", "1 000–8 191", "≥ 8 192"},
                              "rows of a block; merged bars show their largest");
      break;
    case ColourBy::kBytes:
      classes_ = ramp_classes({"< 1 KB", "1–10 KB", "10–100 KB", "0.1–1 MB", "≥ 1 MB"},
                              "bytes in data.bin and keys.bin; merged bars show their largest");
      break;
  }
}

model::ClassFunction BarColours::class_function() const {
  switch (by_) {
    case ColourBy::kKind:
      return nullptr;
    case ColourBy::kEncoding:
      return encoding_class;
    case ColourBy::kRows:
      return row_class;
    case ColourBy::kBytes:
      return byte_class;
  }
  return nullptr;
}

size_t BarColours::kind_of(const model::OpenPart& part) {
  if (part.simulated) return simulated_kind(*part.simulated);
  return part.snapshot == part::SnapshotStatus::kStale ? 1 : 0;
}

ImU32 BarColours::plain(uint8_t classes) const {
  if (classes == 0) return theme().dim;
  if (by_ == ColourBy::kEncoding && !std::has_single_bit(classes)) return several_.colour;
  // The greatest of an ordered set.
  const auto highest = static_cast<size_t>(std::bit_width(classes) - 1);
  return classes_[std::min(highest, classes_.size() - 1)].colour;
}

ImU32 BarColours::of(uint8_t classes) const {
  if (picked_ == 0) return plain(classes);
  const auto shown = static_cast<uint8_t>(picked_ & classes);
  return shown == 0 ? mix(theme().panel, plain(classes), 0.22f) : plain(shown);
}

std::string BarColours::label(const BlockSummary& block, size_t index) const {
  switch (by_) {
    case ColourBy::kKind:
      return "block " + model::grouped(static_cast<uint64_t>(index));
    case ColourBy::kEncoding:
      return std::string(
          encoding::name_of(static_cast<encoding::Int64ListType>(block.keys_encoding)));
    case ColourBy::kRows:
      return model::grouped(block.row_count) + (block.row_count == 1 ? " row" : " rows");
    case ColourBy::kBytes:
      return ui::size_text(block.stored_size);
  }
  return {};
}

}  // namespace sidx::views
