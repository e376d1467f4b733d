@NullMarked
package io.waymark.ingest;

import org.jspecify.annotations.NullMarked;
