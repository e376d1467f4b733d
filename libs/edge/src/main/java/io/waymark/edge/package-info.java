/// HTTP and Lambda plumbing of the functions: who calls (credentials to a
/// [io.waymark.tenancy.Principal]), what an error looks like (problem+json), where the
/// installation's services are, and how healthy they are. No decision of the product is taken here.
@NullMarked
package io.waymark.edge;

import org.jspecify.annotations.NullMarked;
