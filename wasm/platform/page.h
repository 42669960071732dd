#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// The page around the canvas.
namespace sidx::page {

void set_title(std::string_view title);
/// Says `sentence` to people who use a screen reader, when they have nothing else to listen to.
void announce(std::string_view sentence);

/// "dark", "light" or "system"; remembered. The new colours come with one of the next frames.
void set_theme(std::string_view choice);
std::string theme_choice();

/// Goes back to the first page. What is open stays until something else is opened.
void show_landing();
/// The browser's own dialogs. Only while a click or key press is being handled or just was.
void pick_directory();
void pick_files();
void pick_scenario();
/// The samples as the landing shows them: {"samples":[{"id","title","sentence","look_at",..}]}.
std::string samples_json();
void open_sample(std::string_view id);
/// The scenarios as the landing lists them:
/// {"scenarios":[{"id","title","sentence","goal","watch_for","steps","file"}]}.
std::string scenarios_json();
/// Fetches one of them and opens it with ps_open_scenario.
void open_scenario(std::string_view id);

/// Fetches the list of the bug museum, once; it comes as the command museum_index.
void load_museum();
/// Fetches an exhibit and opens it: a scenario as open_scenario does, parts as open_sample does.
void open_exhibit(std::string_view id);
/// Starts, pauses, resumes or stops the search in its worker: {"order","run","request"}. What comes
/// back comes as the commands search_progress, search_result and search_failed.
void order_search(std::string_view order_json);
/// Copies the page's address with `fragment` behind it.
void copy_link(std::string_view fragment);
/// Saves a part of the frame that is being drawn as a PNG named `name`; device pixels.
void save_picture(std::string_view name, int x, int y, int width, int height);

/// A scenario has replaced what was open: its files are let go, and the application is shown.
void scenario_opened(std::string_view title);

/// The scenario in the address is no longer what is open.
void forget_link();

/// Whether leaving the page would lose work: the browser then asks first.
void set_unsaved(bool unsaved);

/// Requests over the network since the app was ready, for whatever reason.
uint32_t network_requests();

/// Stops everything and says why. `advice` is what the user can do.
void fatal(std::string_view what, std::string_view advice);

}  // namespace sidx::page
