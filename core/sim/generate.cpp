#include "core/sim/generate.h"

#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "core/encoding/fixed_int.h"

namespace sidx::sim {
namespace {

using encoding::ValueType;

constexpr uint64_t kGrid = 1'000'000;  // steps of a random fraction
constexpr int64_t kBaseTimeNs = 1'700'000'000'000'000'000;
constexpr int64_t kNsPerMs = 1'000'000;
constexpr double kMeanLatencyMs = 100;

/// Rank distribution: index 0 is the most frequent.
class Zipf {
 public:
  Zipf(size_t count, double exponent) {
    double sum = 0;
    for (size_t rank = 1; rank <= count; rank++) {
      sum += std::pow(static_cast<double>(rank), -exponent);
      steps_.push_back(sum);
    }
    for (double& step : steps_) step = std::floor(step / sum * static_cast<double>(kGrid));
  }
  size_t pick(Random& random) const {
    const auto u = static_cast<double>(random.below(kGrid));
    size_t index = 0;
    while (index + 1 < steps_.size() && u >= steps_[index]) index++;
    return index;
  }

 private:
  std::vector<double> steps_;
};

struct Scale {
  size_t services;
  size_t instances;
  int64_t window_ms;
  Zipf service;
};

const Scale& scale_of(bool medium) {
  constexpr int64_t kHourMs = 3'600'000;
  static const Scale kSmall{100, 500, kHourMs, Zipf(100, 1.2)};
  static const Scale kMedium{1000, 5000, 24 * kHourMs, Zipf(1000, 1.2)};
  return medium ? kMedium : kSmall;
}

uint64_t spans_per_trace(Random& random) {
  const uint64_t u = random.below(kGrid);
  if (u < kGrid / 5) return 1 + random.below(5);
  if (u < kGrid / 5 * 4) return 6 + random.below(15);
  return 21 + random.below(80);
}

/// Whole milliseconds; the grid bounds the tail at 1381.
int64_t latency_ms(Random& random) {
  const double u = static_cast<double>(1 + random.below(kGrid - 1)) / static_cast<double>(kGrid);
  return static_cast<int64_t>(-kMeanLatencyMs * std::log(u));
}

std::string ord64_text(int64_t number) {
  Bytes bytes;
  encoding::append_ord64(bytes, number);
  return {bytes.begin(), bytes.end()};
}

std::string numbered(const char* prefix, Random& random) {
  return prefix + std::to_string(kBaseTimeNs + static_cast<int64_t>(random.below(kGrid))) + "_" +
         std::to_string(random.below(kGrid));
}

/// Stands for the hash of (subject, service, instance); never 0.
uint64_t series_of(size_t service, uint64_t instance) {
  return Random(static_cast<uint64_t>(service) << 32 | instance).next() | 1;
}

}  // namespace

uint64_t Random::next() {
  state_ += 0x9e3779b97f4a7c15;
  uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

part::ElementBatch generate_batch(const GenerateInput& input) {
  static const Zipf kOperations(1000, 1.5);
  static const Zipf kComponents(50, 1.1);
  static constexpr std::array<const char*, 10> kComponentTypes{
      "http",  "mysql",  "redis",  "kafka", "grpc",
      "dubbo", "spring", "tomcat", "nginx", "postgresql"};
  const Scale& scale = scale_of(input.medium);
  Random random(input.seed);
  part::ElementBatch batch;
  batch.reserve(input.count);
  uint64_t left_in_trace = 0;
  std::string trace;
  std::vector<std::string> spans;
  for (uint32_t i = 0; i < input.count; i++) {
    if (left_in_trace == 0) {
      left_in_trace = spans_per_trace(random);
      trace = numbered("trace_", random);
      spans.clear();
    }
    left_in_trace--;
    const size_t service = scale.service.pick(random);
    const uint64_t instance = random.below(scale.instances);
    const int64_t start =
        kBaseTimeNs +
        static_cast<int64_t>(random.below(static_cast<uint64_t>(scale.window_ms))) * kNsPerMs;
    const int64_t latency = latency_ms(random);
    const std::string span = numbered("span_", random);
    const std::string parent =
        spans.empty() ? "" : spans[static_cast<size_t>(random.below(spans.size()))];
    spans.push_back(span);
    const bool is_error = random.below(20) == 0;
    const size_t operation = kOperations.pick(random);
    const size_t component = kComponents.pick(random);
    batch.add(series_of(service, instance), input.latency_index ? latency : start, "\x01" + trace);
    batch.add_tag(
        "component", ValueType::kStr,
        std::string(kComponentTypes[component % 10]) + "_" + std::to_string(component / 10));
    batch.add_tag("isError", ValueType::kInt64, ord64_text(is_error ? 1 : 0));
    if (!input.latency_index) batch.add_tag("latency", ValueType::kInt64, ord64_text(latency));
    batch.add_tag("operationName", ValueType::kStr,
                  "/api/v1/endpoint_" + std::to_string(operation));
    batch.add_tag("parentSpanId", ValueType::kStr, parent);
    batch.add_tag("spanId", ValueType::kStr, span);
    if (input.latency_index) batch.add_tag("startTime", ValueType::kTimestamp, ord64_text(start));
  }
  return batch;
}

}  // namespace sidx::sim
