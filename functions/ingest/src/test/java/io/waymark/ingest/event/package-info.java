@NullMarked
package io.waymark.ingest.event;

import org.jspecify.annotations.NullMarked;
