/// Passwords: what a good one is, how it is kept and checked.
@NullMarked
package io.waymark.auth.passwords;

import org.jspecify.annotations.NullMarked;
