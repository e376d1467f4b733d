@NullMarked
package io.waymark.auth.passwords;

import org.jspecify.annotations.NullMarked;
