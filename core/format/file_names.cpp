#include "core/format/file_names.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace sidx::format {
namespace {

constexpr size_t kHexDigits = 16;

struct FixedName {
  std::string_view name;
  FileRole role;
};
constexpr std::array<FixedName, 5> kFixedNames{{
    {kManifestFile, FileRole::kManifest},
    {kMetaFile, FileRole::kMeta},
    {kPrimaryFile, FileRole::kPrimary},
    {kKeysFile, FileRole::kKeys},
    {kDataFile, FileRole::kData},
}};
constexpr std::array<FixedName, 3> kTagExtensions{{
    {kTagDataExtension, FileRole::kTagData},
    {kTagMetadataExtension, FileRole::kTagMetadata},
    {kTagFilterExtension, FileRole::kTagFilter},
}};
constexpr std::array<std::string_view, 7> kTypeSuffixes{"str",     "int",     "float", "bin",
                                                        "str_arr", "int_arr", "ts"};

std::optional<uint64_t> parse_hex(std::string_view digits) {
  uint64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, value, 16);
  if (digits.empty() || error != std::errc() || stop != end) return std::nullopt;
  return value;
}

}  // namespace

FileKind classify_file(std::string_view name) {
  for (const FixedName& fixed : kFixedNames) {
    if (name == fixed.name) return {fixed.role, {}};
  }
  for (const FixedName& extension : kTagExtensions) {
    if (name.size() > extension.name.size() && name.ends_with(extension.name)) {
      return {extension.role, name.substr(0, name.size() - extension.name.size())};
    }
  }
  return {};
}

std::string tag_data_file(std::string_view tag) { return std::string(tag) + kTagDataExtension; }
std::string tag_metadata_file(std::string_view tag) {
  return std::string(tag) + kTagMetadataExtension;
}
std::string tag_filter_file(std::string_view tag) { return std::string(tag) + kTagFilterExtension; }

std::string tag_file(FileRole role, std::string_view tag) {
  if (role == FileRole::kTagData) return tag_data_file(tag);
  return role == FileRole::kTagMetadata ? tag_metadata_file(tag) : tag_filter_file(tag);
}

std::string part_directory_name(uint64_t part_id) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string name(kHexDigits, '0');
  for (size_t i = kHexDigits; i-- > 0; part_id >>= 4) name[i] = kDigits[part_id & 15];
  return name;
}

std::string snapshot_file_name(uint64_t epoch) {
  return part_directory_name(epoch) + kSnapshotExtension;
}

std::optional<uint64_t> parse_part_directory_name(std::string_view name) { return parse_hex(name); }

bool is_canonical_part_directory_name(std::string_view name) {
  return name.size() == kHexDigits && std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

std::optional<uint64_t> parse_snapshot_file_name(std::string_view name) {
  if (!name.ends_with(kSnapshotExtension) || name.size() < kHexDigits) return std::nullopt;
  return parse_hex(name.substr(0, kHexDigits));
}

std::optional<TypedTagName> parse_typed_tag_name(std::string_view column) {
  const size_t mark = column.rfind('#');
  if (mark == std::string_view::npos || mark == 0) return std::nullopt;
  const std::string_view type = column.substr(mark + 1);
  if (std::find(kTypeSuffixes.begin(), kTypeSuffixes.end(), type) == kTypeSuffixes.end()) {
    return std::nullopt;
  }
  return TypedTagName{column.substr(0, mark), type};
}

}  // namespace sidx::format
