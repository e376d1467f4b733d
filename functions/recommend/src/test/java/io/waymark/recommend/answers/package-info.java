@NullMarked
package io.waymark.recommend.answers;

import org.jspecify.annotations.NullMarked;
