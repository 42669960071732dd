#include "core/part/verify.h"

#include <cstdio>

#include "core/cli/commands.h"
#include "core/cli/disk.h"
#include "core/cli/part_document.h"

namespace sidx::cli {
namespace {

struct Verdict {
  std::string path;
  std::vector<part::Finding> findings;
  uint64_t dropped = 0;
};

Verdict verify_part(const Upload& upload, size_t node) {
  part::PartVerifier verifier{part::PartReader(upload.part_files(node))};
  while (true) {
    const Result<bool> more = verifier.step();
    SIDX_CHECK(more.ok());  // files on disk are never "not resident"
    if (!*more) break;
  }
  Verdict verdict{upload.part_path(node), verifier.findings(), 0};
  for (const auto& [rule, count] : verifier.dropped()) verdict.dropped += count;
  return verdict;
}

void print_json(const std::vector<Verdict>& verdicts) {
  Json parts = Json::array();
  for (const Verdict& verdict : verdicts) {
    Json findings = Json::array();
    Json notes = Json::array();
    for (const part::Finding& finding : verdict.findings) {
      (finding.severity() == part::Severity::kNote ? notes : findings).push_back(to_json(finding));
    }
    parts.push_back({{"path", verdict.path},
                     {"findings", findings},
                     {"notes", notes},
                     {"more_findings", verdict.dropped}});
  }
  std::puts(dump(Json{{"parts", parts}}).c_str());
}

void print_text(const Verdict& verdict) {
  size_t counted = 0;
  for (const part::Finding& finding : verdict.findings) {
    const part::RuleText& rule = part::text_of(finding.rule);
    std::printf("%s: %s\n    %s %s\n", std::string(part::name_of(rule.severity)).c_str(),
                part::to_string(finding).c_str(), std::string(rule.meaning).c_str(),
                std::string(rule.consequence).c_str());
    if (rule.severity != part::Severity::kNote) counted++;
  }
  if (verdict.dropped > 0) {
    std::printf("    and %llu more\n", static_cast<unsigned long long>(verdict.dropped));
  }
  std::printf("%s: %zu findings, %zu notes\n", verdict.path.c_str(), counted,
              verdict.findings.size() - counted);
}

}  // namespace

int verify(const Arguments& arguments) {
  ArgumentParser parser("verify", arguments);
  const bool json = parser.flag("--json");
  std::vector<std::string> paths;
  if (!parser.finish(1, paths)) return kExitError;
  const Result<Upload> upload = open_upload(paths[0]);
  if (!upload.ok()) {
    print_errors({upload.error()});
    return kExitError;
  }
  if (upload->tree.parts.empty()) {
    print_errors({{ErrorCode::kMissingFile,
                   {paths[0], 0, 0, {}},
                   "part directory",
                   "at least one part",
                   "none"}});
    return kExitError;
  }
  std::vector<Verdict> verdicts;
  bool found = false;
  for (const size_t node : upload->tree.parts) {
    verdicts.push_back(verify_part(*upload, node));
    for (const part::Finding& finding : verdicts.back().findings) {
      found = found || finding.severity() != part::Severity::kNote;
    }
  }
  if (json) {
    print_json(verdicts);
  } else {
    for (const Verdict& verdict : verdicts) print_text(verdict);
  }
  return found ? kExitFindings : kExitOk;
}

}  // namespace sidx::cli
