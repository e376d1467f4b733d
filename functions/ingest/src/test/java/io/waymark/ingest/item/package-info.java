@NullMarked
package io.waymark.ingest.item;

import org.jspecify.annotations.NullMarked;
