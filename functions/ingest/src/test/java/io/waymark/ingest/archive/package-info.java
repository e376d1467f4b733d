@NullMarked
package io.waymark.ingest.archive;

import org.jspecify.annotations.NullMarked;
