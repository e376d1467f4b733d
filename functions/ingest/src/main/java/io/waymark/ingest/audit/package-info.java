/// What is done here that the audit log tells of.
@NullMarked
package io.waymark.ingest.audit;

import org.jspecify.annotations.NullMarked;
