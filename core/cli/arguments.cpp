#include <algorithm>
#include <charconv>
#include <cstdio>

#include "core/cli/commands.h"

namespace sidx::cli {
namespace {

template <typename T>
std::optional<T> parse_integer(const std::string& text) {
  T value{};
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

}  // namespace

bool ArgumentParser::flag(const std::string& name) { return std::erase(arguments_, name) > 0; }

std::optional<std::string> ArgumentParser::option(const std::string& name) {
  const auto at = std::find(arguments_.begin(), arguments_.end(), name);
  if (at == arguments_.end()) return std::nullopt;
  if (at + 1 == arguments_.end()) {
    complain(name + " needs a value");
    arguments_.erase(at);
    return std::nullopt;
  }
  std::string value = *(at + 1);
  arguments_.erase(at, at + 2);
  return value;
}

std::optional<int64_t> ArgumentParser::int64_option(const std::string& name) {
  const std::optional<std::string> text = option(name);
  if (!text) return std::nullopt;
  const auto value = parse_integer<int64_t>(*text);
  if (!value) complain(name + ": '" + *text + "' is not a 64-bit integer");
  return value;
}

std::optional<uint64_t> ArgumentParser::uint64_option(const std::string& name) {
  const std::optional<std::string> text = option(name);
  if (!text) return std::nullopt;
  const auto value = parse_integer<uint64_t>(*text);
  if (!value) complain(name + ": '" + *text + "' is not an unsigned 64-bit integer");
  return value;
}

bool ArgumentParser::finish(size_t count, std::vector<std::string>& paths) {
  for (const std::string& argument : arguments_) {
    if (argument.starts_with("--")) complain("unknown option " + argument);
  }
  if (!failed_ && arguments_.size() != count) {
    complain("expected " + std::to_string(count) + " path, found " +
             std::to_string(arguments_.size()));
  }
  paths = arguments_;
  return !failed_;
}

void ArgumentParser::complain(const std::string& what) {
  std::fprintf(stderr, "partscope %s: %s; see partscope --help\n", command_, what.c_str());
  failed_ = true;
}

}  // namespace sidx::cli
