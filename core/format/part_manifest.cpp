#include "core/format/part_manifest.h"

#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <variant>

#include "core/base/limits.h"

namespace sidx::format {
namespace {

using MemberPointer = std::variant<std::optional<int64_t> PartManifest::*, uint64_t PartManifest::*,
                                   int64_t PartManifest::*>;

struct Member {
  const char* name;
  MemberPointer field;
};

/// In the order of the document.
constexpr std::array<Member, 10> kMembers{{
    {"minTimestamp", &PartManifest::timestamp_min},
    {"maxTimestamp", &PartManifest::timestamp_max},
    {"compressedSizeBytes", &PartManifest::compressed_size_bytes},
    {"uncompressedSizeBytes", &PartManifest::uncompressed_size_bytes},
    {"totalCount", &PartManifest::row_count},
    {"blocksCount", &PartManifest::block_count},
    {"minKey", &PartManifest::key_min},
    {"maxKey", &PartManifest::key_max},
    {"id", &PartManifest::id},
    {"segmentID", &PartManifest::segment_id},
}};

bool is_optional(const Member& member) { return member.field.index() == 0; }

/// Takes the document apart as it is parsed: one flat object of integers.
class ManifestHandler : public nlohmann::json_sax<nlohmann::ordered_json> {
 public:
  explicit ManifestHandler(PartManifest& manifest) : manifest_(manifest) {}

  bool null() override { return reject("null"); }
  bool boolean(bool) override { return reject("a boolean"); }
  bool number_float(double, const std::string& text) override { return reject(text); }
  bool string(std::string&) override { return reject("a string"); }
  bool binary(nlohmann::ordered_json::binary_t&) override { return reject("binary"); }
  bool start_array(size_t) override { return reject("an array"); }
  bool end_array() override { return true; }
  bool end_object() override { return true; }

  bool start_object(size_t) override {
    if (in_object_) return reject("an object");
    in_object_ = true;
    return true;
  }
  bool key(std::string& name) override {
    key_ = name;
    times_seen_[name]++;
    return true;
  }
  bool number_integer(int64_t value) override {
    return number(value, value < 0 ? std::optional<uint64_t>() : static_cast<uint64_t>(value));
  }
  bool number_unsigned(uint64_t value) override {
    return number(value > INT64_MAX ? std::optional<int64_t>() : static_cast<int64_t>(value),
                  value);
  }
  bool parse_error(size_t position, const std::string& token,
                   const nlohmann::detail::exception&) override {
    syntax_error_position_ = position > 0 ? position - 1 : 0;
    found_ = token.empty() ? "the end of the file" : "'" + token + "'";
    return false;
  }

  std::optional<size_t> syntax_error_position() const { return syntax_error_position_; }
  const std::string& bad_key() const { return key_; }
  /// Offset of the member that was rejected. Nothing but members with numbers comes before it, so
  /// its name is the text's only string of that kind, apart from repeated members.
  size_t bad_key_position(std::string_view text) const {
    const std::string quoted = "\"" + key_ + "\"";
    size_t at = text.find(quoted);
    for (size_t i = times_seen_.at(key_); i > 1 && at != std::string_view::npos; i--) {
      at = text.find(quoted, at + quoted.size());
    }
    return at == std::string_view::npos ? 0 : at;  // a name with escapes is not found
  }
  const std::string& found() const { return found_; }
  const std::string& expected() const { return expected_; }
  bool saw(const Member& member) const {
    return seen_[static_cast<size_t>(&member - &kMembers[0])];
  }

 private:
  bool reject(const std::string& found) {
    found_ = found;
    expected_ = in_object_ ? "an integer" : "a JSON object";
    return false;
  }

  bool number(std::optional<int64_t> as_signed, std::optional<uint64_t> as_unsigned) {
    if (!in_object_) return reject("a number");
    for (size_t i = 0; i < kMembers.size(); i++) {
      if (key_ != kMembers[i].name) continue;
      seen_[i] = true;
      return store(kMembers[i], as_signed, as_unsigned);
    }
    manifest_.unknown.push_back(key_);
    return true;
  }

  bool store(const Member& member, std::optional<int64_t> as_signed,
             std::optional<uint64_t> as_unsigned) {
    if (const auto* field = std::get_if<uint64_t PartManifest::*>(&member.field)) {
      if (!as_unsigned) return reject(std::to_string(*as_signed));
      manifest_.*(*field) = *as_unsigned;
      return true;
    }
    if (!as_signed) return reject(std::to_string(*as_unsigned));
    if (const auto* field = std::get_if<int64_t PartManifest::*>(&member.field)) {
      manifest_.*(*field) = *as_signed;
    } else {
      manifest_.*std::get<0>(member.field) = as_signed;
    }
    return true;
  }

  PartManifest& manifest_;
  std::string key_;
  std::map<std::string, size_t> times_seen_;
  bool in_object_ = false;
  std::array<bool, kMembers.size()> seen_{};
  std::optional<size_t> syntax_error_position_;
  std::string expected_ = "JSON";
  std::string found_;
};

}  // namespace

std::string write_part_manifest(const PartManifest& manifest) {
  nlohmann::ordered_json document;
  for (const Member& member : kMembers) {
    std::visit(
        [&](auto field) {
          const auto& value = manifest.*field;
          if constexpr (requires { value.has_value(); }) {
            if (value) document[member.name] = *value;
          } else {
            document[member.name] = value;
          }
        },
        member.field);
  }
  return document.dump();
}

Result<PartManifest> read_part_manifest(const ByteView& view) {
  ByteReader reader(view);
  if (view.size() > limits::kManifestBytesMax) {
    return reader.fail(ErrorCode::kOverLimit, "manifest",
                       "at most " + std::to_string(limits::kManifestBytesMax) + " bytes",
                       std::to_string(view.size()));
  }
  PartManifest manifest;
  ManifestHandler handler(manifest);
  if (!nlohmann::ordered_json::sax_parse(view.begin(), view.end(), &handler)) {
    size_t position = 0;
    std::string field = "manifest";
    if (handler.syntax_error_position()) {
      position = *handler.syntax_error_position();
    } else if (!handler.bad_key().empty()) {
      field = handler.bad_key();
      position = handler.bad_key_position(view.text());
    }
    return Error{ErrorCode::kBadJson, view.location(position, 1), field, handler.expected(),
                 handler.found()};
  }
  for (const Member& member : kMembers) {
    if (!is_optional(member) && !handler.saw(member)) manifest.missing.push_back(member.name);
  }
  return manifest;
}

}  // namespace sidx::format
