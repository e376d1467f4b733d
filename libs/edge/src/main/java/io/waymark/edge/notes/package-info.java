/// What functions without a database have to say to the audit log.
@NullMarked
package io.waymark.edge.notes;

import org.jspecify.annotations.NullMarked;
