@NullMarked
package io.waymark.ingest.health;

import org.jspecify.annotations.NullMarked;
