@NullMarked
package io.waymark.recommend.predict;

import org.jspecify.annotations.NullMarked;
