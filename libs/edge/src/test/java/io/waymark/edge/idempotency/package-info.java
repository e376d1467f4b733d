@NullMarked
package io.waymark.edge.idempotency;

import org.jspecify.annotations.NullMarked;
