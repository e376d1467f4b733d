@NullMarked
package io.waymark.ingest.upload;

import org.jspecify.annotations.NullMarked;
