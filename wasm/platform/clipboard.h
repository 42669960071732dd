#pragma once

#include <string>
#include <string_view>

/// Text to and from the system's clipboard. A page may not read it whenever it likes: what ImGui
/// pastes is what the last `paste` event (or our own last copy) brought.
namespace sidx::clipboard {

/// Makes ImGui's copy and paste use this file. Called once.
void install();

/// Copies `text`. Works while a key press or click is being handled or was just handled.
void write(std::string_view text);

/// The page hands over what the user pasted.
void receive(std::string text);

}  // namespace sidx::clipboard
