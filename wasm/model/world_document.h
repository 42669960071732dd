#pragma once

#include "core/sim/changes.h"
#include "core/sim/world.h"
#include "wasm/model/document.h"

/// The world of a scenario's step as a document, so that every view of files shows it like an
/// upload: the parts the process has open, in memory or on disk, then directories nobody owns.
namespace sidx::model {

/// `changes` lead to `world`. Parts that `previous` has with the same content are taken from it, as
/// far as they have been read.
Document make_world_document(const std::string& name, const sim::World& world,
                             const sim::WorldChanges& changes, Document previous);

/// What a part is to the process after a step.
PartRole role_of(const sim::World& world, const sim::PartWrapper& part);

}  // namespace sidx::model
