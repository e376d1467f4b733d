/// The keys that sign tokens, and their public halves.
@NullMarked
package io.waymark.auth.signing;

import org.jspecify.annotations.NullMarked;
