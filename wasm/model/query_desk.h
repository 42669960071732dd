#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/query/comparison.h"
#include "core/query/explanation.h"
#include "core/sim/query_explain.h"
#include "wasm/model/document.h"
#include "wasm/model/query_command.h"
#include "wasm/model/session.h"
#include "wasm/model/whole_files.h"

/// The query that is explained: that of the current step of a scenario, or one that was asked for
/// on the current step or on opened parts. Answers come with the next slice of work.
namespace sidx::model {

class QueryDesk {
 public:
  /// What is open. `session` is null for opened parts.
  struct Context {
    const Session* session = nullptr;
    const Document* document = nullptr;
    uint64_t generation = 0;
  };
  /// The right answer, and what is wrong with the other.
  struct Right {
    query::Explanation explanation;
    query::Comparison rows;
  };

  /// What it refuses, it says.
  std::optional<std::string> execute(const QueryViewCommand& command, const Context& context);
  /// A slice of work, if somebody looks (`shown`) or has asked; true when there is more at once.
  bool advance(const Context& context, bool shown, const std::function<bool()>& deadline_passed);
  bool busy(const Context& context, bool shown) const;

  /// Null: nothing is asked, or not answered yet; message() says why.
  const query::Explanation* answer() const { return answer_ ? &*answer_ : nullptr; }
  const Right* right() const { return right_ ? &*right_ : nullptr; }
  /// The step whose query it is; 0: it was asked for.
  size_t of_step() const { return of_step_; }
  /// What was asked for last, for the form.
  const std::optional<QueryCommand>& asked() const { return asked_; }
  const std::string& message() const { return message_; }
  /// Parts that could not be opened, or are stale, and why.
  const std::vector<std::string>& left_out() const { return left_out_; }
  bool compares() const { return compares_; }
  query::FunnelLevel level() const { return level_; }
  QueryPane pane() const { return pane_; }
  size_t merge_step() const { return merge_step_; }
  /// Changes with every answer.
  uint64_t serial() const { return serial_; }

  /// Of opened parts, once they were read: empty before.
  Rc<part::PartContent> content_of(size_t part) const;
  /// Reads the opened parts without a query, for others that need them whole.
  void want_contents() { wants_contents_ = true; }

  const std::string& bloom_value() const { return bloom_value_; }
  uint32_t bloom_bits() const { return bloom_bits_; }

 private:
  struct Key {
    uint64_t generation = 0;
    uint64_t session = 0;
    uint64_t asked = 0;
    bool operator==(const Key&) const = default;
  };
  Key key_of(const Context& context) const;
  bool is_step_query(const Context& context) const;
  bool has_question(const Context& context) const { return asked_ || is_step_query(context); }
  void forget_answer();
  void answer_step(const Context& context);
  bool read_contents(const Context& context);
  void open_contents(const Document& document);
  void answer_files(const Document& document);
  void begin_compare(const Context& context);
  void finish_compare(std::optional<query::Explanation> right);
  std::optional<query::Explanation> explain_in(const sim::World& world,
                                               const Context& context) const;
  bool compare_is_due() const { return compares_ && answer_ && !compared_; }

  std::optional<QueryCommand> asked_;
  uint64_t asked_serial_ = 0;
  uint64_t asked_at_ = 0;  // session it was asked at
  Key key_;
  bool answered_ = false;
  std::optional<query::Explanation> answer_;
  size_t of_step_ = 0;
  std::string message_;
  std::vector<std::string> left_out_;
  uint64_t serial_ = 0;

  bool compares_ = false;
  bool compared_ = false;
  std::optional<sim::RepairedReplay> replay_;
  std::optional<Right> right_;

  std::optional<WholeFiles> reading_;
  uint64_t reading_of_ = 0;  // generation
  std::map<size_t, Rc<part::PartContent>> contents_;
  std::string contents_problem_;
  uint64_t contents_of_ = 0;  // generation
  bool wants_contents_ = false;

  query::FunnelLevel level_ = query::FunnelLevel::kParts;
  QueryPane pane_ = QueryPane::kReasons;
  size_t merge_step_ = 0;
  std::string bloom_value_;
  uint32_t bloom_bits_ = 15;
};

}  // namespace sidx::model
