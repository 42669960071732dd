#pragma once

#include <optional>
#include <string>
#include <vector>

/// The commands of `partscope`. Each takes its arguments without the command's name, prints results
/// to standard output and errors to standard error, and returns the exit code.
namespace sidx::cli {

inline constexpr int kExitOk = 0;
inline constexpr int kExitFindings = 1;
inline constexpr int kExitError = 2;

using Arguments = std::vector<std::string>;

int inspect(const Arguments& arguments);
int dump_elements(const Arguments& arguments);
int verify(const Arguments& arguments);
int query_parts(const Arguments& arguments);
int run(const Arguments& arguments);
int merge_parts(const Arguments& arguments);
int search_scenario(const Arguments& arguments);
int bench(const Arguments& arguments);
int link(const Arguments& arguments);

/// Takes apart `PATH.. --flag --option VALUE`.
class ArgumentParser {
 public:
  ArgumentParser(const char* command, const Arguments& arguments)
      : command_(command), arguments_(arguments) {}

  /// Each call declares an option that may be given; the value is empty when it is not.
  bool flag(const std::string& name);
  std::optional<std::string> option(const std::string& name);
  std::optional<int64_t> int64_option(const std::string& name);
  std::optional<uint64_t> uint64_option(const std::string& name);
  /// What is left must be paths: `count` of them. Call last. False, with the reason printed, when
  /// the arguments were not understood.
  bool finish(size_t count, std::vector<std::string>& paths);

 private:
  void complain(const std::string& what);

  const char* command_;
  Arguments arguments_;
  bool failed_ = false;
};

}  // namespace sidx::cli
