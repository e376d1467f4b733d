@NullMarked
package io.waymark.recommend.docs;

import org.jspecify.annotations.NullMarked;
