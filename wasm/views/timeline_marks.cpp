#include "wasm/views/timeline_marks.h"

#include "wasm/ui/theme.h"

namespace sidx::views {

using model::TimelineMark;
using ui::theme;

namespace {

void cross(ImDrawList& list, ImVec2 at, ImU32 colour) {
  list.AddLine({at.x - 5, at.y - 5}, {at.x + 5, at.y + 5}, colour, 2.0f);
  list.AddLine({at.x - 5, at.y + 5}, {at.x + 5, at.y - 5}, colour, 2.0f);
}

}  // namespace

void draw_timeline_mark(ImDrawList& list, ImVec2 at, TimelineMark mark) {
  const auto [x, y] = at;
  switch (mark) {
    case TimelineMark::kBegin:
      list.AddCircleFilled(at, 5.0f, theme().text);
      return;
    case TimelineMark::kIntroduce:
    case TimelineMark::kDone:
      list.AddQuadFilled({x, y - 6}, {x + 6, y}, {x, y + 6}, {x - 6, y},
                         mark == TimelineMark::kDone ? theme().text : theme().merge_output);
      return;
    case TimelineMark::kRead:
      list.AddTriangleFilled({x - 4, y - 5}, {x + 5, y}, {x - 4, y + 5}, theme().reader);
      return;
    case TimelineMark::kEnd:
      list.AddCircle(at, 4.5f, theme().text, 0, 1.6f);
      return;
    case TimelineMark::kDeleted:
      cross(list, at, theme().dim);
      return;
    case TimelineMark::kWrong:
      cross(list, at, theme().wrong);
      return;
  }
}

}  // namespace sidx::views
