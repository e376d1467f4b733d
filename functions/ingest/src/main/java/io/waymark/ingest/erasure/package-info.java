/// What is held of one user of a tenant: given out, removed, and kept away afterwards.
@NullMarked
package io.waymark.ingest.erasure;

import org.jspecify.annotations.NullMarked;
