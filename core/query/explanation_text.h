#pragma once

#include <string>
#include <string_view>

#include "core/query/explanation.h"

/// What an explanation says in words.
namespace sidx::query {

struct ItemText {
  std::string sentence;
  /// The catalogued bug that shows in it, such as "S1"; empty: none.
  std::string_view bug;
};

/// Items keep no text: a sentence looks at the parts again. Reads filters, and of discarded parts
/// the headers of their blocks.
ItemText text_of(const Explanation& explanation, const ExplainedItem& item);

/// `svc = "a" and dur in [5, …)`: a filter as a person writes it.
std::string filter_text(const Filter& filter);

}  // namespace sidx::query
