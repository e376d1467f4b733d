@NullMarked
package io.waymark.recommend;

import org.jspecify.annotations.NullMarked;
