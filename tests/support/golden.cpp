#include "tests/support/golden.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace sidx::testing {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = fs::path(PARTSCOPE_GOLDEN_DIR) / "parts";

std::vector<std::string> find_names() {
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(kRoot)) {
    if (entry.path().filename() != "expected.json") continue;
    names.push_back(entry.path().parent_path().lexically_relative(kRoot).generic_string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

std::string read_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  SIDX_CHECK(file.is_open());
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

Bytes GoldenPart::file(const std::string& file_name) const {
  const std::string text =
      read_text(kRoot / name / expected.at("dir").get<std::string>() / file_name);
  return {text.begin(), text.end()};
}

const std::vector<std::string>& golden_part_names() {
  static const std::vector<std::string> names = find_names();
  return names;
}

GoldenPart load_golden_part(const std::string& name) {
  return {name, name.substr(0, name.find('/')),
          nlohmann::json::parse(read_text(kRoot / name / "expected.json"))};
}

}  // namespace sidx::testing
