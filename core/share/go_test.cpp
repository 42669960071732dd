#include "core/share/go_test.h"

#include <map>

#include "core/share/go_text.h"
#include "core/share/link.h"
#include "core/sim/step.h"

namespace sidx::share {
namespace {

using sim::Event;
using sim::Op;
using sim::Outcome;
using sim::StepResult;

/// What stands for a split operation until it is introduced.
struct Begun {
  Op op = Op::kFlushBegin;
  size_t step = 0;  // from 1
  Rc<query::QueryRequest> request;
};

std::string expected_text(const std::vector<query::QueryRow>& rows) {
  if (rows.empty()) return "no rows";
  std::string text = std::to_string(rows.size()) + (rows.size() == 1 ? " row:" : " rows:");
  for (size_t i = 0; i < std::min<size_t>(rows.size(), 20); i++) {
    text += (i == 0 ? " " : ", ") + std::to_string(rows[i].key);
  }
  return text + (rows.size() > 20 ? ", …" : "");
}

bool same_rows(const std::vector<query::QueryRow>& a, const std::vector<query::QueryRow>& b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); i++) {
    if (a[i].key != b[i].key || a[i].data != b[i].data) return false;
  }
  return true;
}

/// The body of the test, step by step. Two engines play along: the scenario's own, which is told,
/// and the repaired one, which is expected.
class TestBody {
 public:
  explicit TestBody(const sim::Scenario& scenario)
      : own_(sim::new_world(scenario.settings())), repaired_(sim::new_world(repaired(scenario))) {}

  void add(const Event& event) {
    number_++;
    own_result_ = sim::step(own_, event);
    const bool was_dead = own_.dead;
    own_ = own_result_.world;
    sim::StepOptions options;
    options.ledger = false;
    repaired_result_ = sim::step(repaired_, event, options);
    repaired_ = repaired_result_.world;
    writer_.line("");
    const StepResult& told = was_dead ? repaired_result_ : own_result_;
    writer_.comment("Step " + std::to_string(number_) + ", " + std::string(name_of(event.op)) +
                    ": " + (told.summary.empty() ? told.message : told.summary));
    if (!was_dead && own_result_.outcome == Outcome::kPanic) {
      writer_.comment("At " + std::string(kSeedCommit, 8) +
                      " the process dies here: " + own_result_.message);
    }
    if (repaired_result_.outcome == Outcome::kPanic) {
      return writer_.comment("Repaired, it dies as well: left out.");
    }
    write_step(event);
  }

  const std::string& text() const { return writer_.text(); }

 private:
  static sim::Settings repaired(const sim::Scenario& scenario) {
    sim::Settings settings = scenario.settings();
    settings.fixes = sim::FixSet::all();
    return settings;
  }

  bool refused() const { return repaired_result_.outcome != Outcome::kOk; }

  void write_step(const Event& event) {
    switch (event.op) {
      case Op::kWrite:
      case Op::kWriteRange:
      case Op::kGenerate:
        return write_batch(event);
      case Op::kFlush:
      case Op::kMerge:
      case Op::kMergeMem:
        return write_call(event.op);
      case Op::kSync:
        return write_sync(event);
      case Op::kFlushBegin:
      case Op::kMergeBegin:
      case Op::kMergeMemBegin:
      case Op::kIntroduce:
        return write_split(event);
      case Op::kHold:
      case Op::kRelease:
        return write_hold(event);
      case Op::kQuery:
      case Op::kQueryBegin:
      case Op::kQueryRun:
      case Op::kQueryEnd:
        return write_query(event);
      case Op::kBlocks:
        return write_blocks();
      case Op::kReopen:
        return write_reopen();
      case Op::kRemoveFile:
      case Op::kTruncateFile:
      case Op::kWriteFile:
        return write_fault(event);
    }
  }

  void write_batch(const Event& event) {
    const part::ElementBatch& batch = event.write->batch;
    if (event.op == Op::kWriteRange && batch.size() > 8) return write_range(event);
    if (batch.size() > kGoRowsMax) {
      writer_.comment(std::to_string(batch.size()) + " rows, too many to write them out here: " +
                      sim::write_event(event).substr(0, 200));
      return;
    }
    const std::string check = refused() ? "require.Error" : "require.NoError";
    const std::string call = check + "(t, s.Write(ctx, []WriteRequest{";
    const std::string end = "}, " + std::to_string(event.segment_id) + "))";
    if (batch.size() == 0) return writer_.line(call + end);
    writer_.open(call);
    for (size_t row = 0; row < batch.size(); row++) writer_.line(go_element(batch, row) + ",");
    writer_.close(end);
  }

  void write_range(const Event& event) {
    const sim::RangeInput& range = event.write->range;
    std::string tags;
    for (const sim::InputTag& tag : range.tags) {
      tags += (tags.empty() ? "" : ", ") + go_tag(tag.name, tag.type, tag.stored);
    }
    writer_.open("{");
    writer_.line("var reqs []WriteRequest");
    writer_.open("for i := int64(0); i < " + std::to_string(event.write->batch.size()) + "; i++ {");
    writer_.line("key := int64(" + std::to_string(range.from) + ") + i*" +
                 std::to_string(range.step));
    writer_.line("reqs = append(reqs, WriteRequest{SeriesID: " + std::to_string(range.series_id) +
                 ", Key: key, Data: []byte(" + go_string(range.data_prefix) +
                 " + strconv.FormatInt(key, 10))" +
                 (tags.empty() ? "" : ", Tags: []Tag{" + tags + "}") + "})");
    writer_.close();
    writer_.line("require.NoError(t, s.Write(ctx, reqs, " + std::to_string(event.segment_id) +
                 "))");
    writer_.close();
  }

  void write_call(Op op) {
    const char* call = op == Op::kFlush   ? "s.Flush()"
                       : op == Op::kMerge ? "s.Merge(nil)"
                                          : "s.MergeMemParts(nil)";
    writer_.line(std::string("require.NoError(t, ") + call + ")");
  }

  void write_sync(const Event& event) {
    writer_.open("{");
    writer_.line("intro := GenerateSyncIntroduction()");
    writer_.line("intro.Applied = make(chan struct{})");
    for (const uint64_t id : event.part_ids) {
      writer_.line("intro.Synced[" + std::to_string(id) + "] = struct{}{}");
    }
    writer_.line("s.SyncCh() <- intro");
    writer_.line("<-intro.Applied");
    writer_.line("ReleaseSyncIntroduction(intro)");
    writer_.close();
  }

  void write_split(const Event& event) {
    if (event.op != Op::kIntroduce) {
      if (refused()) return;
      begun_[event.as] = {event.op, number_, {}};
      writer_.comment(
          "No hook: parts are selected and the output is written here; the whole call "
          "stands where " +
          event.as + " is introduced.");
      return;
    }
    const auto found = begun_.find(event.as);
    if (found == begun_.end()) return;
    writer_.comment("Begun in step " + std::to_string(found->second.step) +
                    ". To see the race, stop the call between writing and introducing.");
    write_call(found->second.op == Op::kFlushBegin   ? Op::kFlush
               : found->second.op == Op::kMergeBegin ? Op::kMerge
                                                     : Op::kMergeMem);
    begun_.erase(found);
  }

  void write_hold(const Event& event) {
    if (refused()) return;
    if (event.op == Op::kHold) return hold(event.as);
    release(event.as);
  }

  void hold(const std::string& name) {
    writer_.line("held[" + go_string(name) + "] = s.(*sidx).currentSnapshot()");
  }

  void release(const std::string& name) {
    writer_.open("if snp := held[" + go_string(name) + "]; snp != nil {");
    writer_.line("snp.decRef()");
    writer_.close();
    writer_.line("delete(held, " + go_string(name) + ")");
  }

  void write_query(const Event& event) {
    if (event.op == Op::kQuery) {
      return write_answer(*event.request, "s.Query(ctx, " + go_request(*event.request) + ")");
    }
    if (event.op == Op::kQueryBegin) {
      if (refused()) return;
      begun_[event.as] = {event.op, number_, event.request};
      return hold(event.as);
    }
    const auto found = begun_.find(event.as);
    if (found == begun_.end()) return;
    if (event.op == Op::kQueryEnd) {
      begun_.erase(found);
      return release(event.as);
    }
    const query::QueryRequest& request = *found->second.request;
    write_answer(request, "scan(held[" + go_string(event.as) + "], " + go_request(request) + ")");
  }

  void write_answer(const query::QueryRequest& request, const std::string& call) {
    if (request.filter) {
      writer_.comment(
          "With a tag filter, which needs an index.Filter of your own. Filters only skip "
          "blocks; the rows below are those with the filter.");
    }
    if (refused()) {
      writer_.open("{");
      writer_.line("_, err := " + call);
      writer_.line("require.Error(t, err)");
      return writer_.close();
    }
    const std::vector<query::QueryRow> none;
    const auto& expected = repaired_result_.rows ? *repaired_result_.rows : none;
    if (own_result_.rows && !same_rows(*own_result_.rows, expected)) {
      writer_.comment("The engine of the scenario answers " + expected_text(*own_result_.rows) +
                      "; repaired, " + expected_text(expected) + ".");
    }
    if (request.filter) return writer_.comment(expected_text(expected));
    writer_.open("{");
    writer_.line("resp, err := " + call);
    writer_.line("require.NoError(t, err)");
    write_rows(expected);
    writer_.close();
  }

  void write_rows(const std::vector<query::QueryRow>& rows) {
    if (rows.empty()) return writer_.line("require.Empty(t, resp.Keys)");
    if (rows.size() > kGoRowsMax) {
      return writer_.line("require.Len(t, resp.Keys, " + std::to_string(rows.size()) + ")");
    }
    std::string keys;
    for (const query::QueryRow& row : rows) {
      keys += (keys.empty() ? "" : ", ") + std::to_string(row.key);
    }
    writer_.line("require.Equal(t, []int64{" + keys + "}, resp.Keys)");
    writer_.open("require.Equal(t, [][]byte{");
    for (const query::QueryRow& row : rows) writer_.line(go_bytes(row.data) + ",");
    writer_.close("}, resp.Data)");
  }

  void write_blocks() {
    if (!own_result_.blocks) return;
    for (const sim::ListedBlock& block : *own_result_.blocks) {
      writer_.comment("series " + std::to_string(block.header.series_id) + ": " +
                      std::to_string(block.header.row_count) + " rows, keys " +
                      std::to_string(block.header.key_min) + " to " +
                      std::to_string(block.header.key_max));
    }
  }

  void write_reopen() {
    begun_.clear();
    writer_.line("require.NoError(t, s.Close())");
    writer_.line("clear(held)");
    writer_.line("s, err = NewSIDX(fileSystem, opts)");
    writer_.line("require.NoError(t, err)");
  }

  void write_fault(const Event& event) {
    if (refused()) return;
    const std::string path = "filepath.Join(opts.Path, " + go_string(event.path) + ")";
    if (event.op == Op::kRemoveFile) {
      return writer_.line("require.NoError(t, os.RemoveAll(" + path + "))");
    }
    if (event.op == Op::kTruncateFile) {
      return writer_.line("require.NoError(t, os.Truncate(" + path + ", " +
                          std::to_string(event.size) + "))");
    }
    const std::string bytes(event.bytes->begin(), event.bytes->end());
    writer_.line("require.NoError(t, os.MkdirAll(filepath.Dir(" + path + "), 0o700))");
    writer_.line("require.NoError(t, os.WriteFile(" + path + ", " + go_bytes(bytes) + ", 0o600))");
  }

  GoWriter writer_{1};
  sim::World own_;
  sim::World repaired_;
  StepResult own_result_;
  StepResult repaired_result_;
  std::map<std::string, Begun> begun_;
  size_t number_ = 0;
};

void write_scan(GoWriter& writer) {
  writer.comment("The second half of Query, on a snapshot that was taken before.");
  writer.open("scan := func(snp *snapshot, req QueryRequest) (*QueryResponse, error) {");
  writer.open("if snp == nil {");
  writer.line("return &QueryResponse{}, nil");
  writer.close();
  writer.line("impl := s.(*sidx)");
  writer.line("minKey, maxKey := extractKeyRange(req)");
  writer.open("scanner := &blockScanner{");
  writer.line("pm:        impl.pm,");
  writer.line("l:         impl.l,");
  writer.line("parts:     selectPartsForQuery(snp, minKey, maxKey),");
  writer.line("seriesIDs: req.SeriesIDs,");
  writer.line("minKey:    minKey,");
  writer.line("maxKey:    maxKey,");
  writer.line("asc:       extractOrdering(req),");
  writer.close();
  writer.line("defer scanner.close()");
  writer.line("resp := impl.executeBlockScannerQuery(ctx, scanner, req)");
  writer.line("return resp, resp.Error");
  writer.close();
}

/// What every test begins with; only what `body` uses.
void write_setup(GoWriter& writer, std::string_view body) {
  const auto used = [&](std::string_view name) {
    return body.find(name) != std::string_view::npos;
  };
  if (used("(ctx,") || used(":= scan(")) writer.line("ctx := context.Background()");
  writer.line("fileSystem := fs.NewLocalFileSystem()");
  writer.line(
      "opts, err := NewOptions(t.TempDir(), "
      "protector.NewMemory(observability.NewBypassRegistry()))");
  writer.line("require.NoError(t, err)");
  writer.line("s, err := NewSIDX(fileSystem, opts)");
  writer.line("require.NoError(t, err)");
  writer.open("defer func() {");
  writer.line("require.NoError(t, s.Close())");
  writer.close("}()");
  if (used("held[") || used("(held)")) writer.line("held := map[string]*snapshot{}");
  if (used("bound(")) writer.line("bound := func(key int64) *int64 { return &key }");
  if (used(":= scan(")) write_scan(writer);
}

void write_header(GoWriter& writer, const sim::Scenario& scenario) {
  writer.comment("Written by Partscope from the scenario \"" + scenario.title +
                 "\". Put it into banyand/internal/sidx of apache/skywalking-banyandb at commit " +
                 std::string(kSeedCommit, 12) +
                 ".\nQueries expect the rows of an engine without the known bugs: where the engine "
                 "is wrong, the test fails.\nThe same in the app: index.html" +
                 link_of(scenario, scenario.steps.size()));
  if (scenario.workers != 1) {
    writer.comment("The scenario has " + std::to_string(scenario.workers) +
                   " query workers; the engine has one for each processor.");
  }
  if (!scenario.notes.empty()) writer.comment("\n" + scenario.notes);
}

std::string test_name(const sim::Scenario& scenario) {
  const std::string name = go_name(scenario.title);
  return name.empty() ? "Scenario" : name;
}

}  // namespace

std::string write_go_test(const sim::Scenario& scenario) {
  TestBody body(scenario);
  for (const Event& event : scenario.steps) body.add(event);
  GoWriter setup(1);
  write_setup(setup, body.text());
  const std::string content = "func TestPartscope_" + test_name(scenario) + "(t *testing.T) {\n" +
                              setup.text() + body.text() + "}\n";
  GoWriter head;
  write_header(head, scenario);
  head.line("");
  head.line("package sidx");
  head.line("");
  write_go_imports(head, content);
  head.line("");
  return head.text() + content;
}

std::string go_test_file_name(const sim::Scenario& scenario) {
  std::string name;
  for (const char c : scenario.title) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    const bool capital = c >= 'A' && c <= 'Z';
    if (plain || capital) {
      name += capital ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
  }
  if (!name.empty() && name.back() != '_') name += '_';
  return name + "partscope_test.go";
}

}  // namespace sidx::share
