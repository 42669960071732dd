#include "core/part/storage_tree.h"

#include <catch_amalgamated.hpp>
#include <string>
#include <vector>

#include "core/format/file_names.h"
#include "tests/support/random.h"

using namespace sidx;
using namespace sidx::part;
using namespace sidx::testing;

namespace {

using Names = std::vector<std::string>;

const Names kPartFiles = {"data.bin",    "keys.bin", "manifest.json", "meta.bin",
                          "primary.bin", "svc.td",   "svc.tf",        "svc.tm"};

/// A listing made of paths, each file of 10 bytes.
class ListingBuilder {
 public:
  ListingBuilder& file(const std::string& path) {
    listing_.push_back({path, 10});
    return *this;
  }
  ListingBuilder& part(const std::string& path) {
    for (const std::string& name : kPartFiles) file(path.empty() ? name : path + "/" + name);
    return *this;
  }
  ListingBuilder& trace_part(const std::string& path) {
    return part(path).file(path + "/spans.bin").file(path + "/tag.type");
  }
  StorageTree tree(const std::string& name = "upload") const {
    return build_storage_tree(name, listing_);
  }
  const std::vector<ListedFile>& listing() const { return listing_; }

 private:
  std::vector<ListedFile> listing_;
};

std::string kind_at(const StorageTree& tree, const std::string& path) {
  for (const StorageNode& node : tree.nodes) {
    if (node.path == path) return std::string(name_of(node.kind));
  }
  return "no node";
}

Names part_paths(const StorageTree& tree) {
  Names paths;
  for (const size_t node : tree.parts) paths.push_back(tree.nodes[node].path);
  return paths;
}

std::string skip_reason(const StorageTree& tree, const std::string& path) {
  for (const SkippedFiles& row : tree.skipped) {
    if (row.path == path) return row.reason;
  }
  return "not skipped";
}

/// What must hold for every tree: links both ways, and no file lost or shown twice.
void check_tree(const StorageTree& tree, size_t file_count) {
  REQUIRE_FALSE(tree.nodes.empty());
  CHECK_FALSE(tree.nodes[0].parent.has_value());
  size_t accounted = 0;
  size_t parts = 0;
  for (size_t i = 0; i < tree.nodes.size(); i++) {
    const StorageNode& node = tree.nodes[i];
    accounted += node.files.size() + node.snapshots.size();
    parts += node.kind == NodeKind::kPart ? 1 : 0;
    if (i > 0) {
      REQUIRE(node.parent.has_value());
      REQUIRE(*node.parent < i);
    }
    for (const size_t child : node.children) CHECK(tree.nodes[child].parent == i);
  }
  CHECK(parts == tree.parts.size());
  for (const SkippedFiles& row : tree.skipped) {
    CHECK_FALSE(row.reason.empty());
    accounted += row.file_count;
  }
  CHECK(accounted == file_count);
}

StorageTree checked_tree(const ListingBuilder& builder) {
  StorageTree tree = builder.tree();
  check_tree(tree, builder.listing().size());
  return tree;
}

}  // namespace

TEST_CASE("a dropped part is the root") {
  const StorageTree tree = checked_tree(ListingBuilder().part("0000000000000001"));
  REQUIRE(tree.nodes.size() == 1);
  CHECK(name_of(tree.nodes[0].kind) == "part");
  CHECK(tree.nodes[0].name == "0000000000000001");
  CHECK(tree.nodes[0].part_id == 1);
  CHECK(tree.nodes[0].files.size() == kPartFiles.size());
  CHECK(tree.parts == std::vector<size_t>{0});
  CHECK(tree.skipped.empty());
}

TEST_CASE("loose files of a part are a part named like the upload") {
  const StorageTree tree = checked_tree(ListingBuilder().part(""));
  REQUIRE(tree.parts.size() == 1);
  CHECK(tree.nodes[0].name == "upload");
  CHECK(tree.nodes[0].path.empty());
  CHECK_FALSE(tree.nodes[0].part_id.has_value());
}

TEST_CASE("parts and snapshots make an instance") {
  const StorageTree tree = checked_tree(ListingBuilder()
                                            .part("duration/0000000000000002")
                                            .part("duration/0000000000000001")
                                            .file("duration/0000000000000003.snp")
                                            .file("duration/000000000000000a.snp"));
  CHECK(kind_at(tree, "duration") == "instance");
  CHECK(part_paths(tree) == Names{"duration/0000000000000001", "duration/0000000000000002"});
  const auto& snapshots = tree.nodes[0].snapshots;
  REQUIRE(snapshots.size() == 2);
  CHECK(snapshots[0].epoch == 10);  // newest first
  CHECK(snapshots[1].epoch == 3);
  CHECK(tree.skipped.empty());
}

TEST_CASE("an instance may have lost its parts, or never have had a snapshot") {
  CHECK(kind_at(checked_tree(ListingBuilder().file("d/0000000000000001.snp")), "d") == "instance");
  CHECK(kind_at(checked_tree(ListingBuilder().part("d/1")), "d") == "instance");
}

TEST_CASE("a whole storage is a tree down to its parts") {
  ListingBuilder builder;
  const std::string segment = "trace/sw/seg-20250929";
  builder.file(segment + "/metadata").file(segment + "/sidx/bluge.pid");
  builder.file(segment + "/sidx/000000000001.seg");
  for (const std::string shard : {"/shard-0", "/shard-1"}) {
    builder.trace_part(segment + shard + "/0000000000000001");
    builder.file(segment + shard + "/0000000000000005.snp");
    for (const std::string rule : {"/duration", "/start_time"}) {
      builder.part(segment + shard + "/sidx" + rule + "/0000000000000001");
      builder.file(segment + shard + "/sidx" + rule + "/0000000000000002.snp");
    }
  }
  builder.file("trace/sw/lock");
  const StorageTree tree = checked_tree(builder);
  CHECK(kind_at(tree, "trace") == "directory");
  CHECK(kind_at(tree, segment) == "segment");
  CHECK(kind_at(tree, segment + "/shard-0") == "shard");
  CHECK(kind_at(tree, segment + "/shard-1") == "shard");
  CHECK(kind_at(tree, segment + "/shard-0/sidx") == "directory");
  CHECK(kind_at(tree, segment + "/shard-0/sidx/duration") == "instance");
  CHECK(kind_at(tree, segment + "/shard-1/sidx/start_time/0000000000000001") == "part");
  CHECK(tree.parts.size() == 4);
  CHECK(skip_reason(tree, segment + "/sidx") == "series index (another engine)");
  CHECK(skip_reason(tree, segment + "/shard-0/0000000000000001") ==
        "trace part (not a secondary index part)");
  CHECK(skip_reason(tree, segment + "/metadata") == "segment metadata (version and end time)");
  CHECK(skip_reason(tree, "trace/sw/lock") == "lock file");
}

TEST_CASE("a shard is recognised without its name, by its sidx directory") {
  const StorageTree tree = checked_tree(
      ListingBuilder().part("backup/sidx/duration/0000000000000001").file("backup/x.txt"));
  CHECK(kind_at(tree, "backup") == "shard");
  CHECK(kind_at(tree, "backup/sidx/duration") == "instance");
  CHECK(skip_reason(tree, "backup/x.txt") == "not part of a secondary index");
}

TEST_CASE("parts of other engines are skipped") {
  for (const std::string file : {"spans.bin", "fv.bin", "timestamps.bin"}) {
    INFO(file);
    const StorageTree tree = checked_tree(
        ListingBuilder().part("d/0000000000000001").file("d/0000000000000001/" + file));
    CHECK(tree.parts.empty());
    REQUIRE(tree.skipped.size() == 1);
  }
}

TEST_CASE("what operating systems leave behind is skipped and said") {
  const StorageTree tree = checked_tree(ListingBuilder()
                                            .part("d/0000000000000001")
                                            .file("d/.DS_Store")
                                            .file("d/._0000000000000001")
                                            .file("d/Thumbs.db")
                                            .file("d/desktop.ini")
                                            .file("__MACOSX/d/._x"));
  CHECK(tree.parts.size() == 1);
  for (const std::string name : {".DS_Store", "._0000000000000001", "Thumbs.db", "desktop.ini"}) {
    CHECK(skip_reason(tree, "d/" + name) == "file of the operating system");
  }
  CHECK(skip_reason(tree, "__MACOSX") == "directory of the operating system");
}

TEST_CASE("a part directory that lost files is still one") {
  struct Case {
    const char* name;
    Names files;
    bool is_part;
  };
  const Case cases[] = {
      {"no manifest", {"d/x/meta.bin", "d/x/primary.bin"}, true},
      {"manifest alone, in a directory named like a part",
       {"d/0000000000000001/manifest.json"},
       true},
      {"a tag alone, in a directory named like a part", {"d/0000000000000001/svc.td"}, true},
      {"manifest alone, elsewhere", {"d/x/manifest.json"}, false},
      {"tags alone, elsewhere", {"d/x/svc.td", "d/x/svc.tm", "d/x/svc.tf"}, false},
      {"nothing of a part", {"d/0000000000000001/readme.txt"}, false},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      ListingBuilder builder;
      for (const std::string& path : test.files) builder.file(path);
      CHECK(checked_tree(builder).parts.size() == (test.is_part ? 1 : 0));
    }
  }
}

TEST_CASE("directories inside a part are skipped") {
  const StorageTree tree = checked_tree(
      ListingBuilder().part("d/0000000000000001").file("d/0000000000000001/deep/er/file"));
  CHECK(tree.parts.size() == 1);
  CHECK(skip_reason(tree, "d/0000000000000001/deep") == "directory inside a part");
}

TEST_CASE("odd paths do no harm") {
  struct Case {
    const char* name;
    std::string path;
    const char* reason;  // null: it stays
  };
  std::string deep;
  for (int i = 0; i < 100000; i++) deep += "a/";
  const Case cases[] = {
      {"empty", "", "path of an unusual shape"},
      {"slashes", "///", "path of an unusual shape"},
      {"dots", "./.", "path of an unusual shape"},
      {"very deep", deep + "meta.bin", "path of an unusual shape"},
      {"listed twice", "d/0000000000000001/meta.bin", "listed twice"},
      {"listed twice, spelled otherwise", "/d//./0000000000000001/meta.bin", "listed twice"},
  };
  for (const Case& test : cases) {
    DYNAMIC_SECTION(test.name) {
      const StorageTree tree =
          checked_tree(ListingBuilder().part("d/0000000000000001").file(test.path));
      CHECK(tree.parts.size() == 1);
      CHECK(skip_reason(tree, test.path) == test.reason);
    }
  }
}

TEST_CASE("paths are taken apart at slashes only") {
  const StorageTree tree =
      checked_tree(ListingBuilder().file("d/0000000000000001/a\\b.td").part("d/0000000000000001"));
  REQUIRE(tree.parts.size() == 1);
  CHECK(tree.nodes[tree.parts[0]].files.size() == kPartFiles.size() + 1);
}

TEST_CASE("an empty upload is an empty tree") {
  const StorageTree tree = checked_tree(ListingBuilder());
  CHECK(tree.nodes.size() == 1);
  CHECK(name_of(tree.nodes[0].kind) == "directory");
  CHECK(tree.nodes[0].name == "upload");
  const StorageTree nothing = checked_tree(ListingBuilder().file("d/a.txt").file("d/e/b.txt"));
  CHECK(nothing.parts.empty());
  CHECK_FALSE(nothing.skipped.empty());
}

TEST_CASE("a directory as deep as we go is still read") {
  std::string path;
  for (int i = 0; i < 62; i++) path += "a/";
  const StorageTree tree =
      checked_tree(ListingBuilder().file(path + "x/meta.bin").file(path + "x/primary.bin"));
  CHECK(tree.parts.size() == 1);
}

TEST_CASE("the deciding snapshot is the newest of the instance, else of the shard") {
  ListingBuilder builder;
  builder.part("shard-0/sidx/a/0000000000000001").file("shard-0/sidx/a/0000000000000001.snp");
  builder.file("shard-0/sidx/a/0000000000000007.snp");
  builder.part("shard-0/sidx/b/0000000000000001");
  builder.file("shard-0/0000000000000009.snp").file("0000000000000008.snp");
  const StorageTree tree = checked_tree(builder);
  REQUIRE(tree.parts.size() == 2);
  const auto own = deciding_snapshot(tree, tree.parts[0]);
  REQUIRE(own.has_value());
  CHECK(own->file->epoch == 7);
  CHECK(tree.nodes[own->node].path == "shard-0/sidx/a");
  const auto of_shard = deciding_snapshot(tree, tree.parts[1]);
  REQUIRE(of_shard.has_value());
  CHECK(of_shard->file->epoch == 9);
  CHECK(tree.nodes[of_shard->node].path == "shard-0");
}

TEST_CASE("snapshots above a shard decide nothing") {
  const StorageTree tree = checked_tree(
      ListingBuilder().part("s/shard-0/sidx/b/0000000000000001").file("s/0000000000000008.snp"));
  CHECK_FALSE(deciding_snapshot(tree, tree.parts[0]).has_value());
}

TEST_CASE("parts are live when listed and stale when not") {
  const format::SnapshotManifest listed = {"0000000000000001", "0000000000000003"};
  CHECK(name_of(snapshot_status(listed, "0000000000000001")) == "live");
  CHECK(name_of(snapshot_status(listed, "0000000000000002")) == "stale");
  CHECK(name_of(snapshot_status({}, "0000000000000001")) == "stale");
}

TEST_CASE("listed names without a directory are missing") {
  ListingBuilder builder;
  builder.part("shard-0/sidx/a/0000000000000001").file("shard-0/sidx/a/0000000000000001.snp");
  builder.trace_part("shard-0/0000000000000001").file("shard-0/0000000000000002.snp");
  const StorageTree tree = checked_tree(builder);
  const format::SnapshotManifest listed = {"0000000000000002", "0000000000000001",
                                           "0000000000000004"};
  const auto own = deciding_snapshot(tree, tree.parts[0]);
  REQUIRE(own.has_value());
  CHECK(missing_parts(tree, own->node, listed) == Names{"0000000000000002", "0000000000000004"});
  // A shard lists trace parts, which are not shown: nothing can be said of them.
  REQUIRE(tree.nodes[0].kind == NodeKind::kShard);
  CHECK(missing_parts(tree, 0, listed).empty());
}

TEST_CASE("any listing gives a tree that accounts for every file once") {
  Random random(8);
  const Names components = {
      "0000000000000001",    "sidx", "shard-0", "seg-20250929", "a",         "meta.bin", "keys.bin",
      "spans.bin",           "x.td", "..",      "bluge.pid",    ".DS_Store", "",         ".",
      "0000000000000001.snp"};
  for (int round = 0; round < 1000; round++) {
    std::vector<ListedFile> listing;
    for (size_t i = random.below(30); i > 0; i--) {
      std::string path;
      for (size_t depth = random.below(6); depth > 0; depth--) {
        path += components[random.below(components.size())] + "/";
      }
      listing.push_back({path + components[random.below(components.size())], random.any_size()});
    }
    check_tree(build_storage_tree("upload", listing), listing.size());
  }
}
