#include "wasm/model/share.h"

#include "wasm/model/app_state.h"

namespace sidx::model {

size_t start_step_count(const Session& session) {
  return session.start().files.empty() ? 0 : session.start().files.size() + 1;
}

share::Place place_of(const AppState& state, std::optional<size_t> step) {
  const Session& session = *state.session();
  share::Place place;
  place.step = start_step_count(session) + step.value_or(session.position());
  place.view = name_of(state.view());
  if (state.drawer_open()) place.drawer = name_of(state.drawer());
  // What is selected now need not exist at another step.
  if (step && *step != session.position()) return place;
  place.wrapper = state.selection().wrapper;
  if (place.wrapper && state.selection().block) {
    place.block = static_cast<uint32_t>(*state.selection().block);
  }
  return place;
}

std::string describe_broken_link(const Error& error) {
  if (error.where.inner_offset) {
    return "The scenario in the link cannot be read: " + error.field + ": expected " +
           error.expected + ", found " + error.found;
  }
  if (error.code == ErrorCode::kUnknownCode) {
    return "The link is none of ours, or of a newer version: it begins with " + error.found +
           " where “v1.” is expected";
  }
  if (error.code == ErrorCode::kOverLimit) {
    return "The link is too long: " + error.field + " has " + error.found + ", expected " +
           error.expected;
  }
  if (error.code == ErrorCode::kBadValue) {
    return "The link is damaged at character " + std::to_string(error.where.offset + 1) +
           ": found " + error.found + ", expected " + error.expected;
  }
  return "The link is damaged or was cut off: its content does not add up";
}

std::string file_stem(const std::string& title) {
  std::string stem;
  for (const char c : title) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const bool capital = c >= 'A' && c <= 'Z';
    if (plain || capital) {
      stem += capital ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!stem.empty() && stem.back() != '-') {
      stem += '-';
    }
  }
  while (!stem.empty() && stem.back() == '-') stem.pop_back();
  return stem.empty() ? "scenario" : stem;
}

}  // namespace sidx::model
