#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/share/link.h"

/// What leaves the app by link, clipboard and picture. Files leave as downloads.
namespace sidx::model {

class AppState;
class Session;

/// Text for the clipboard. A link is a fragment: the page knows its own address.
struct ClipboardText {
  bool is_link = false;
  std::string text;
};

/// What was asked to leave and has not yet, and what is told of the last link.
struct Outbox {
  std::string link;     // the last that was made
  std::string refusal;  // why the last one could not be made; empty if it could
  std::vector<ClipboardText> texts;
  std::optional<std::string> picture;  // name of a file that is to show the view
};

/// Steps that Session::scenario puts before those of the session: they make what it started from.
size_t start_step_count(const Session& session);

/// Where the reader of a link will stand: `step`, or the current one.
/// Precondition: a scenario is open.
share::Place place_of(const AppState& state, std::optional<size_t> step);

/// Why a link cannot be opened, for people who did not make it.
std::string describe_broken_link(const Error& error);

/// A name for a file: letters and digits of the title, joined by hyphens.
std::string file_stem(const std::string& title);

}  // namespace sidx::model
