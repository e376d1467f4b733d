@NullMarked
package io.waymark.recommend.lists;

import org.jspecify.annotations.NullMarked;
