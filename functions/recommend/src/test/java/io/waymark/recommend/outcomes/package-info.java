@NullMarked
package io.waymark.recommend.outcomes;

import org.jspecify.annotations.NullMarked;
