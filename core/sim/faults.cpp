#include "core/sim/faults.h"

#include <algorithm>
#include <utility>

namespace sidx::sim {
namespace {

struct SplitPath {
  std::string top;
  std::string rest;  // below a top-level directory; empty: the top itself
};

SplitPath split(const std::string& path) {
  const size_t slash = path.find('/');
  if (slash == std::string::npos) return {path, {}};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

/// A directory as plain files, so that single ones can be changed.
DiskEntry loosened(const DiskEntry& directory) {
  DiskEntry entry = directory;
  entry.files = files_of(directory);
  entry.content = {};
  return entry;
}

template <typename Change>
void change_open_parts(Transaction& step, uint64_t serial, Change change) {
  std::vector<uint32_t> numbers;
  for (const Rc<PartWrapper>& part : step.world().live) {
    if (part->kind == PartKind::kFile && part->directory_serial == serial) {
      numbers.push_back(part->number);
    }
  }
  for (const uint32_t number : numbers) change(step.edit_part(number));
}

/// The bytes of a file that parts have open have changed.
void update_open_parts(Transaction& step, uint64_t serial, const std::string& name,
                       const part::SharedBytes& bytes) {
  change_open_parts(step, serial, [&](PartWrapper& part) {
    if (part.unlinked && part.unlinked->count(name) > 0) return;
    if (part.content->files().count(name) == 0) return;
    part.content = part.content->with_file(name, bytes);
  });
}

void unlink_in_open_parts(Transaction& step, uint64_t serial, const std::string& name) {
  change_open_parts(step, serial, [&](PartWrapper& part) {
    auto names = part.unlinked ? *part.unlinked : std::set<std::string, std::less<>>();
    names.insert(name);
    part.unlinked = Rc<std::set<std::string, std::less<>>>(std::move(names));
  });
}

bool is_below(const std::string& path, const std::string& directory) {
  return path.size() > directory.size() && path.starts_with(directory) &&
         path[directory.size()] == '/';
}

bool is_inner_directory(const DiskEntry& entry, const std::string& path) {
  return std::any_of(entry.files.begin(), entry.files.end(),
                     [&](const auto& file) { return is_below(file.first, path); });
}

/// Whether some directory on the way to `path` is a file.
bool runs_through_file(const DiskEntry& entry, const std::string& path) {
  return std::any_of(entry.files.begin(), entry.files.end(),
                     [&](const auto& file) { return is_below(path, file.first); });
}

}  // namespace

void remove_path(Transaction& step, const std::string& path) {
  const SplitPath at = split(path);
  const DiskEntry* top = step.world().find_entry(at.top);
  if (top == nullptr) return;
  if (at.rest.empty()) return step.remove_entry(at.top);
  if (!top->is_directory) return step.fail(path + ": not a directory");
  DiskEntry entry = loosened(*top);
  std::erase_if(entry.files, [&](const auto& file) {
    return file.first == at.rest || is_below(file.first, at.rest);
  });
  unlink_in_open_parts(step, entry.serial, at.rest);
  step.put_entry(std::move(entry));
}

void truncate_path(Transaction& step, const std::string& path, uint64_t size) {
  const SplitPath at = split(path);
  const DiskEntry* top = step.world().find_entry(at.top);
  const auto cut = [size](const part::SharedBytes& bytes) {
    Bytes shorter(*bytes);
    shorter.resize(static_cast<size_t>(size));
    return std::make_shared<const Bytes>(std::move(shorter));
  };
  if (top == nullptr || top->is_directory == at.rest.empty()) {
    return step.fail(path + ": no such file");
  }
  if (at.rest.empty()) {
    DiskEntry entry = *top;
    entry.bytes = cut(top->bytes);
    return step.put_entry(std::move(entry));
  }
  DiskEntry entry = loosened(*top);
  const auto file = entry.files.find(at.rest);
  if (file == entry.files.end()) return step.fail(path + ": no such file");
  file->second = cut(file->second);
  update_open_parts(step, entry.serial, at.rest, file->second);
  step.put_entry(std::move(entry));
}

void write_path(Transaction& step, const std::string& path, const part::SharedBytes& bytes) {
  const SplitPath at = split(path);
  const DiskEntry* top = step.world().find_entry(at.top);
  if (top != nullptr && top->is_directory == at.rest.empty()) {
    return step.fail(path + (at.rest.empty() ? ": is a directory" : ": not a directory"));
  }
  if (at.rest.empty()) {
    DiskEntry entry;
    entry.name = at.top;
    entry.serial = top == nullptr ? step.next_serial() : top->serial;
    entry.bytes = bytes;
    return step.put_entry(std::move(entry));
  }
  DiskEntry entry;
  if (top == nullptr) {
    entry.name = at.top;
    entry.is_directory = true;
    entry.serial = step.next_serial();
  } else {
    entry = loosened(*top);
  }
  if (is_inner_directory(entry, at.rest)) return step.fail(path + ": is a directory");
  if (runs_through_file(entry, at.rest)) return step.fail(path + ": not a directory");
  const bool existed = entry.files.count(at.rest) > 0;
  entry.files[at.rest] = bytes;
  if (existed) update_open_parts(step, entry.serial, at.rest, bytes);
  step.put_entry(std::move(entry));
}

}  // namespace sidx::sim
