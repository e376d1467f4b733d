/// Who may do what: log-in and tokens, tenants, members, API keys, limits, usage, audit, on
/// PostgreSQL.
///
/// What it promises:
///
/// - A1 — A wrong password and an unknown e-mail get the same answer, after the same work.
/// - A2 — A refresh token is good for one use; used again later than ten seconds after, it ends its
///   whole session.
/// - A3 — Used again within ten seconds it gives the very same successor, never a second one.
/// - A4 — Log-out ends the session's refresh tokens, and its access tokens everywhere.
/// - A5 — A changed password ends every session of the member.
/// - A6 — Nothing of a tenant is visible to another one: not over HTTP (404), not in the database.
/// - A7 — Nobody gives a role or a scope beyond their own.
/// - A8 — An API key's secret is shown once and kept nowhere.
/// - A9 — A revoked key and a suspended tenant reach the hot path with the change that ends them.
/// - A10 — A projection that cannot be written fails no change and is not lost.
/// - A11 — An older projection never replaces a newer one.
/// - A12 — Migrations can be repeated, and are made by `MigrationsHandler` alone.
/// - A13 — The sample tenant exists in the embedded service only.
/// - A14 — Passwords are kept as Argon2id; bcrypt hashes verify and are upgraded at log-in.
/// - A15 — Every change stands in the audit log of its tenant, committed with it.
/// - A16 — A tenant keeps an active admin, and nobody locks themselves out.
/// - A17 — The private signing keys are readable by their owner alone; the public ones are
///   published.
/// - A18 — A request that is not right is refused with the field that is wrong.
/// - A19 — A suspended member or tenant can neither log in nor refresh.
/// - A20 — What takes something away and is not in effect yet is answered 503, as stored.
/// - A21 — A sweep brings what waits for any tenant, whether or not it changes anything again.
/// - A22 — What creates something, sent again with its `Idempotency-Key` within a day, answers as
///   the first time and makes nothing more.
/// - A23 — A request counts once, for its own tenant, however often its line is delivered.
/// - A24 — A usage line that is not right costs no other one, and none is gone before it is
///   written.
/// - A25 — However many log in at once, requests that hash no password are served; who cannot be is
///   told when to come again.
/// - A26 — A limit that is set reaches the hot path with its tenant's standing, and nobody is kept
///   from undoing it.
/// - A27 — Whoever fails to log in too often waits, and is told how long; it is the same for an
///   e-mail that nobody has, and no password is looked at meanwhile. The present password in a
///   change of password is counted with them.
/// - A28 — Nobody keeps a member from logging in where it did before, nor ends its sessions, by
///   failing elsewhere.
/// - A29 — A password that is set is long and none that attackers try first, whatever it is made
///   of; who is told otherwise is told what to do.
/// - A30 — Who changes, removes, adds or swaps entries of the audit log is found out; each says
///   who, when, from where, before and after.
/// - A31 — A snapshot of this function holds no credential, key or connection, and no two copies of
///   it give the same id or token.
/// - A32 — After the database was restored to an earlier time, nothing holds that only the time
///   since knew, no token from before does, and what was taken away since stays so.
/// - A33 — What follows from a restore is done once, however often it is called or breaks off.
/// - A34 — No tenant is served more than the operator lets it have, whatever limits it sets itself.
/// - A35 — A log-in that failed stands in the audit log, and however many fail, they make one entry
///   an account and minute.
/// - A36 — What functions that do not reach the audit log noted for it becomes one entry each.
/// - A37 — Of a tenant that was deleted this function keeps its id, which nobody is given again,
///   and a digest of its audit log; everything of it answers as what does not exist. No other
///   tenant's rows go that way.
/// - A38 — A deletion that breaks off anywhere ends in the same state, by the same call or a sweep,
///   and looks once more for what was on its way.
/// - A39 — An invitation is good for one member, for three days; its secret is shown once and kept
///   nowhere. Unknown, used, revoked, replaced and expired ones are answered alike.
/// - A40 — Who has set a second factor logs in with a code of it, each good once; whoever lacks it
///   does not learn whether the password was right.
@NullMarked
package io.waymark.auth;

import org.jspecify.annotations.NullMarked;
