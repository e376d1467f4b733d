@NullMarked
package io.waymark.auth.signing;

import org.jspecify.annotations.NullMarked;
