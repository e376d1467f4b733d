/// Second factors: one-time codes that a member shows beside its password.
@NullMarked
package io.waymark.auth.factors;

import org.jspecify.annotations.NullMarked;
