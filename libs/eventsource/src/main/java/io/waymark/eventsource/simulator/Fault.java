package io.waymark.eventsource.simulator;

/// What can go wrong. Each happens with a probability of its own wherever it could.
public enum Fault {
  /// A store refuses a call; nothing was done.
  STORE_REFUSES,
  /// A store did what it was asked, but its answer was lost.
  STORE_ANSWER_LOST,
  /// The function's process ends before a write.
  CRASH_BEFORE_WRITE,
  /// The function's process ends after a write.
  CRASH_AFTER_WRITE,
  /// The function's process ends, and a write that was under way is done some time afterwards.
  WRITE_LANDS_LATE,
  /// A store hangs until the function's time is over.
  TIME_OUT,
  /// The function fails before it does anything.
  HANDLER_ERROR,
  /// The function ran to its end, but its answer was lost.
  ANSWER_LOST,
  /// The function answers with what its event source cannot read.
  MALFORMED_ANSWER,
  /// The function is not invoked: too many run.
  THROTTLED,
  /// What was delivered and settled is delivered again.
  DELIVERED_AGAIN,
  /// A notification takes minutes, and others overtake it.
  DELAYED,
  /// A sender does not learn that its record was accepted, and sends it again.
  SENT_AGAIN,
  /// The place in a shard from which is read expires.
  ITERATOR_EXPIRED,
  /// A read of a shard gives nothing although there is something.
  READ_EMPTY,
  /// A read of a shard gives less than there is.
  READ_SHORT,
  /// A read of a shard is refused for the moment.
  READ_THROTTLED,
  /// Shards are split or merged.
  RESHARDED,
  /// The store for what is given up refuses it for the moment.
  DESTINATION_DOWN,
  /// The clock of the machine that runs the function is wrong by up to some minutes.
  CLOCK_SKEWED
}
