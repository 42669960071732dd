#include "wasm/app_entry.h"

#include <emscripten/emscripten.h>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>

#include "imgui.h"
#include "wasm/model/app_state.h"
#include "wasm/model/state_json.h"
#include "wasm/platform/clipboard.h"
#include "wasm/platform/display.h"
#include "wasm/platform/download.h"
#include "wasm/platform/files.h"
#include "wasm/platform/page.h"
#include "wasm/platform/storage.h"
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

/// What of the session has been dealt with, so that what follows from a change is done once.
struct Seen {
  uint64_t generation = 0;
  uint64_t serial = 0;
  uint64_t edits = 0;
  bool kept = false;  // the last edit survives a reload
  bool unsaved = false;
};
Seen seen;

/// A scenario that was edited survives a reload: the page offers to go on with it. False if it is
/// too long for that.
bool keep_scenario(const model::Session& session) {
  constexpr size_t kKeptBytesMax = 3'000'000;  // browsers keep 5 MB for a page
  const std::string text = sim::write_scenario(session.scenario());
  if (text.size() > kKeptBytesMax) return false;
  const nlohmann::ordered_json kept{{"title", session.header().title}, {"text", text}};
  storage::set("scenario",
               kept.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
  return true;
}

void set_unsaved(bool unsaved) {
  if (seen.unsaved != unsaved) page::set_unsaved(unsaved);
  seen.unsaved = unsaved;
}

/// Does outside of the app what a change of the state asks for: titles, files, what is remembered.
void follow_state(model::AppState& state) {
  for (const model::Download& file : state.take_downloads()) {
    download::save(file.name, file.type, file.bytes.data(), file.bytes.size());
  }
  for (const model::ClipboardText& text : state.take_clipboard_texts()) {
    text.is_link ? page::copy_link(text.text) : clipboard::write(text.text);
  }
  for (const std::string& order : state.take_search_orders()) page::order_search(order);
  const bool is_other = seen.generation != state.generation();
  seen.generation = state.generation();
  const model::Session* session = state.session();
  if (session == nullptr) return set_unsaved(false);
  if (is_other) {
    files::cancel_all();  // nobody waits for the files of what was open before
    page::set_title(session->header().title + " · Partscope");
    page::scenario_opened(session->header().title);
  }
  if (is_other || seen.serial != session->serial()) {
    page::announce("Step " + std::to_string(session->position()) + " of " +
                   std::to_string(session->length()) + ": " + session->step().summary);
    // The text is long and the step short: going somewhere writes only the latter.
    const bool is_edit = is_other || seen.edits != session->edit_count();
    if (session->is_edited() && is_edit) {
      seen.kept = keep_scenario(*session);
      page::forget_link();
    }
    if (session->is_edited()) storage::set("scenario step", std::to_string(session->position()));
  }
  seen.serial = session->serial();
  seen.edits = session->edit_count();
  set_unsaved(session->is_edited() && !seen.kept);
}

/// Takes the picture that was asked for, once the menu that asked has gone. True while one waits.
bool follow_picture(model::AppState& state, const views::FrameView& frame) {
  constexpr int kFramesUntilMenusAreGone = 2;
  static int frames_left = 0;
  if (!state.outbox().picture) return false;
  if (frames_left == 0) {
    frames_left = kFramesUntilMenusAreGone;
    return true;
  }
  if (--frames_left > 0) return true;
  const views::FrameView::Area& area = frame.view_area();
  const auto pixels = [](float length) {
    return static_cast<int>(std::lround(length * display::density()));
  };
  page::save_picture(*state.take_picture(), pixels(area.x), pixels(area.y), pixels(area.width),
                     pixels(area.height));
  return false;
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

double draw() {
  if (!app->state.has_document()) return -1.0;
  const double next_step_ms = app->state.tick(emscripten_get_now());
  Deadline deadline(slice_ms());
  const bool more = app->state.advance([&] { return deadline.passed(); });
  views::Commands commands;
  app->frame.draw(app->state, commands);
  for (const model::Command& command : commands) {
    auto refused = app->state.execute(command);
    // A mistake in the scenario's text is shown at its line.
    const bool shown = app->state.text_problem() && app->state.text_problem()->message == refused;
    if (refused && !shown) app->frame.notify(std::move(*refused));
  }
  std::string notice = app->state.take_notice();
  if (!notice.empty()) app->frame.notify(std::move(notice));
  std::string told = app->state.take_told();
  if (!told.empty()) app->frame.tell(std::move(told));
  follow_state(app->state);
  const bool pictures = follow_picture(app->state, app->frame);
  if (more || pictures || !commands.empty()) return 0.0;
  return next_step_ms;
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
  follow_state(app->state);
  return refused ? refusal(*refused) : R"({"ok":true})";
}

std::string open_scenario(const std::string& name, std::string_view text) {
  if (const auto error = app->state.open_scenario(name, text)) return refusal(to_string(*error));
  follow_state(app->state);
  const nlohmann::ordered_json result{{"ok", true},
                                      {"title", app->state.session()->header().title}};
  return result.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

bool idle() { return app->state.idle(); }

}  // namespace sidx::app
