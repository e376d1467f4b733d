/// How often anybody may try to log in.
@NullMarked
package io.waymark.auth.attempts;

import org.jspecify.annotations.NullMarked;
