@NullMarked
package io.waymark.ingest.outcomes;

import org.jspecify.annotations.NullMarked;
