#include "wasm/model/whole_files.h"

namespace sidx::model {

bool WholeFiles::advance() {
  if (!objection_.empty()) return true;
  // Everything is asked for at once; the page answers in its own order.
  for (size_t i = next_; i < wanted_.size(); i++) {
    const Wanted& file = wanted_[i];
    if (files_.find(file.path) != files_.end()) {
      if (i == next_) next_++;
      continue;
    }
    const auto slice = file.source->read({0, file.source->size()}, file.path);
    if (slice.ok()) {
      files_[file.path] = std::make_shared<const Bytes>(slice->view.data(),
                                                        slice->view.data() + slice->view.size());
      if (i == next_) next_++;
      continue;
    }
    if (slice.error().code == ErrorCode::kNotResident) continue;
    objection_ = to_string(slice.error());
    return true;
  }
  return next_ == wanted_.size();
}

}  // namespace sidx::model
