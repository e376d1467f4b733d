/// Rate limits as tenants set them. Every function enforces them at its edge, from what is
/// projected of them.
@NullMarked
package io.waymark.auth.limits;

import org.jspecify.annotations.NullMarked;
