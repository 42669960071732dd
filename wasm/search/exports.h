#pragma once

#include <cstddef>
#include <cstdint>

/// Everything web/js/search_worker.js calls. There is one search at a time. Text is UTF-8; results
/// end with a zero byte and stay valid until the next call of the same function.
extern "C" {

/// Replaces the search that was there. `request` is JSON as core/search/search_json.h says, lent
/// for the call. The result is empty, or what is wrong with the request; then there is no search.
const char* ps_search_start(const char* request, size_t size);
/// Plays about this many engine steps; 1 when the search is done or there is none.
int ps_search_advance(uint32_t steps);
/// Precondition: there is a search.
const char* ps_search_progress();
/// Precondition: there is a search, and it is done.
const char* ps_search_result();
}
