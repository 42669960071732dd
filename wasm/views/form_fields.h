#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

/// Rows of forms, and the texts they are filled with.
namespace sidx::views {

/// A caption in front of a field, which takes the rest of the line.
void caption(const char* text, const char* help, float name_width = 120.0f);
void text_row(const char* name, std::string& text, const char* hint, const char* help = "",
              float name_width = 120.0f);
void choice_row(const char* name, const char* const* labels, int count, int& current,
                float name_width = 120.0f);

/// Words between commas or spaces.
std::vector<std::string> words_of(const std::string& text);
/// A member of a step as a field shows it; empty without one.
std::string member_text(const nlohmann::ordered_json& step, const char* name);
void put_if(nlohmann::ordered_json& step, const char* name, const std::string& text);
/// JSON that somebody typed; text that is none stays text, for the reader to object to.
nlohmann::ordered_json typed_json(const std::string& text);
nlohmann::ordered_json number_or_text(const std::string& text);

}  // namespace sidx::views
