#pragma once

#include <string>

#include "core/part/part_writer.h"

/// The command line's way of writing files. Modes are the engine's: 0700 and 0600.
namespace sidx::cli {

/// Also the directories above it. One that exists must be empty.
Status make_directory(const std::string& path);
Status write_file(const std::string& path, const Bytes& bytes);
/// Makes a directory with these files, by path relative to it.
Status write_files(const std::string& directory, const part::FileMap& files);

}  // namespace sidx::cli
