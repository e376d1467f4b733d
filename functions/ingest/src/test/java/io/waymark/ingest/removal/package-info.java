@NullMarked
package io.waymark.ingest.removal;

import org.jspecify.annotations.NullMarked;
