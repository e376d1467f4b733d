/// Tenants, as the operator keeps them.
@NullMarked
package io.waymark.auth.tenants;

import org.jspecify.annotations.NullMarked;
