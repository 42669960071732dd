#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "core/cli/commands.h"
#include "core/cli/disk.h"
#include "core/cli/part_document.h"
#include "core/cli/query_document.h"
#include "core/part/value_text.h"
#include "core/query/comparison.h"
#include "core/query/deciding_bytes.h"
#include "core/query/explanation_text.h"
#include "core/sim/query_explain.h"
#include "core/sim/scenario.h"

namespace sidx::cli {
namespace {

/// Taken apart at commas; no text, no names.
std::vector<std::string> split_names(const std::string& text) {
  std::vector<std::string> names;
  for (size_t start = 0; start <= text.size() && !text.empty();) {
    const size_t end = std::min(text.find(',', start), text.size());
    names.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return names;
}

/// The query as a step of a scenario, which knows its rules. Errors of the filter are located in
/// what the user typed.
Result<query::QueryRequest> read_request(ArgumentParser& parser) {
  std::string step = R"({"op":"query","series":[)";
  std::string list;
  for (const std::string& id : split_names(parser.option("--series").value_or(""))) {
    list += (list.empty() ? "" : ",") + dump(Json(id));
  }
  step += list + "]";
  if (const auto low = parser.int64_option("--min"))
    step += R"(,"min":")" + std::to_string(*low) + '"';
  if (const auto high = parser.int64_option("--max"))
    step += R"(,"max":")" + std::to_string(*high) + '"';
  if (const auto order = parser.option("--order")) step += R"(,"order":)" + dump(Json(*order));
  if (const auto limit = parser.int64_option("--limit"))
    step += R"(,"limit":)" + std::to_string(*limit);
  if (const auto tags = parser.option("--project")) {
    step += R"(,"project":)" + dump(Json(split_names(*tags)));
  }
  const auto filter = parser.option("--filter");
  step += filter ? R"(,"filter":)" : "";
  const size_t filter_from = step.size();
  auto event = sim::read_event(step + filter.value_or("") + "}", filter ? "--filter" : "query");
  if (!event.ok()) {
    Error error = event.error();
    const bool in_filter = filter && error.where.offset >= filter_from;
    error.where.file = in_filter ? "--filter" : "query";
    error.where.offset -= in_filter ? filter_from : 0;
    return error;
  }
  query::QueryRequest request = *event->request;
  if (const std::string objection = query::validate(request); !objection.empty()) {
    return Error{
        ErrorCode::kBadValue, {"query", 0, 0, {}}, "request", "a query the engine runs", objection};
  }
  return request;
}

/// The parts that an engine would open there; those of several instances get IDs of their own.
std::vector<query::NamedPart> open_parts(const Upload& upload, query::QueryRequest& request,
                                         std::vector<std::string>& left_out,
                                         std::vector<Error>& errors) {
  std::vector<query::NamedPart> parts;
  std::vector<std::string> instances;
  for (const size_t node : upload.tree.parts) {
    const std::string path = upload.part_path(node);
    if (upload.snapshot_status(node) == part::SnapshotStatus::kStale) {
      left_out.push_back(path);
      continue;
    }
    auto files = upload.read_part(node);
    auto content = files.ok()
                       ? part::PartContent::open(*std::move(files), path, part::ReadAs::kDetected)
                       : Result<Rc<part::PartContent>>(files.error());
    if (!content.ok()) {
      errors.push_back(content.error());
      continue;
    }
    query::NamedPart part;
    part.name = upload.tree.nodes[node].name;
    part.directory = path;
    part.part.wrapper = static_cast<uint32_t>(parts.size() + 1);
    part.part.part_id = part.part.wrapper;
    part.part.content = *std::move(content);
    const std::string instance = std::filesystem::path(path).parent_path().string();
    auto at = std::find(instances.begin(), instances.end(), instance);
    if (at == instances.end()) {
      at = instances.insert(at, instance);
      request.instances.emplace_back();
    }
    request.instances[static_cast<size_t>(at - instances.begin())].push_back(part.part.part_id);
    parts.push_back(std::move(part));
  }
  if (instances.size() < 2) {
    request.instances.clear();
  } else {
    for (query::NamedPart& part : parts) {
      const std::filesystem::path path(part.directory);
      part.name = path.parent_path().filename().string() + "/" + part.name;
    }
  }
  return parts;
}

void print_rows(const query::Explanation& explanation) {
  for (const query::QueryRow& row : explanation.outcome.rows) {
    std::string line = part_name_of(explanation, row) + "  series " +
                       std::to_string(row.series_id) + "  key " + std::to_string(row.key) + "  " +
                       part::data_text(row.data);
    for (const query::RowTag& tag : row.tags) {
      if (tag.value) line += "  " + tag.name + "=" + part::value_text(tag.type, *tag.value);
    }
    std::puts(line.c_str());
  }
}

void print_explanation(const query::Explanation& explanation, const QueryComparison& comparison) {
  query::DecidingBytesFinder finder(explanation);
  for (size_t i = 0; i < query::kFunnelLevels; i++) {
    const query::Funnel& funnel = explanation.levels[i];
    std::printf("%ss: %llu kept, %llu discarded\n",
                std::string(query::name_of(static_cast<query::FunnelLevel>(i))).c_str(),
                static_cast<unsigned long long>(funnel.kept),
                static_cast<unsigned long long>(funnel.discarded));
    for (const query::ExplainedItem& item : funnel.items) {
      const bool is_row = item.level == query::FunnelLevel::kElements;
      if (item.kept && is_row) continue;  // printed as rows
      std::printf("  %s %s", item.kept ? "+" : "-",
                  query::text_of(explanation, item).sentence.c_str());
      if (const auto bytes = item.kept ? std::nullopt : finder.find(item)) {
        std::printf(" [%s]", place_text(*bytes).c_str());
      }
      std::puts("");
    }
    if (funnel.more > 0) {
      std::printf("  … and %llu more\n", static_cast<unsigned long long>(funnel.more));
    }
  }
  if (!comparison) return;
  std::printf("repaired engine: %zu rows; lost %zu, extra %zu, misplaced %zu\n",
              comparison->right.outcome.rows.size(), comparison->rows.lost.size(),
              comparison->rows.extra.size(), comparison->rows.misplaced.size());
}

}  // namespace

int query_parts(const Arguments& arguments) {
  ArgumentParser parser("query", arguments);
  const bool json = parser.flag("--json");
  const bool explain = parser.flag("--explain");
  const bool fixed = parser.flag("--fixed");
  auto request = read_request(parser);
  std::vector<std::string> paths;
  if (!parser.finish(1, paths)) return kExitError;
  const Result<Upload> upload = open_upload(paths[0]);
  if (!request.ok() || !upload.ok()) {
    print_errors({request.ok() ? upload.error() : request.error()});
    return kExitError;
  }
  std::vector<Error> errors;
  QueryDocument document;
  const auto parts = open_parts(*upload, *request, document.left_out, errors);
  const query::QueryParameters repaired = sim::repaired_parameters_for_files(1);
  document.fixed = fixed;
  document.answer = query::explain_query(
      *request, parts, fixed ? repaired : sim::query_parameters(sim::FixSet(), 1));
  if (explain && !fixed) {
    document.comparison.emplace();
    document.comparison->right = query::explain_query(*request, parts, repaired);
    document.comparison->rows = query::compare_answers(
        document.answer.outcome.rows, document.comparison->right.outcome.rows, request->descending);
  }
  if (json) {
    print_query_document(document, explain, errors);
  } else {
    print_rows(document.answer);
    if (explain) print_explanation(document.answer, document.comparison);
    for (const std::string& path : document.left_out) {
      std::printf("left out: %s is not in the newest snapshot\n", path.c_str());
    }
  }
  print_errors(errors);
  using Ending = query::QueryOutcome::Ending;
  if (document.answer.outcome.ending != Ending::kOk) {
    std::fprintf(stderr, "partscope query: the engine %s here: %s\n",
                 document.answer.outcome.ending == Ending::kPanic ? "panics" : "stops",
                 document.answer.outcome.message.c_str());
    return kExitError;
  }
  return errors.empty() ? kExitOk : kExitError;
}

}  // namespace sidx::cli
