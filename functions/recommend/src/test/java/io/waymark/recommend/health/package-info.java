@NullMarked
package io.waymark.recommend.health;

import org.jspecify.annotations.NullMarked;
