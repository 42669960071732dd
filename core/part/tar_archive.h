#pragma once

#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/format/extent.h"
#include "core/part/part_writer.h"

/// Directories packed as tar: what people attach to a bug report. The archive is read where it
/// lies, nothing is unpacked.
///
/// A tar is a sequence of 512-byte records: a header, then the content padded to whole records; two
/// records of zeros end it. Of a header these fields matter:
///
///     offset  size  field
///          0   100  name
///        124    12  size, octal digits
///        148     8  sum of the header's bytes with this field as spaces, octal digits
///        156     1  type: '0' or NUL file, 'L' GNU long name, 'x' pax attributes of the next file
///        257     5  "ustar"
///        345   155  prefix of the name, ustar only
namespace sidx::part {

struct ArchivedFile {
  std::string path;
  format::Extent content;  // in the archive
};

/// Whether the bytes begin like a tar.
bool looks_like_tar(const ByteView& archive);

/// The regular files of an archive, in its order. Links, devices and directories are left out. A
/// damaged header ends the list with its error.
Result<std::vector<ArchivedFile>> read_tar(const ByteView& archive);

/// An archive of files by path, with the engine's mode (0600) and no times: the same files give the
/// same bytes.
Bytes write_tar(const FileMap& files);

}  // namespace sidx::part
