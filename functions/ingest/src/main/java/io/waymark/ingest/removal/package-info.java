/// Removes everything of a tenant that was deleted, and keeps it away (ADR 0019).
@NullMarked
package io.waymark.ingest.removal;

import org.jspecify.annotations.NullMarked;
