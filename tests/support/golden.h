#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/bytes.h"

namespace sidx::testing {

/// A part that the reference wrote, with its decoded content; see tests/golden/parts/README.md.
struct GoldenPart {
  std::string name;     // such as "v0.9.0/types" or "head/merged_overlap/in/2"
  std::string version;  // such as "v0.9.0"
  nlohmann::json expected;

  /// Content of a file of the part, such as "keys.bin".
  Bytes file(const std::string& file_name) const;
};

/// The whole content of a test file, which must be there.
std::string read_text(const std::filesystem::path& path);

/// Names of all golden parts, sorted.
const std::vector<std::string>& golden_part_names();
GoldenPart load_golden_part(const std::string& name);

}  // namespace sidx::testing
