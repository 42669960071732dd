#include "core/search/world_hash.h"

namespace sidx::search {
namespace {

using sim::DiskEntry;
using sim::Operation;
using sim::PartWrapper;
using sim::Snapshot;
using sim::World;

class Hasher {
 public:
  void add(uint64_t value) {
    hash_ = (hash_ ^ value) * 0xbf58476d1ce4e5b9;
    hash_ ^= hash_ >> 29;
  }
  void add(std::string_view text) {
    for (const char c : text) add(static_cast<uint8_t>(c));
    add(text.size());
  }
  void add(const part::PartContent* content) {
    if (content == nullptr) return add(uint64_t{0});
    const part::RowSum& sum = content->row_sum();
    add(sum.count);
    add(sum.hashes);
    add(static_cast<uint64_t>(content->manifest().key_min));
    add(static_cast<uint64_t>(content->manifest().key_max));
    add(content->headers().size());
  }
  uint64_t take() const { return hash_ ^ hash_ >> 32; }

 private:
  uint64_t hash_ = 0x9e3779b97f4a7c15;
};

template <typename Items>
uint64_t place_of(const Items& items, uint32_t number) {
  for (size_t i = 0; i < items.size(); i++) {
    if (items[i]->number == number) return i + 1;
  }
  return 0;
}

void add_part(Hasher& hasher, const World& world, const PartWrapper& part) {
  hasher.add(part.part_id);
  hasher.add(static_cast<uint64_t>(part.kind));
  hasher.add(static_cast<uint64_t>(part.state));
  hasher.add(static_cast<uint64_t>(part.ref));
  hasher.add(part.removable ? 1 : 0);
  hasher.add(part.content.get());
  hasher.add(part.directory_id);
  // Whether the directory of that name is still the one it wrote.
  for (size_t i = 0; i < world.disk.size(); i++) {
    if (world.disk[i]->serial == part.directory_serial) hasher.add(i + 1);
  }
}

void add_operation(Hasher& hasher, const World& world, const Operation& operation) {
  hasher.add(std::string_view(operation.name));
  hasher.add(static_cast<uint64_t>(operation.kind));
  hasher.add(place_of(world.snapshots, operation.snapshot));
  for (const Operation::Flushed& flushed : operation.flushed) {
    hasher.add(flushed.part_id);
    hasher.add(place_of(world.live, flushed.mem_part));
    hasher.add(place_of(world.live, flushed.file_part));
  }
  hasher.add(operation.inputs.size());
  for (const uint32_t input : operation.inputs) hasher.add(place_of(world.live, input));
  for (const uint64_t id : operation.input_ids) hasher.add(id);
  hasher.add(place_of(world.live, operation.output));
  if (operation.kind != sim::OperationKind::kQuery) return;
  hasher.add(static_cast<uint64_t>(operation.request.key_min.value_or(INT64_MIN)));
  hasher.add(static_cast<uint64_t>(operation.request.key_max.value_or(INT64_MAX)));
  hasher.add(operation.request.descending ? 1 : 0);
}

}  // namespace

uint64_t world_hash(const World& world) {
  Hasher hasher;
  hasher.add(world.dead ? 1 : 0);
  for (const Rc<PartWrapper>& part : world.live) add_part(hasher, world, *part);
  for (const Rc<Snapshot>& snapshot : world.snapshots) {
    hasher.add(snapshot->epoch);
    hasher.add(static_cast<uint64_t>(snapshot->ref));
    for (const uint32_t part : *snapshot->parts) hasher.add(place_of(world.live, part));
  }
  hasher.add(place_of(world.snapshots, world.current));
  for (const Rc<Operation>& operation : world.operations) add_operation(hasher, world, *operation);
  for (const uint64_t number : {world.next_epoch, world.current_part_id, world.gc_live_epoch,
                                static_cast<uint64_t>(world.over_releases)}) {
    hasher.add(number);
  }
  for (const uint64_t epoch : world.gc_deletable) hasher.add(epoch);
  for (const Rc<DiskEntry>& entry : world.disk) {
    hasher.add(std::string_view(entry->name));
    hasher.add(entry->content.get());
    hasher.add(entry->manifest_id);
    const part::SharedBytes& bytes = entry->bytes;
    if (bytes) hasher.add({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
    for (const auto& [name, file] : entry->files) {
      hasher.add(std::string_view(name));
      hasher.add({reinterpret_cast<const char*>(file->data()), file->size()});
    }
  }
  return hasher.take();
}

}  // namespace sidx::search
