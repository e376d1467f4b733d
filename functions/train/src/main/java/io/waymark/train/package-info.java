/// Training jobs: started over HTTP, run by a handler of their own, followed by asking.
///
/// What this function promises:
///
/// T1 — A job is stored before it is started; the answer is 202 with its id.
///
/// T2 — While a job of a tenant and name lives, a second one is refused with 409, naming the first;
/// so is a name that predictors have.
///
/// T3 — A model is published and activated only if it beats popularity; otherwise the job ends as
/// refused, with both figures, and what was active stays active.
///
/// T4 — No data or a store that fails end the job as failed, too little data ends it as refused:
/// each with an error that says which.
///
/// T5 — A job whose process died is shown as failed once its heartbeat is too old, and no longer
/// stands in the way of another; where one process runs all jobs, as soon as it was restarted.
///
/// T6 — An event delivered twice runs its job once.
///
/// T7 — Another tenant's job is absent (404).
///
/// T8 — The training of the day is a job like any other, run at once; where another trains the
/// model, it says which.
///
/// T9 — It trains nothing where nothing was accepted since the last training that ended as done or
/// refused read the data, whichever version answers. What stands for many files is read instead of
/// them, and counts as nothing new.
///
/// T10 — Page by page every active tenant with accepted interactions is named once.
///
/// T11 — A job that was queued for a process of its own is run there once by the same code, and the
/// training of the day says what came of it.
///
/// T12 — A model that beats popularity but is more than a tenth worse than the active one is
/// published and not activated: the job ends as refused and names the version and why.
///
/// T13 — A training that comes to a result is logged where the operator asked for that, and ends
/// the same where that fails.
@NullMarked
package io.waymark.train;

import org.jspecify.annotations.NullMarked;
