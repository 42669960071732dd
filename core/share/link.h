#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/sim/scenario.h"

/// Links: a scenario, and the place in it to look at, in the fragment of an address. Nothing is
/// sent to a server.
///
///     #v1.  then base64url of
///     offset  size  field
///          0     4  first bytes of the SHA-256 of the document: damage is told from content
///          4     …  zstd frame of the document, with the raw dictionary of link.cpp
///
/// The document is the place as one line of JSON, then the scenario as write_scenario writes it.
/// The same scenario and place give the same link everywhere. Whatever a link claims, reading it
/// takes no more than kFragmentBytesMax and kDocumentBytesMax.
namespace sidx::share {

inline constexpr std::string_view kFragmentStart = "#v1.";
/// Of a fragment, from `#` on. Longer ones do not survive chats and mail.
inline constexpr size_t kFragmentBytesMax = size_t{32} << 10;
/// Of a decompressed document.
inline constexpr size_t kDocumentBytesMax = size_t{4} << 20;
inline constexpr size_t kPlaceNameBytesMax = 64;

/// What the reader of a link sees first. Names are the app's; this layer knows none of them.
struct Place {
  size_t step = 0;                       // steps that have been played: 0 is the start
  std::string view;                      // empty: whatever the app shows
  std::string drawer;                    // likewise
  std::optional<uint32_t> wrapper = {};  // the selected part, by its number in the ledger
  std::optional<uint32_t> block = {};    // of that part

  bool operator==(const Place&) const = default;
};

struct MadeLink {
  std::string fragment;  // empty if it does not fit
  size_t size = 0;       // of the fragment, or of the one that would be needed
  bool fits() const { return !fragment.empty(); }
};
/// Precondition: the names of `place` have at most kPlaceNameBytesMax bytes.
MadeLink make_link(const sim::Scenario& scenario, const Place& place);
/// "the link would have 41233 characters, at most 32768 fit": why `link` does not fit.
std::string describe_excess(const MadeLink& link);

struct OpenedLink {
  sim::Scenario scenario;
  Place place;  // step <= scenario.steps.size()
};
/// A fragment, with or without `#`, or an address that ends in one. Errors are located in `link`,
/// those of the scenario behind the place in the decompressed document.
Result<OpenedLink> read_link(std::string_view link);

/// A link to print, or in its place why there is none.
std::string link_of(const sim::Scenario& scenario, size_t step, std::string_view view = {});

}  // namespace sidx::share
