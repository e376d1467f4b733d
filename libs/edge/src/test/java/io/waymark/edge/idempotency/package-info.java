@org.jspecify.annotations.NullMarked
package io.waymark.edge.idempotency;
