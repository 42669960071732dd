#include "core/format/tag_metadata.h"

#include "core/encoding/varint.h"

namespace sidx::format {
namespace {

using encoding::append_varuint;
using encoding::read_varuint;

template <typename Container>
void append_counted(Bytes& out, const Container& bytes) {
  append_varuint(out, bytes.size());
  out.insert(out.end(), bytes.begin(), bytes.end());
}

Result<ByteView> read_counted(ByteReader& reader, const char* field) {
  SIDX_ASSIGN(const uint64_t size, read_varuint(reader, field));
  return reader.read_bytes(size, field);
}

}  // namespace

void append_tag_metadata(Bytes& out, const TagMetadata& record) {
  append_counted(out, record.name);
  out.push_back(static_cast<uint8_t>(record.type));
  append_varuint(out, record.values.offset);
  append_varuint(out, record.values.size);
  append_varuint(out, record.filter.offset);
  append_varuint(out, record.filter.size);
  append_counted(out, record.value_min);
  append_counted(out, record.value_max);
}

Result<TagMetadata> read_tag_metadata(const ByteView& view) {
  ByteReader reader(view);
  TagMetadata record;
  SIDX_ASSIGN(const ByteView& name, read_counted(reader, "tag name"));
  record.name = std::string(name.text());
  SIDX_ASSIGN(const uint8_t type, reader.read_u8("value type"));
  if (type > encoding::kValueTypeMax) {
    return reader.fail(ErrorCode::kUnknownCode, "value type", "a code from 0 to 7",
                       std::to_string(type), 1);
  }
  record.type = static_cast<encoding::ValueType>(type);
  SIDX_ASSIGN(record.values.offset, read_varuint(reader, "td offset"));
  SIDX_ASSIGN(record.values.size, read_varuint(reader, "td size"));
  SIDX_ASSIGN(record.filter.offset, read_varuint(reader, "tf offset"));
  SIDX_ASSIGN(record.filter.size, read_varuint(reader, "tf size"));
  SIDX_ASSIGN(const ByteView& value_min, read_counted(reader, "min"));
  record.value_min.assign(value_min.begin(), value_min.end());
  SIDX_ASSIGN(const ByteView& value_max, read_counted(reader, "max"));
  record.value_max.assign(value_max.begin(), value_max.end());
  SIDX_TRY(reader.expect_end("tag metadata"));
  return record;
}

}  // namespace sidx::format
