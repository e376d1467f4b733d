@NullMarked
package io.waymark.ingest.stream;

import org.jspecify.annotations.NullMarked;
