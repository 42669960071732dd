#include "wasm/app_entry.h"

#include <emscripten/emscripten.h>

#include <memory>
#include <string>
#include <variant>

#include "imgui.h"
#include "wasm/model/app_state.h"
#include "wasm/model/state_json.h"
#include "wasm/platform/files.h"
#include "wasm/platform/page.h"
#include "wasm/ui/theme.h"
#include "wasm/views/frame_view.h"

namespace sidx::app {
namespace {

/// Background work takes at most this much of a frame: little while the user is doing something, so
/// that every frame is on time, and more than the drawing otherwise.
constexpr double kBusySliceMs = 8.0;
constexpr double kQuietSliceMs = 50.0;
constexpr double kQuietAfterMs = 300.0;
constexpr int kWorkBetweenLooksAtTheClock = 8;

struct App {
  App()
      : state([](size_t file, format::Extent range, model::PageCache::Done done) {
          files::read_file(static_cast<uint32_t>(file), range.offset, range.size, std::move(done));
        }) {}

  model::AppState state;
  views::FrameView frame;
};
std::unique_ptr<App> app;

/// A deadline for one slice of work.
class Deadline {
 public:
  explicit Deadline(double slice_ms) : end_ms_(emscripten_get_now() + slice_ms) {}

  bool passed() {
    if (++calls_ % kWorkBetweenLooksAtTheClock != 0) return false;
    return emscripten_get_now() > end_ms_;
  }

 private:
  double end_ms_;
  int calls_ = 0;
};

/// How long background work may take in this frame.
double slice_ms() {
  static double last_input_ms = 0.0;
  const ImGuiIO& io = ImGui::GetIO();
  const double now_ms = emscripten_get_now();
  if (io.MouseDelta.x != 0 || io.MouseDelta.y != 0 || io.MouseWheel != 0 || io.MouseWheelH != 0 ||
      ImGui::IsAnyMouseDown() || io.InputQueueCharacters.Size > 0 || io.WantTextInput) {
    last_input_ms = now_ms;
  }
  return now_ms - last_input_ms < kQuietAfterMs ? kBusySliceMs : kQuietSliceMs;
}

/// Screen readers hear what everyone else sees change.
void announce_result(const model::AppState& state) {
  const model::Document& document = state.document();
  page::set_title((document.name.empty() ? "dropped files" : document.name) + " · Partscope");
  page::announce(std::to_string(document.parts.size()) + " parts in " + document.name);
}

std::string refusal(const std::string& reason) {
  std::string text = R"({"ok":false,"error":")";
  for (const char c : reason) {
    if (c == '"' || c == '\\') text += '\\';
    if (static_cast<unsigned char>(c) >= 0x20) text += c;
  }
  return text + "\"}";
}

}  // namespace

void start() { app = std::make_unique<App>(); }

bool draw() {
  if (!app->state.has_document()) return false;
  Deadline deadline(slice_ms());
  const bool more = app->state.advance([&] { return deadline.passed(); });
  views::Commands commands;
  app->frame.draw(app->state, commands);
  for (const model::Command& command : commands) app->state.execute(command);
  return more || !commands.empty();
}

void open(std::string listing_json) {
  if (!app->state.open(listing_json)) {
    page::fatal("The list of files could not be understood.", "Reload the page and try again.");
    return;
  }
  if (app->state.has_document()) announce_result(app->state);
}

std::string state_json() { return model::state_json(app->state); }

std::string run_command(std::string_view json) {
  const auto parsed = model::parse_command(json);
  if (const auto* problem = std::get_if<std::string>(&parsed)) return refusal(*problem);
  const auto refused = app->state.execute(std::get<model::Command>(parsed));
  return refused ? refusal(*refused) : R"({"ok":true})";
}

bool idle() { return app->state.idle(); }

}  // namespace sidx::app
