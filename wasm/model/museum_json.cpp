#include "wasm/model/museum_json.h"

#include <nlohmann/json.hpp>

namespace sidx::model {

using Json = nlohmann::ordered_json;

Json museum_json(const AppState& state) {
  const Museum& museum = state.museum();
  Json found = Json::array();
  for (const size_t index : museum.found()) found.push_back(museum.exhibits()[index].id);
  return {{"loaded", museum.loaded()},
          {"failure", museum.failure()},
          {"exhibits", museum.exhibits().size()},
          {"filter", museum.filter()},
          {"found", std::move(found)}};
}

Json exhibit_json(const AppState& state) {
  const Exhibit* exhibit = state.exhibit();
  if (exhibit == nullptr) return {};
  Json json{
      {"id", exhibit->id},
      {"group", exhibit->group},
      {"title", exhibit->title},
      {"step", exhibit->step},
      {"repaired", state.session() != nullptr && is_repaired(*exhibit, state.session()->header())}};
  if (const ArrayComparison* arrays = state.array_comparison()) {
    json["arrays"] = {{"rows", arrays->rows.size()},
                      {"changed", arrays->changed},
                      {"as_read", arrays->as_read},
                      {"problem", arrays->problem}};
  }
  return json;
}

}  // namespace sidx::model
