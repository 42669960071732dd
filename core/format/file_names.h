#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Names of everything inside an instance directory. They are built and taken apart here only.
/// Mirrors the constants of banyand/internal/sidx/part.go and the snapshot names of sidx.go.
///
///     <instance>/
///         0000000000000001/      part directory: part ID as 16 lower-case hex digits
///             manifest.json      part manifest                 core/format/part_manifest.h
///             meta.bin           primary block metadata core/format/primary_block_metadata.h
///             primary.bin        block metadata                core/format/block_metadata.h
///             keys.bin           user keys of each block       core/encoding/int64_list.h
///             data.bin           data of each block            core/encoding/bytes_block.h
///             <tag>.td           values of one tag             core/encoding/tag_values.h
///             <tag>.tm           metadata of one tag           core/format/tag_metadata.h
///             <tag>.tf           filters of one tag            core/encoding/bloom_filter.h
///         0000000000000002.snp   snapshot manifest: epoch      core/format/snapshot_manifest.h
///
/// The reference mixes "epoch" and "part ID" in its names; here an epoch is always a snapshot's.
namespace sidx::format {

inline constexpr const char* kManifestFile = "manifest.json";
inline constexpr const char* kMetaFile = "meta.bin";
inline constexpr const char* kPrimaryFile = "primary.bin";
inline constexpr const char* kKeysFile = "keys.bin";
inline constexpr const char* kDataFile = "data.bin";
inline constexpr const char* kTagDataExtension = ".td";
inline constexpr const char* kTagMetadataExtension = ".tm";
inline constexpr const char* kTagFilterExtension = ".tf";
inline constexpr const char* kSnapshotExtension = ".snp";

/// What a file of a part directory is.
enum class FileRole : uint8_t {
  kManifest,
  kMeta,
  kPrimary,
  kKeys,
  kData,
  kTagData,
  kTagMetadata,
  kTagFilter,
  kOther,
};

struct FileKind {
  FileRole role = FileRole::kOther;
  /// Name of the tag for the three tag roles; views the name passed to `classify_file`.
  std::string_view tag;
};

FileKind classify_file(std::string_view name);

std::string tag_data_file(std::string_view tag);
std::string tag_metadata_file(std::string_view tag);
std::string tag_filter_file(std::string_view tag);
/// One of these three. Precondition: a tag role.
std::string tag_file(FileRole role, std::string_view tag);

/// 16 lower-case hex digits: the name of a part directory, and the stem of a .snp file.
std::string part_directory_name(uint64_t part_id);
std::string snapshot_file_name(uint64_t epoch);

/// A directory name as the engine reads it: any base-16 uint64, so `a` and `00A` pass.
std::optional<uint64_t> parse_part_directory_name(std::string_view name);
/// A name that the engine also writes: exactly 16 lower-case hex digits.
bool is_canonical_part_directory_name(std::string_view name);

/// The epoch of `<16 hex digits>….snp`.
/// QUIRK: the engine looks at the first 16 characters only, so `0000000000000001junk.snp` passes.
std::optional<uint64_t> parse_snapshot_file_name(std::string_view name);

/// A tag column that a merge split by type: `name#type`, since v0.10.3.
struct TypedTagName {
  std::string_view name;
  std::string_view type;  // "str", "int", "float", "bin", "str_arr", "int_arr" or "ts"
};
std::optional<TypedTagName> parse_typed_tag_name(std::string_view column);

}  // namespace sidx::format
