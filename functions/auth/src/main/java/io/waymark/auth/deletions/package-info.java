/// How a tenant is deleted (ADR 0020).
@NullMarked
package io.waymark.auth.deletions;

import org.jspecify.annotations.NullMarked;
