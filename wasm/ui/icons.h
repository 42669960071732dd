#pragma once

#include <cstdint>

#include "imgui.h"

namespace sidx::ui {

/// Pictures for buttons and rows, drawn with lines so that they are sharp at any density.
enum class Icon : uint8_t {
  kOpen,
  kSamples,
  kPalette,
  kSun,
  kMoon,
  kHelp,
  kFolder,
  kPart,
  kBlock,
  kTag,
  kFile,
  kPanelLeft,
  kPanelRight,
  kPanelBottom,
  kScenarios,
  kToStart,
  kStepBack,
  kPlay,
  kPause,
  kStep,
  kToEnd,
  kUndo,
  kRedo,
  kSave,
  kShare,
};

/// Draws an icon of 16 × 16 interface pixels with its top left corner at `at`.
void draw_icon(ImDrawList& list, Icon icon, ImVec2 at, ImU32 colour);

}  // namespace sidx::ui
