#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "imgui.h"
#include "wasm/ui/icons.h"

/// Small controls that every view uses.
namespace sidx::ui {

/// 1 536 as "1.5 KB"; decimal units, as file managers show them.
std::string size_text(uint64_t bytes);

/// A square button with an icon; the tooltip says what it does and its key.
bool icon_button(const char* id, Icon icon, const char* tooltip, bool active = false);
/// A button with an icon and a word.
bool labelled_button(const char* id, Icon icon, const char* label, const char* tooltip);

/// The button that does what a form is for.
bool primary_button(const char* label);

/// A thin handle between two panels; dragging it changes `size` within [least, most]. `direction`
/// is +1 when the panel before the handle grows with the mouse, -1 when the one behind it does.
/// True when the drag has ended: time to remember the size.
bool splitter(const char* id, bool vertical, float length, float direction, float& size,
              float least, float most);

/// One of several; true when another one was picked.
bool segmented(const char* id, const char* const* labels, int count, int& current);

/// Two columns, names dim and values to be copied by right click; names take `name_share` of the
/// width. Use between begin and end.
bool begin_fields(const char* id, float name_share = 0.36f);
void end_fields();
/// `help` explains the name on hover; null for none.
void field(const char* name, const std::string& value, const char* help = nullptr);
/// The same in the font for keys, ids and bytes.
void mono_field(const char* name, const std::string& value, const char* help = nullptr);
void section(const char* title);
/// The heading of a panel, to be copied, and what it is about.
void title(const std::string& text, const std::string& below);

/// One line that ends in … where there is no room for more, and then shows itself whole on hover.
void cut_text(const std::string& text, bool mono = false);
/// Offers to copy `text` when the last item is clicked with the right button. Numbers are copied as
/// digits, without the spaces that group them.
void copy_menu(const char* id, const std::string& text, const char* what = "Copy value");
/// The same text, right-aligned in the current column.
void right_aligned(const std::string& text);

/// Fields that edit a std::string.
bool input_text(const char* label, std::string& text, const char* hint = "");
bool input_text_lines(const char* label, std::string& text, ImVec2 size);

/// What an empty view says: a title, and what to do next.
void empty_state(const char* title, const char* advice);

void text_dim(std::string_view text);
void text_wrong(std::string_view text);

}  // namespace sidx::ui
