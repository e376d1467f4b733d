/// The daily pipeline: for every tenant collect, quality gate, train, model gate and activate,
/// batch lists, warm caches. Nothing of it waits or polls, and nothing is billed between two runs.
///
/// Input of a run: anything, such as `{}`. It ends as failed when a tenant failed; the others were
/// brought to their end all the same. One run takes all tenants; a second one at the same time does
/// no harm but costs.
@NullMarked
package io.waymark.cdk.pipeline;

import org.jspecify.annotations.NullMarked;
