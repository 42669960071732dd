#include "core/format/snapshot_manifest.h"

#include <nlohmann/json.hpp>

#include "core/base/limits.h"
#include "core/format/file_names.h"

namespace sidx::format {
namespace {

/// Accepts `null` or one array of strings.
class SnapshotHandler : public nlohmann::json_sax<nlohmann::ordered_json> {
 public:
  bool null() override { return in_array_ ? reject("null") : true; }
  bool boolean(bool) override { return reject("a boolean"); }
  bool number_integer(int64_t value) override { return reject(std::to_string(value)); }
  bool number_unsigned(uint64_t value) override { return reject(std::to_string(value)); }
  bool number_float(double, const std::string& text) override { return reject(text); }
  bool binary(nlohmann::ordered_json::binary_t&) override { return reject("binary"); }
  bool start_object(size_t) override { return reject("an object"); }
  bool key(std::string&) override { return false; }
  bool end_object() override { return false; }
  bool end_array() override { return true; }

  bool start_array(size_t) override {
    if (in_array_) return reject("an array");
    in_array_ = true;
    return true;
  }
  bool string(std::string& text) override {
    if (!in_array_) return reject("a string");
    names.push_back(std::move(text));
    return true;
  }
  bool parse_error(size_t at, const std::string& token,
                   const nlohmann::detail::exception&) override {
    position = at > 0 ? at - 1 : 0;
    found = token.empty() ? "the end of the file" : "'" + token + "'";
    return false;
  }

  SnapshotManifest names;
  size_t position = 0;
  std::string found;

 private:
  bool reject(std::string what) {
    found = std::move(what);
    return false;
  }
  bool in_array_ = false;
};

}  // namespace

std::string write_snapshot_manifest(const SnapshotManifest& part_names) {
  if (part_names.empty()) return "null";
  return nlohmann::ordered_json(part_names).dump();
}

Bytes snapshot_manifest_of(const std::vector<uint64_t>& part_ids) {
  if (part_ids.empty()) return {'n', 'u', 'l', 'l'};
  Bytes text;
  text.reserve(1 + part_ids.size() * (part_directory_name(0).size() + 3));
  for (const uint64_t id : part_ids) {
    text.push_back(text.empty() ? '[' : ',');
    text.push_back('"');
    const std::string name = part_directory_name(id);
    text.insert(text.end(), name.begin(), name.end());
    text.push_back('"');
  }
  text.push_back(']');
  return text;
}

Result<SnapshotManifest> read_snapshot_manifest(const ByteView& view) {
  if (view.size() > limits::kManifestBytesMax) {
    return Error{ErrorCode::kOverLimit, view.location(0, view.size()), "snapshot manifest",
                 "at most " + std::to_string(limits::kManifestBytesMax) + " bytes",
                 std::to_string(view.size())};
  }
  SnapshotHandler handler;
  if (!nlohmann::ordered_json::sax_parse(view.begin(), view.end(), &handler)) {
    return Error{ErrorCode::kBadJson, view.location(handler.position, 1), "snapshot manifest",
                 "an array of part names, or null", handler.found};
  }
  return std::move(handler.names);
}

}  // namespace sidx::format
