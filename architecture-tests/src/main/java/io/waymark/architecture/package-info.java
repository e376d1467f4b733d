/// Rules that need to see every module at once, and the coverage of them all.
@NullMarked
package io.waymark.architecture;

import org.jspecify.annotations.NullMarked;
