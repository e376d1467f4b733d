@NullMarked
package io.waymark.recommend.experiments;

import org.jspecify.annotations.NullMarked;
