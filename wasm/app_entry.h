#pragma once

#include <string>
#include <string_view>

/// The application, as the platform layer sees it.
namespace sidx::app {

/// Called once, after fonts and theme exist.
void start();

/// The content of one ImGui frame. Returns when another one is wanted: 0 at once, > 0 in so many
/// milliseconds, < 0 not for our sake.
double draw();

/// A new listing replaces what was open: {"name":"..","files":[{"path":"..","size":"123"}, ..],
/// "skipped":[{"path":"..","reason":".."}, ..]}. Without name and files: everything is closed.
void open(std::string listing_json);

/// Plays a scenario in place of what is open: {"ok":true,"title":".."}, or
/// {"ok":false,"error":".."} and nothing changes.
std::string open_scenario(const std::string& name, std::string_view text);

/// A JSON object; web/js/automation.js adds the facts of the page.
std::string state_json();

/// {"ok":true} or {"ok":false,"error":".."}.
std::string run_command(std::string_view json);

/// True when no loads are outstanding and nothing is scheduled.
bool idle();

}  // namespace sidx::app
