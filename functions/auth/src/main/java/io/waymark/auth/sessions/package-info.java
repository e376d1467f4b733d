/// Log-in, tokens, and their rotation and end.
@NullMarked
package io.waymark.auth.sessions;

import org.jspecify.annotations.NullMarked;
