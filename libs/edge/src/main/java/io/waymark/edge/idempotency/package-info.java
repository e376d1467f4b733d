/// `Idempotency-Key`: a request that creates something, sent again, gets the answer of the first
/// one.
@NullMarked
package io.waymark.edge.idempotency;

import org.jspecify.annotations.NullMarked;
