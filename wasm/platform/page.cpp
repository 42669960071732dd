#include "wasm/platform/page.h"

#include <emscripten/emscripten.h>

#include "wasm/platform/owned_text.h"

EM_JS(void, page_set_title, (const char* text, size_t size), { Module.host.setTitle(text, size); });
EM_JS(void, page_announce, (const char* text, size_t size), { Module.host.announce(text, size); });
EM_JS(void, page_set_theme, (const char* text, size_t size), { Module.host.setTheme(text, size); });
EM_JS(char*, page_theme_choice, (), { return Module.host.themeChoice(); });
EM_JS(void, page_show_landing, (), { Module.host.showLanding(); });
EM_JS(void, page_pick, (int directory), { Module.host.pick(directory); });
EM_JS(char*, page_samples, (), { return Module.host.samplesJson(); });
EM_JS(void, page_open_sample, (const char* id, size_t size), { Module.host.openSample(id, size); });
EM_JS(void, page_pick_scenario, (), { Module.host.pickScenario(); });
EM_JS(char*, page_scenarios, (), { return Module.host.scenariosJson(); });
EM_JS(void, page_open_scenario, (const char* id, size_t size),
      { Module.host.openScenario(id, size); });
EM_JS(void, page_load_museum, (), { Module.host.loadMuseum(); });
EM_JS(void, page_open_exhibit, (const char* id, size_t size),
      { Module.host.openExhibit(id, size); });
EM_JS(void, page_order_search, (const char* order, size_t size),
      { Module.host.orderSearch(order, size); });
EM_JS(void, page_scenario_opened, (const char* title, size_t size),
      { Module.host.scenarioOpened(title, size); });
EM_JS(void, page_copy_link, (const char* fragment, size_t size),
      { Module.host.copyLink(fragment, size); });
EM_JS(void, page_save_picture, (const char* name, size_t size, int x, int y, int width, int height),
      { Module.host.savePicture(name, size, x, y, width, height); });
EM_JS(void, page_forget_link, (), { Module.host.forgetLink(); });
EM_JS(void, page_set_unsaved, (int unsaved), { Module.host.setUnsaved(unsaved); });
EM_JS(uint32_t, page_network_requests, (), { return Module.host.networkRequests(); });
EM_JS(void, page_fatal, (const char* what, size_t size, const char* advice, size_t advice_size),
      { Module.host.fatal(what, size, advice, advice_size); });

namespace sidx::page {

void set_title(std::string_view title) { page_set_title(title.data(), title.size()); }
void announce(std::string_view sentence) { page_announce(sentence.data(), sentence.size()); }
void set_theme(std::string_view choice) { page_set_theme(choice.data(), choice.size()); }
std::string theme_choice() { return take_text(page_theme_choice()); }
void show_landing() { page_show_landing(); }
void pick_directory() { page_pick(1); }
void pick_files() { page_pick(0); }
std::string samples_json() { return take_text(page_samples()); }
void open_sample(std::string_view id) { page_open_sample(id.data(), id.size()); }
void pick_scenario() { page_pick_scenario(); }
std::string scenarios_json() { return take_text(page_scenarios()); }
void open_scenario(std::string_view id) { page_open_scenario(id.data(), id.size()); }
void load_museum() { page_load_museum(); }
void open_exhibit(std::string_view id) { page_open_exhibit(id.data(), id.size()); }
void order_search(std::string_view order_json) {
  page_order_search(order_json.data(), order_json.size());
}
void scenario_opened(std::string_view title) { page_scenario_opened(title.data(), title.size()); }
void copy_link(std::string_view fragment) { page_copy_link(fragment.data(), fragment.size()); }
void save_picture(std::string_view name, int x, int y, int width, int height) {
  page_save_picture(name.data(), name.size(), x, y, width, height);
}
void forget_link() { page_forget_link(); }
void set_unsaved(bool unsaved) { page_set_unsaved(unsaved ? 1 : 0); }
uint32_t network_requests() { return page_network_requests(); }
void fatal(std::string_view what, std::string_view advice) {
  page_fatal(what.data(), what.size(), advice.data(), advice.size());
}

}  // namespace sidx::page
