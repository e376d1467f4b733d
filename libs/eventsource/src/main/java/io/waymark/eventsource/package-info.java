/// What Lambda's event source mapping of a stream does with a shard's records: batches, windows,
/// retries with back-off, bisecting, partial failure, record age, and a place for what is given up.
/// [Shard] decides without threads or clocks of its own. The embedded service drives it by threads
/// and the real clock, the simulator by a virtual one.
///
/// E1 — Every accepted record is applied or kept with its payload on the on-failure store. E2 —
/// Records of one key are applied in the order they were accepted. E3 — With several failed records
/// the lowest sequence number is the checkpoint. E4 — A record that cannot be applied is isolated
/// and does not hold up its shard. E5 — A record older than the maximum age is kept on the
/// on-failure store, not applied.
@NullMarked
package io.waymark.eventsource;

import org.jspecify.annotations.NullMarked;
