/// Changes, and how what follows from them reaches the hot path.
@NullMarked
package io.waymark.auth.outbox;

import org.jspecify.annotations.NullMarked;
