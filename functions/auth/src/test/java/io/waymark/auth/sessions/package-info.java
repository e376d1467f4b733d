@NullMarked
package io.waymark.auth.sessions;

import org.jspecify.annotations.NullMarked;
