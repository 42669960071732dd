#include "wasm/model/listing.h"

#include <charconv>
#include <nlohmann/json.hpp>

namespace sidx::model {

std::optional<Listing> parse_listing(std::string_view text) {
  const auto json = nlohmann::ordered_json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("files") || !json["files"].is_array()) {
    return std::nullopt;
  }
  Listing listing;
  if (json.contains("name") && json["name"].is_string()) {
    listing.name = json["name"].get<std::string>();
  }
  for (const auto& file : json["files"]) {
    // A file keeps its index even when its size is odd: the page knows files by index.
    part::ListedFile listed;
    if (file.is_object() && file.contains("path") && file["path"].is_string()) {
      listed.path = file["path"].get<std::string>();
    }
    if (file.is_object() && file.contains("size") && file["size"].is_string()) {
      const std::string& size = file["size"].get_ref<const std::string&>();
      std::from_chars(size.data(), size.data() + size.size(), listed.size);
    }
    listing.files.push_back(std::move(listed));
  }
  return listing;
}

}  // namespace sidx::model
