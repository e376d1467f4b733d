@NullMarked
package io.waymark.auth.attempts;

import org.jspecify.annotations.NullMarked;
