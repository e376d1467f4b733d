@NullMarked
package io.waymark.ingest.erasure;

import org.jspecify.annotations.NullMarked;
