/// Brings the hot path in line with a database that was restored from a backup.
@NullMarked
package io.waymark.auth.restore;

import org.jspecify.annotations.NullMarked;
