#include "core/part/tar_archive.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

namespace sidx::part {
namespace {

constexpr size_t kRecordSize = 512;
constexpr size_t kNameSize = 100;
constexpr size_t kSizeOffset = 124;
constexpr size_t kSizeSize = 12;
constexpr size_t kChecksumOffset = 148;
constexpr size_t kChecksumSize = 8;
constexpr size_t kTypeOffset = 156;
constexpr size_t kMagicOffset = 257;
constexpr std::string_view kMagic = "ustar";
constexpr std::string_view kMagicAndVersion("ustar\00000", 8);
constexpr size_t kPrefixOffset = 345;
constexpr size_t kPrefixSize = 155;

/// Text of a field, up to its first NUL.
std::string_view field_text(const ByteView& header, size_t offset, size_t size) {
  const std::string_view text = header.text().substr(offset, size);
  return text.substr(0, text.find('\0'));
}

/// Octal digits, with spaces around them.
std::optional<uint64_t> octal(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  text = text.substr(0, text.find(' '));
  uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value, 8);
  if (text.empty() || error != std::errc() || stop != end) return std::nullopt;
  return value;
}

bool is_zero(const ByteView& record) {
  return std::all_of(record.begin(), record.end(), [](uint8_t byte) { return byte == 0; });
}

bool checksum_fits(const ByteView& header) {
  uint64_t sum = 0;
  for (size_t i = 0; i < kRecordSize; i++) {
    const bool own = i >= kChecksumOffset && i < kChecksumOffset + kChecksumSize;
    sum += own ? uint64_t{' '} : header[i];
  }
  return octal(field_text(header, kChecksumOffset, kChecksumSize)) == sum;
}

std::string header_path(const ByteView& header) {
  const std::string name(field_text(header, 0, kNameSize));
  if (header.text().substr(kMagicOffset, kMagic.size()) != kMagic) return name;
  const std::string_view prefix = field_text(header, kPrefixOffset, kPrefixSize);
  return prefix.empty() ? name : std::string(prefix) + "/" + name;
}

/// The value of an attribute in pax records, "LENGTH NAME=VALUE\n" each.
std::optional<std::string> pax_attribute(std::string_view records, std::string_view name) {
  const std::string wanted = " " + std::string(name) + "=";
  const size_t at = records.find(wanted);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view value = records.substr(at + wanted.size());
  return std::string(value.substr(0, value.find('\n')));
}

}  // namespace

bool looks_like_tar(const ByteView& archive) {
  return archive.size() >= kRecordSize && checksum_fits(archive.subview(0, kRecordSize));
}

Result<std::vector<ArchivedFile>> read_tar(const ByteView& archive) {
  std::vector<ArchivedFile> files;
  ByteReader reader(archive);
  std::optional<std::string> long_path;
  while (reader.remaining() > 0) {
    const size_t start = reader.position();
    SIDX_ASSIGN(const ByteView header, reader.read_bytes(kRecordSize, "tar header"));
    if (is_zero(header)) break;
    const auto fail = [&](ErrorCode code, const char* field, const char* expected) {
      return Error{code, archive.location(start, kRecordSize), field, expected, "something else"};
    };
    if (!checksum_fits(header)) return fail(ErrorCode::kMismatch, "tar header", "its checksum");
    const auto size = octal(field_text(header, kSizeOffset, kSizeSize));
    if (!size) return fail(ErrorCode::kBadValue, "tar file size", "octal digits");
    const size_t content_at = reader.position();
    SIDX_ASSIGN(const ByteView content, reader.read_bytes(*size, "tar file content"));
    // The last file's padding may be missing.
    const size_t padding = (kRecordSize - content.size() % kRecordSize) % kRecordSize;
    SIDX_TRY(reader.read_bytes(std::min(padding, reader.remaining()), "tar padding"));
    const uint8_t type = header[kTypeOffset];
    if (type == 'L') {
      long_path = std::string(field_text(content, 0, content.size()));
    } else if (type == 'x') {
      if (auto path = pax_attribute(content.text(), "path")) long_path = std::move(path);
    } else {
      if (type == '0' || type == 0) {
        files.push_back({long_path ? *long_path : header_path(header), {content_at, *size}});
      }
      long_path.reset();
    }
  }
  return files;
}

namespace {

void put(Bytes& record, size_t offset, std::string_view text) {
  std::copy(text.begin(), text.end(), record.begin() + static_cast<ptrdiff_t>(offset));
}

/// Octal digits that fill a field but for its last byte.
std::string octal_field(uint64_t value, size_t size) {
  std::string digits(size - 1, '0');
  for (size_t i = digits.size(); i-- > 0 && value != 0; value >>= 3) {
    digits[i] = static_cast<char>('0' + (value & 7));
  }
  return digits;
}

void append_entry(Bytes& archive, std::string_view name, char type, const Bytes& content) {
  constexpr size_t kModeOffset = 100;
  constexpr size_t kModeSize = 8;
  constexpr size_t kTimeOffset = 136;
  Bytes header(kRecordSize, 0);
  put(header, 0, name.substr(0, kNameSize));
  put(header, kModeOffset, octal_field(0600, kModeSize));
  put(header, kSizeOffset, octal_field(content.size(), kSizeSize));
  put(header, kTimeOffset, octal_field(0, kSizeSize));
  header[kTypeOffset] = static_cast<uint8_t>(type);
  put(header, kMagicOffset, kMagicAndVersion);
  put(header, kChecksumOffset, std::string(kChecksumSize, ' '));
  uint64_t sum = 0;
  for (const uint8_t byte : header) sum += byte;
  put(header, kChecksumOffset, octal_field(sum, kChecksumSize - 1));
  header[kChecksumOffset + kChecksumSize - 2] = 0;
  archive.insert(archive.end(), header.begin(), header.end());
  archive.insert(archive.end(), content.begin(), content.end());
  archive.resize((archive.size() + kRecordSize - 1) / kRecordSize * kRecordSize);
}

}  // namespace

Bytes write_tar(const FileMap& files) {
  Bytes archive;
  for (const auto& [path, bytes] : files) {
    if (path.size() > kNameSize) {
      Bytes name(path.begin(), path.end());
      name.push_back(0);
      append_entry(archive, "././@LongLink", 'L', name);
    }
    append_entry(archive, path, '0', *bytes);
  }
  archive.resize(archive.size() + 2 * kRecordSize);
  return archive;
}

}  // namespace sidx::part
