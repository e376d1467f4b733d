@NullMarked
package io.waymark.ingest.quality;

import org.jspecify.annotations.NullMarked;
