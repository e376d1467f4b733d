/// Takes data in: events over HTTP, files through S3, records from Kinesis. What it promises:
///
/// - I1 — An event answered with `accepted` is stored, with the marker that says so, in one
///   transaction.
/// - I2 — The same event, by its `event_id` or by `Idempotency-Key` and place, is stored once
///   however often it is sent.
/// - I3 — A bad event is refused with every field that is wrong, and the good ones beside it are
///   taken.
/// - I4 — An event names no tenant but that of its credential.
/// - I5 — Of a stream's batch exactly the first record that could not be stored is reported, and
///   all after it are left for redelivery; order per user is kept.
/// - I6 — A stream record that can never be stored is kept with its reason and does not stop the
///   shard.
/// - I7 — A bad row of an uploaded file is kept with its line and every reason, and never stops the
///   file.
/// - I8 — A file that is no data at all is refused with the reason, and nothing of it is stored.
/// - I9 — An upload that is delivered again, or read again after a crash at any point, ends with
///   the same counts and the same rows.
/// - I10 — Accepted rows of a file stand in the training data under their users' random keys, and
///   in the histories as far as they can be among a user's newest 100.
/// - I11 — A file of items becomes the catalogue that recommendations read; so does a change of one
///   item.
/// - I12 — Every row of a history that no file brought is written for training, in one file for a
///   window however often the window is delivered.
/// - I13 — Uploads of one tenant are absent for every other.
/// - I14 — A file whose figures are critical is held: nothing of it is stored before someone
///   approves it, and never once it was discarded.
/// - I15 — Of an erased user no table and no object names anything afterwards, but for what the
///   receipt says will age out and when; other users and tenants keep all they have.
/// - I16 — Whatever comes of an erased user, by whichever way and however late, is refused with the
///   reason and not kept.
/// - I17 — An export has every row that names the user.
/// - I18 — What came in on a finished day becomes one file, or a few large ones, with the same
///   rows.
/// - I19 — Meanwhile, and after a crash at any point, whoever reads for training reads every row
///   once.
/// - I20 — Nothing that was removed comes back by it, and nothing that is delivered again counts
///   twice.
/// - I21 — The rows of every finished day are judged once, as those of an upload, beside the days
///   before.
/// - I22 — What is judged is judged by the thresholds that the tenant set, else by the
///   installation's; a report says by which.
/// - I23 — A dead letter that is replayed is stored once, however often and by whichever way its
///   event comes; it is removed when it is stored, and not before.
/// - I24 — Who changed thresholds, replayed a dead letter or erased a user is noted for the audit
///   log, the user as a digest alone.
/// - I25 — Of a tenant that was deleted nothing is left in any table or bucket but the mark that it
///   was; every other tenant keeps all it has.
/// - I26 — A removal that breaks off anywhere ends in the same state when it is called again.
/// - I27 — What comes late of a deleted tenant is refused and not kept, and nothing is removed of a
///   tenant that was not deleted.
/// - I28 — An event that brings back the name of an answer to its tenant counts for that answer's
///   list once, however often and in whichever windows it is delivered; counts name nobody.
@NullMarked
package io.waymark.ingest;

import org.jspecify.annotations.NullMarked;
