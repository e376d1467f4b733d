@NullMarked
package io.waymark.auth.keys;

import org.jspecify.annotations.NullMarked;
