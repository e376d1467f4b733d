/// Rate limits: how much a tenant and each of its keys may ask, counted over all instances.
///
/// An instance leases a slice of a window's budget from the table ACCESS and serves from it without
/// asking again, so that a request costs no write. What is leased and not used by the end of the
/// window is lost; slices are small enough that ten instances lose 4 % at most.
@NullMarked
package io.waymark.edge.limits;

import org.jspecify.annotations.NullMarked;
