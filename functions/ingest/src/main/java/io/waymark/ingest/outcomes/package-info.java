/// What events tell of the lists that users met.
@NullMarked
package io.waymark.ingest.outcomes;

import org.jspecify.annotations.NullMarked;
