/// Whether this function and what it depends on work.
@NullMarked
package io.waymark.recommend.health;

import org.jspecify.annotations.NullMarked;
