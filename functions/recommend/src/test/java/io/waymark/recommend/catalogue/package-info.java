@NullMarked
package io.waymark.recommend.catalogue;

import org.jspecify.annotations.NullMarked;
