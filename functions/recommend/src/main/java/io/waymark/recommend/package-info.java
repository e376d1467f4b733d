/// The function that recommends. What it promises:
///
/// R1 — A list is never empty while the tenant's catalogue has an item that matches: for users
/// nobody has seen, tenants without a model, without events, without a catalogue. R2 — Filters and
/// exclusions hold for every slot, and act before the cut. R3 — `exclude_interacted` reaches beyond
/// the newest 100 events of a user. R4 — A new event changes the next answer. R5 — Scores are in
/// (0, 1] and never rise down the list; the same question on the same state has the same answer. R6
/// — Each slot says its true source and an honest reason. R7 — Where a dependency is left out, the
/// answer names it. R8 — No tenant ever sees another's items or models. R9 — An activated version
/// answers within five seconds; while it loads, the one before does. R10 — A model that cannot be
/// loaded, as after one flipped bit, is left out and named in the log. R11 — Models stay within a
/// budget of bytes and are closed only when nobody uses them. R12 — A wrong request is refused by
/// the name of its field; nothing asked for is ignored. R13 — The name of an answer is signed,
/// needs no storage and has at most 200 characters. R14 — Health asks each dependency, and other
/// functions only by their heartbeats. R15 — The HTTP API describes itself, without anything from
/// the network. R16 — `cart` folds many seeds in and never gives one back; `rerank` gives back each
/// candidate exactly once. R17 — Boosts act before the cut, and only within what the user does not
/// have yet. R18 — A pinned item stands where it is pinned, unless it is not offered, excluded or
/// filtered out. R19 — Diversity spreads a list over the values of an attribute; 0 changes nothing.
/// R20 — A cursor goes on where the page before ended and shows nothing twice; it lives 30 minutes,
/// for one tenant, one request and one model version. R21 — An explanation names the source, the
/// parts of the score, the seeds with their shares, and the rules that hit. R22 — A predictor
/// answers batches of 1–128 of any named tensors; what it does not take is refused by the tensor's
/// name, and a number that JSON does not have is null. R23 — A tenant's own model is examined
/// before it is opened and run once before it may be activated; what is refused is named, and what
/// is ready never changes. R24 — It is first loaded and run in a process of its own, whose memory
/// and time are bounded; what it took there counts against the budget of R11. R25 — A snapshot of
/// this function holds no credential, key or connection. R26 — Once a day each user's list is kept
/// as the active model has it; a run that is begun anew writes the same keys, and what one call did
/// not finish the next one does. R27 — No list names a user who was erased. R28 — Whoever may
/// invoke the function itself has it load a tenant's model; no request does. R29 — What it does for
/// a tenant is signed with credentials that reach no other's rows or objects. R30 — An item that
/// nobody met yet is recommended by its attributes, in a share of the places. R31 — What trends is
/// counted over the days that are asked for. R32 — What a model answered is kept for equal
/// questions, and never answers another. R33 — While an experiment runs, a user has one arm on
/// every instance, and each arm its share of the users; other shares move as few users as can be.
/// R34 — An answer names the arm whose model gave it, and no other. R35 — A version that the gate
/// objects to is activated where that is forced alone, and who activated what is told to the audit
/// log with it. R36 — What became of lists is told by placement and by the arm that gave them, also
/// of experiments that have ended, to their tenant alone. R37 — Rates stand with the intervals in
/// which they may lie, and none where there is no rate.
@NullMarked
package io.waymark.recommend;

import org.jspecify.annotations.NullMarked;
