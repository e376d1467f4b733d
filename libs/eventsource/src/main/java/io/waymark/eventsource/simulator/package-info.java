/// A seeded simulator of Lambda's two kinds of event sources, on a virtual clock: a Kinesis stream
/// with its event source mapping, and a bucket whose notifications invoke a function
/// asynchronously. One seed gives one run and one trace, bit for bit, whatever goes wrong in it;
/// [Ledger] judges it once everything has come to rest.
///
/// What AWS documents, and by which test each of it is held, stands in
/// `docs/reference/event-sources.md`. Where AWS is silent, chance decides.
@NullMarked
package io.waymark.eventsource.simulator;

import org.jspecify.annotations.NullMarked;
