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
@NullMarked
package io.waymark.ingest;

import org.jspecify.annotations.NullMarked;
