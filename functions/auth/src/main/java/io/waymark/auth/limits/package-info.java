/// Rate limits of a tenant, as stored; enforced elsewhere.
@NullMarked
package io.waymark.auth.limits;

import org.jspecify.annotations.NullMarked;
