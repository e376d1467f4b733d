@NullMarked
package io.waymark.ingest.collect;

import org.jspecify.annotations.NullMarked;
