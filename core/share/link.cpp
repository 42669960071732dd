#include "core/share/link.h"

#include <algorithm>

#include "core/base/sha256.h"
#include "core/encoding/zstd_frame.h"
#include "core/share/base64url.h"
#include "core/sim/json_text.h"
#include "core/sim/tag_json.h"

namespace sidx::share {
namespace {

constexpr std::string_view kName = "link";
constexpr size_t kDigestBytes = 4;
constexpr size_t kPlaceDepthMax = 8;

/// What scenarios are made of, the most usual last: short links are mostly these words. Part of the
/// format of `v1`: another text here needs another version.
constexpr std::string_view kDictionary = R"(
  "notes": " the snapshot part parts merge flush query reads a reference the current epoch directory
  "order": 1,
  "sentence": "
  "goal": "
  "watch_for": "
  "fixes": ["S1","S9"],
  "workers": 2,
    {"op":"truncate_file","path":"0000000000000001/primary.bin","size":0},
    {"op":"remove_file","path":"0000000000000002.snp"},
    {"op":"write_file","hex":"00","text":"[\"0000000000000001\"]"},
    {"op":"generate","seed":"1","count":100,"scale":"small","index":"time"},
    {"op":"write_range","series":"1","from":"1","to":"100","step":"2","data_prefix":"d","tags":{
"segment_id":"1"{"float":1.5}{"int":"{"time":"1700000000000000000"}{"hex":"00
    {"op":"query","series":["1","2"],"filter":{"and":[{"or":[{"having":["tag",["a"]]},
{"range":{"tag":"dur","gte":"10","lte":"20"}},{"eq":["svc","a"]},"limit":10,"project":["svc"]},
    {"op":"blocks"},
    {"op":"sync","parts":["1","2"]},
    {"op":"query_begin","as":"q1","series":["1"],"min":"0","max":"100","order":"desc"},
    {"op":"query_run","as":"q1"},
    {"op":"query_end","as":"q1"},
    {"op":"hold","as":"r1"},
    {"op":"release","as":"r1"},
    {"op":"merge_mem"},
    {"op":"reopen"},
    {"op":"flush_begin","as":"f1"},
    {"op":"merge_begin","as":"m1"},
    {"op":"introduce","as":"m1"},
    {"op":"query","series":["1"]}
  ]
}
    {"op":"merge"},
    {"op":"flush"},
    {"op":"write","elements":[{"series":"1","key":"100","data":"t1","tags":{"svc":"a","dur":5}},
{"series":"1","key":"200","data":"t2","tags":{"svc":"b","dur":10}}]},
{"step":10,"view":"timeline","drawer":"events"}
{
  "format": "sidx-scenario/1",
  "title": "",
  "profile": "fixed",
  "profile": "seed",
  "steps": [
    {"op":"write","elements":[{"series":"1","key":")";

std::string digest_of(std::string_view document) {
  Sha256 hash;
  hash.update(document.data(), document.size());
  return *sim::parse_hex_bytes(hash.finish_hex().substr(0, 2 * kDigestBytes));
}

Error fail(ErrorCode code, size_t offset, size_t length, std::string field, std::string expected,
           std::string found) {
  return {code,
          {std::string(kName), offset, length, {}},
          std::move(field),
          std::move(expected),
          std::move(found)};
}

std::string place_line(const Place& place) {
  sim::Json json{{"step", place.step}};
  if (!place.view.empty()) json["view"] = place.view;
  if (!place.drawer.empty()) json["drawer"] = place.drawer;
  if (place.wrapper) json["wrapper"] = *place.wrapper;
  if (place.block) json["block"] = *place.block;
  return json.dump(-1, ' ', false, sim::Json::error_handler_t::replace) + "\n";
}

/// Members of a place, which may all be missing.
class PlaceReader {
 public:
  PlaceReader(std::string_view line, const sim::Json& json) : line_(line), json_(json) {}

  Status read_number(const char* name, uint64_t maximum, std::optional<uint64_t>& number) const {
    const auto found = json_.find(name);
    if (found == json_.end()) return {};
    const std::optional<uint64_t> value = sim::parse_uint64(*found);
    if (!value || *value > maximum) {
      return wrong(name, "a number up to " + std::to_string(maximum), found->dump());
    }
    number = value;
    return {};
  }
  Status read_name(const char* name, std::string& text) const {
    const auto found = json_.find(name);
    if (found == json_.end()) return {};
    const std::string* value = found->get_ptr<const std::string*>();
    if (value == nullptr || value->size() > kPlaceNameBytesMax) {
      return wrong(name, "a name of up to " + std::to_string(kPlaceNameBytesMax) + " bytes",
                   value == nullptr ? "something else" : "a longer one");
    }
    text = *value;
    return {};
  }

 private:
  Error wrong(const char* name, std::string expected, std::string found) const {
    const size_t offset = sim::offset_of(line_, sim::JsonPath().member(name));
    return fail(ErrorCode::kBadValue, offset, 1, name, std::move(expected), std::move(found));
  }

  std::string_view line_;
  const sim::Json& json_;
};

Result<Place> read_place(std::string_view line) {
  SIDX_ASSIGN(const sim::Json json,
              sim::parse_json(line, std::string(kName), kDocumentBytesMax, kPlaceDepthMax));
  if (!json.is_object()) {
    return fail(ErrorCode::kBadValue, 0, line.size(), "place", "an object", "something else");
  }
  const PlaceReader reader(line, json);
  std::optional<uint64_t> step;
  std::optional<uint64_t> wrapper;
  std::optional<uint64_t> block;
  Place place;
  SIDX_TRY(reader.read_number("step", sim::kStepsMax, step));
  SIDX_TRY(reader.read_number("wrapper", UINT32_MAX, wrapper));
  SIDX_TRY(reader.read_number("block", UINT32_MAX, block));
  SIDX_TRY(reader.read_name("view", place.view));
  SIDX_TRY(reader.read_name("drawer", place.drawer));
  place.step = static_cast<size_t>(step.value_or(0));
  if (wrapper) place.wrapper = static_cast<uint32_t>(*wrapper);
  if (block) place.block = static_cast<uint32_t>(*block);
  return place;
}

Result<OpenedLink> read_document(std::string_view document) {
  const size_t line_end = std::min(document.find('\n'), document.size());
  SIDX_ASSIGN(Place place, read_place(document.substr(0, line_end)));
  const std::string_view text = document.substr(std::min(line_end + 1, document.size()));
  auto scenario = sim::read_scenario(text, std::string(kName));
  if (!scenario.ok()) {
    Error error = std::move(scenario).error();
    error.where.offset += document.size() - text.size();
    return error;
  }
  place.step = std::min(place.step, scenario->steps.size());
  return OpenedLink{std::move(scenario).value(), std::move(place)};
}

/// Bytes between `#v1.` and the end, in letters.
Result<std::string_view> letters_of(std::string_view link, size_t& start) {
  const size_t hash = link.find('#');
  start = hash == std::string_view::npos ? 0 : hash + 1;
  const std::string_view version = kFragmentStart.substr(1);
  if (!link.substr(start).starts_with(version)) {
    const size_t shown = std::min<size_t>(link.size() - start, 8);
    return fail(ErrorCode::kUnknownCode, start, shown, "version", std::string(version),
                shown == 0 ? "nothing" : "'" + std::string(link.substr(start, shown)) + "'");
  }
  const size_t size = link.size() - start + 1;
  if (size > kFragmentBytesMax) {
    return fail(ErrorCode::kOverLimit, start, size, "fragment",
                "at most " + std::to_string(kFragmentBytesMax) + " characters",
                std::to_string(size));
  }
  start += version.size();
  return link.substr(start);
}

}  // namespace

MadeLink make_link(const sim::Scenario& scenario, const Place& place) {
  SIDX_CHECK(std::max(place.view.size(), place.drawer.size()) <= kPlaceNameBytesMax);
  const std::string document = place_line(place) + sim::write_scenario(scenario);
  const std::string digest = digest_of(document);
  Bytes bytes(digest.begin(), digest.end());
  const Bytes frame = encoding::compress_small_frame(document, kDictionary);
  bytes.insert(bytes.end(), frame.begin(), frame.end());
  std::string fragment = std::string(kFragmentStart) + encode_base64url(bytes);
  MadeLink link;
  link.size = fragment.size();
  const bool fits = document.size() <= kDocumentBytesMax && link.size <= kFragmentBytesMax;
  if (fits) link.fragment = std::move(fragment);
  return link;
}

std::string describe_excess(const MadeLink& link) {
  if (link.size <= kFragmentBytesMax) {
    return "the scenario has more than " + std::to_string(kDocumentBytesMax >> 20) +
           " MiB, too much for a link";
  }
  return "the link would have " + std::to_string(link.size) + " characters, at most " +
         std::to_string(kFragmentBytesMax) + " fit";
}

Result<OpenedLink> read_link(std::string_view link) {
  size_t start = 0;
  SIDX_ASSIGN(const std::string_view letters, letters_of(link, start));
  SIDX_ASSIGN(const Bytes bytes, decode_base64url(letters, kName, start));
  if (bytes.size() <= kDigestBytes) {
    return fail(ErrorCode::kTruncated, start, letters.size(), "fragment", "a scenario",
                std::to_string(bytes.size()) + " bytes");
  }
  const ByteView view(bytes, kName);
  const auto document =
      encoding::decompress_frame(view.subview(kDigestBytes, bytes.size() - kDigestBytes),
                                 kDocumentBytesMax, "scenario", kDictionary);
  // Offsets are told in the link's own letters or in the document, not in the bytes between.
  const Location whole{std::string(kName), start, letters.size(), {}};
  if (!document.ok()) {
    Error error = document.error();
    error.where = whole;
    return error;
  }
  const std::string_view text = ByteView(*document, kName).text();
  if (digest_of(text) != view.subview(0, kDigestBytes).text()) {
    return Error{ErrorCode::kMismatch, whole, "checksum", "that of the scenario", "another"};
  }
  auto opened = read_document(text);
  if (!opened.ok()) {
    Error error = std::move(opened).error();
    error.where = {whole.file, whole.offset, whole.length, error.where.offset};
    return error;
  }
  return opened;
}

std::string link_of(const sim::Scenario& scenario, size_t step, std::string_view view) {
  Place place;
  place.step = step;
  place.view = view;
  const MadeLink link = make_link(scenario, place);
  return link.fits() ? link.fragment : describe_excess(link);
}

}  // namespace sidx::share
