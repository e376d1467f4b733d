/// What stands between a function and whatever it calls over the network: time limits, and a
/// circuit breaker for each dependency (ADR 0033).
@NullMarked
package io.waymark.edge.resilience;

import org.jspecify.annotations.NullMarked;
