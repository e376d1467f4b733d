/// Tests of the function as a whole.
@NullMarked
package io.waymark.train;

import org.jspecify.annotations.NullMarked;
