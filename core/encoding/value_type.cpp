#include "core/encoding/value_type.h"

namespace sidx::encoding {

std::string_view name_of(ValueType type) {
  switch (type) {
    case ValueType::kUnknown:
      break;
    case ValueType::kStr:
      return "string";
    case ValueType::kInt64:
      return "int64";
    case ValueType::kFloat64:
      return "float64";
    case ValueType::kBinary:
      return "binary";
    case ValueType::kStrArr:
      return "string array";
    case ValueType::kInt64Arr:
      return "int64 array";
    case ValueType::kTimestamp:
      return "timestamp";
  }
  return "unknown";
}

}  // namespace sidx::encoding
