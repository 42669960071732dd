#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/part/storage_tree.h"

namespace sidx::model {

/// What the page hands over when something is opened:
/// {"name":"shard-0","files":[{"path":"0000000000000001/meta.bin","size":"123"}, ..]}.
struct Listing {
  std::string name;
  std::vector<part::ListedFile> files;
};

/// Empty when the text is not a listing. Files keep their index, whatever their form.
std::optional<Listing> parse_listing(std::string_view json);

}  // namespace sidx::model
