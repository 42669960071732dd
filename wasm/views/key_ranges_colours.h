#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "imgui.h"
#include "wasm/model/bar_tracks.h"
#include "wasm/model/document.h"

/// What the colour of a bar says, and the legend that says it in words.
namespace sidx::views {

enum class ColourBy : uint8_t { kKind, kEncoding, kRows, kBytes };
inline constexpr int kColourByCount = 4;

/// One entry of the legend.
struct BarClass {
  const char* name;
  const char* help;
  ImU32 colour;
};

/// A way of colouring, with the classes that are picked in the legend.
class BarColours {
 public:
  ColourBy by() const { return by_; }
  void choose(ColourBy by);
  /// Takes the colours of the theme, and the classes that a document can have. Call once a frame.
  void refresh(const model::Document& document);

  const std::vector<BarClass>& classes() const { return classes_; }
  /// With several classes in one bar there is no right colour: null, or the entry that says so.
  const BarClass* several() const { return by_ == ColourBy::kEncoding ? &several_ : nullptr; }
  bool is_picked(size_t index) const { return (picked_ >> index & 1) != 0; }
  bool any_picked() const { return picked_ != 0; }
  void toggle(size_t index) { picked_ = static_cast<uint8_t>(picked_ ^ (1U << index)); }

  /// Null when the class depends on the part and not on the block.
  model::ClassFunction class_function() const;
  static size_t kind_of(const model::OpenPart& part);

  /// The colour of a bar whose blocks have these classes, one bit each.
  ImU32 of(uint8_t classes) const;
  bool dims(uint8_t classes) const { return picked_ != 0 && (picked_ & classes) == 0; }
  /// What a wide bar says of its block, in few words.
  std::string label(const model::BlockSummary& block, size_t index) const;

 private:
  ImU32 plain(uint8_t classes) const;

  ColourBy by_ = ColourBy::kKind;
  uint8_t picked_ = 0;  // classes; none means all
  std::vector<BarClass> classes_;
  BarClass several_{};
};

}  // namespace sidx::views
