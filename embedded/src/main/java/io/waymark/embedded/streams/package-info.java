/// Event sources with the failure semantics of AWS: a log in place of Kinesis, consumers with a
/// thread each, files for checkpoints and for what is given up. What becomes of a batch decides
/// `io.waymark.eventsource`, which promises E1 to E5 of it and which the simulator runs too.
///
/// E6 — A restart goes on behind the last checkpoint; a torn write at the end of the log is cut
/// off.
@NullMarked
package io.waymark.embedded.streams;

import org.jspecify.annotations.NullMarked;
