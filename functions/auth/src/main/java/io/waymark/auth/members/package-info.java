/// Members: the accounts of persons at a tenant.
@NullMarked
package io.waymark.auth.members;

import org.jspecify.annotations.NullMarked;
