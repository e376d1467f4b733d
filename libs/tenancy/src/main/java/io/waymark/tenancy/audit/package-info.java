/// The audit log as whoever checks it reads it.
@NullMarked
package io.waymark.tenancy.audit;

import org.jspecify.annotations.NullMarked;
